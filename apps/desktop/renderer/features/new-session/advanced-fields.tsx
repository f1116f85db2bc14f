import { useLingui } from "@lingui/react";
import { NumberInput, Select, SimpleGrid } from "@mantine/core";
import { BOUNDS, type NewSessionFormState } from "./use-new-session-form.ts";

/** What most people leave as it is. */
export function AdvancedFields({ form }: { readonly form: NewSessionFormState }) {
  const { i18n } = useLingui();
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      <Select
        label={i18n.t("Resolution")}
        data={["1280x720", "1600x900", "1920x1080"]}
        allowDeselect={false}
        {...form.getInputProps("resolution")}
      />
      <NumberInput
        label={i18n.t("Pictures a second")}
        description={i18n.t("10 is enough for work; more costs CPU and space.")}
        inputWrapperOrder={["label", "input", "description", "error"]}
        {...BOUNDS.frameRate}
        clampBehavior="none"
        allowDecimal={false}
        {...form.getInputProps("frameRate")}
      />
      <Select
        label={i18n.t("Compression")}
        data={[
          { value: "zstd", label: "zstd 3" },
          { value: "gzip", label: "gzip 6" },
          { value: "none", label: i18n.t("none") },
        ]}
        allowDeselect={false}
        {...form.getInputProps("compression")}
      />
      <Select
        label={i18n.t("Encryption")}
        data={[
          { value: "xchacha20-poly1305", label: "XChaCha20-Poly1305" },
          { value: "aes-256-gcm", label: "AES-256-GCM" },
        ]}
        allowDeselect={false}
        {...form.getInputProps("encryption")}
      />
      <NumberInput
        label={i18n.t("Kept for, in days")}
        description={i18n.t("Then the recording is deleted; its proof stays.")}
        inputWrapperOrder={["label", "input", "description", "error"]}
        {...BOUNDS.retentionDays}
        clampBehavior="none"
        allowDecimal={false}
        {...form.getInputProps("retentionDays")}
      />
    </SimpleGrid>
  );
}
