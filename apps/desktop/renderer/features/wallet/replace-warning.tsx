import { useLingui } from "@lingui/react";
import { Button, Checkbox, Group, Stack, Title } from "@mantine/core";
import { useState } from "react";
import { Hash, Note } from "../../shared/ui/index.ts";

export interface ReplaceWarningProps {
  /** The wallet that would go. */
  readonly address: string;
  readonly onBack: () => void;
  readonly onAgreed: () => void;
}

/** This browser keeps one wallet: stands before whatever would take its place. */
export function ReplaceWarning({ address, onBack, onAgreed }: ReplaceWarningProps) {
  const { i18n } = useLingui();
  const [sure, setSure] = useState(false);
  return (
    <Stack>
      <Title order={1}>{i18n.t("Replace the wallet in this browser?")}</Title>
      <div>
        <Hash value={address} label={i18n.t("address")} ends={8} />
      </div>
      <Note>
        {i18n.t(
          "This browser keeps one wallet. Another one takes its place, and then only the recovery phrase brings this one back, with the key to its recordings.",
        )}
      </Note>
      <Checkbox
        label={i18n.t("I have the recovery phrase on paper")}
        checked={sure}
        onChange={(event) => setSure(event.currentTarget.checked)}
      />
      <Group justify="space-between">
        <Button variant="subtle" color="gray" onClick={onBack}>
          {i18n.t("Back")}
        </Button>
        <Button disabled={!sure} onClick={onAgreed}>
          {i18n.t("Continue")}
        </Button>
      </Group>
    </Stack>
  );
}
