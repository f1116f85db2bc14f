import { useLingui } from "@lingui/react";
import { Code, Group, Stack, Text } from "@mantine/core";
import { CopyButton, Dialog, LeaveButton, Note } from "../../shared/ui/index.ts";

/** Shows the secret of a webhook, once. */
export function SecretDialog({ secret, onClose }: { readonly secret: string; readonly onClose: () => void }) {
  const { i18n } = useLingui();
  return (
    <Dialog onClose={onClose} title={i18n.t("The secret of the webhook")} size="lg" isShownOnce>
      <Stack>
        <Note title={i18n.t("Copy it now: it is shown this once")}>
          {i18n.t("With it the receiver checks that a message comes from this node. Who has it can sign such messages.")}
        </Note>
        <Group wrap="nowrap" gap="xs">
          <Code block style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap", flex: 1 }} data-secret>
            {secret}
          </Code>
          <CopyButton value={secret} label={i18n.t("secret")} />
        </Group>
        <Text c="dimmed">{i18n.t("A new secret can be made at any time: the one of before signs as well for a day.")}</Text>
        <Group justify="flex-end">
          <LeaveButton isMain>{i18n.t("I have it")}</LeaveButton>
        </Group>
      </Stack>
    </Dialog>
  );
}
