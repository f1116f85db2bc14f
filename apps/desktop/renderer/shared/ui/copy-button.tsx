import { useLingui } from "@lingui/react";
import { ActionIcon, Tooltip } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconCopy } from "@tabler/icons-react";

/** Copies `value`; `label` names what it copies. */
export function CopyButton({ value, label }: { readonly value: string; readonly label: string }) {
  const { i18n } = useLingui();
  const clipboard = useClipboard({ timeout: 1_500 });
  const text = clipboard.copied ? i18n.t("Copied") : i18n.t("Copy {label}", { label });
  return (
    <Tooltip label={text}>
      <ActionIcon variant="subtle" color="gray" aria-label={text} onClick={() => clipboard.copy(value)}>
        {clipboard.copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
      </ActionIcon>
    </Tooltip>
  );
}
