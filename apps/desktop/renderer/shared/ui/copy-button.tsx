import { useLingui } from "@lingui/react";
import { ActionIcon, Tooltip } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconCopy, IconCopyOff } from "@tabler/icons-react";

/** Copies `value`; `label` names what it copies. */
export function CopyButton({ value, label }: { readonly value: string; readonly label: string }) {
  const { i18n } = useLingui();
  const clipboard = useClipboard({ timeout: 1_500 });
  const isRefused = clipboard.error !== null && !clipboard.copied;
  const offer = i18n.t("Copy {label}", { label });
  const text = clipboard.copied ? i18n.t("Copied") : isRefused ? i18n.t("The browser did not let this page copy.") : offer;
  return (
    <Tooltip label={text}>
      <ActionIcon variant="subtle" color="gray" aria-label={text} onClick={() => clipboard.copy(value)}>
        {clipboard.copied ? <IconCheck size={16} /> : isRefused ? <IconCopyOff size={16} /> : <IconCopy size={16} />}
      </ActionIcon>
    </Tooltip>
  );
}
