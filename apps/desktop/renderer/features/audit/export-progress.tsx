import { useLingui } from "@lingui/react";
import { Button, Group, Text } from "@mantine/core";
import { formatBytes } from "../../shared/format/index.ts";
import { ErrorNotice } from "../../shared/ui/index.ts";
import type { ExportState } from "./use-audit-export.ts";

/** How far an export is, and what came of it. */
export function ExportProgress({ now, onCancel }: { readonly now: ExportState; readonly onCancel: () => void }) {
  const { i18n } = useLingui();
  switch (now.step) {
    case "idle":
      return null;
    case "failed":
      return <ErrorNotice error={now.error} title={i18n.t("The log could not be saved")} />;
    case "running":
      return (
        <Group gap={12} mb="sm" role="status">
          <Text size="sm">
            {i18n.t("Fetching the log: {lines} lines, {size}", {
              lines: now.lines.toLocaleString(i18n.locale),
              size: formatBytes(now.bytes, i18n.locale),
            })}
          </Text>
          <Button size="compact-sm" variant="default" onClick={onCancel}>
            {i18n.t("Cancel")}
          </Button>
        </Group>
      );
    case "done":
      return (
        <Text size="sm" mb="sm" role="status">
          {now.name.endsWith(".jsonl")
            ? i18n.t("Saved as {name}. A whole log is checked with: lucid audit verify {name}", { name: now.name })
            : i18n.t("Saved as {name}.", { name: now.name })}
        </Text>
      );
  }
}
