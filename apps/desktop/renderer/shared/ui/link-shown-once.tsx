import { useLingui } from "@lingui/react";
import { Code, Group, Stack, Text } from "@mantine/core";
import { CopyButton } from "./copy-button.tsx";
import { Dialog } from "./dialog.tsx";
import { LeaveButton } from "./leave-button.tsx";
import { Note } from "./note.tsx";

export interface LinkShownOnceProps {
  /** From the root of the node, with the secret in its fragment. */
  readonly path: string;
  readonly title: string;
  /** Whom the link makes able to do what. */
  readonly power: string;
  /** Who has to reach this address of the node, too. */
  readonly reach: string;
  readonly onClose: () => void;
}

/** A link that whoever has it may use, and that the node does not know any more. */
export function LinkShownOnce({ path, title, power, reach, onClose }: LinkShownOnceProps) {
  const { i18n } = useLingui();
  const link = new URL(path, location.origin).href;
  return (
    <Dialog onClose={onClose} title={title} size="lg" isShownOnce>
      <Stack>
        <Note title={i18n.t("Copy it now: it is shown this once")}>{power}</Note>
        <Group wrap="nowrap" gap="xs">
          <Code block style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap", flex: 1 }} data-link>
            {link}
          </Code>
          <CopyButton value={link} label={i18n.t("link")} />
        </Group>
        <Text c="dimmed">{reach}</Text>
        <Group justify="flex-end">
          <LeaveButton isMain>{i18n.t("I have it")}</LeaveButton>
        </Group>
      </Stack>
    </Dialog>
  );
}
