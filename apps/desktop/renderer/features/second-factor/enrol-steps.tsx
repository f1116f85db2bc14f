import { useLingui } from "@lingui/react";
import { Group, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { CopyButton, ErrorNotice, Waiting } from "../../shared/ui/index.ts";
import { BackupCodeList } from "./backup-code-list.tsx";
import { CodeForm } from "./code-form.tsx";

const QrCode = lazy(async () => ({ default: (await import("../../shared/ui/qr-code.tsx")).QrCode }));

/** Sets the second factor up: the secret into the app, a code of it, and the backup codes onto paper. */
export function EnrolSteps({ onDone }: { readonly onDone: () => void }) {
  const { i18n } = useLingui();
  const { client, queries } = useApi();
  const { mutate: begin, data: made, error } = useMutation(queries.logins.enableSecondFactor.mutationOptions());
  const [codes, setCodes] = useState<readonly string[]>();
  useEffect(() => begin(undefined), [begin]);

  if (codes) return <BackupCodeList codes={codes} onDone={onDone} />;
  if (error) {
    return <ErrorNotice error={error} title={i18n.t("The second factor could not be set up")} onRetry={() => begin(undefined)} />;
  }
  if (!made) return <Waiting label={i18n.t("Making a secret for your app")} />;
  return (
    <Stack>
      <Text>{i18n.t("Scan this with your authenticator app, or type the key into it.")}</Text>
      <Group justify="center">
        <Suspense fallback={<Waiting label={i18n.t("Drawing the code")} />}>
          <QrCode text={made.uri} label={i18n.t("QR code for your authenticator app")} />
        </Suspense>
      </Group>
      <Group gap="xs" wrap="nowrap">
        <Text ff="monospace" style={{ overflowWrap: "anywhere" }}>
          {made.secret.match(/.{1,4}/g)?.join(" ")}
        </Text>
        <CopyButton value={made.secret} label={i18n.t("key")} />
      </Group>
      <CodeForm
        action={i18n.t("Turn on")}
        failed={i18n.t("The second factor was not turned on")}
        takesBackupCode={false}
        onCode={async (code) => setCodes((await client.logins.confirmSecondFactor({ code })).backup_codes)}
      />
    </Stack>
  );
}
