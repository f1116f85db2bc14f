import { useLingui } from "@lingui/react";
import { Button, Group, Progress, Stack, Text } from "@mantine/core";
import { formatBytes, formatSpan } from "../../shared/format/index.ts";
import { useNow } from "../../shared/ui/index.ts";
import type { Download } from "./use-download.ts";

/** An estimate from less than this is a guess. */
const SURE_MS = 1_500;

export function DownloadProgressView({
  now,
  title,
  onCancel,
}: {
  readonly now: Extract<Download, { step: "running" }>;
  /** What is done; default that a bundle is fetched. */
  readonly title?: string | undefined;
  readonly onCancel: () => void;
}) {
  const { i18n } = useLingui();
  const nowMs = useNow();
  const { doneBytes, totalBytes } = now.progress;
  const tookMs = nowMs - now.startedMs;
  const left =
    totalBytes !== undefined && tookMs > SURE_MS && doneBytes > 0
      ? formatSpan(Math.ceil((tookMs * (totalBytes / doneBytes - 1)) / 1_000))
      : undefined;
  return (
    <Stack gap="xs" role="status">
      <Group justify="space-between">
        <Text fw={560}>{title ?? i18n.t("Fetching the bundle from the node")}</Text>
        <Button size="compact-sm" variant="default" onClick={onCancel}>
          {i18n.t("Cancel")}
        </Button>
      </Group>
      <Progress value={totalBytes ? (doneBytes / totalBytes) * 100 : 0} aria-label={i18n.t("Fetched so far")} />
      <Text c="dimmed" size="sm">
        {totalBytes === undefined
          ? formatBytes(doneBytes, i18n.locale)
          : i18n.t("{done} of {all}", { done: formatBytes(doneBytes, i18n.locale), all: formatBytes(totalBytes, i18n.locale) })}
        {left !== undefined && ` · ${i18n.t("about {left} left", { left })}`}
      </Text>
    </Stack>
  );
}
