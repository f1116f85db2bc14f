import { useLingui } from "@lingui/react";
import { Button, Group, Progress, Stack, Text } from "@mantine/core";
import { formatBytes, formatSpan } from "../../shared/format/index.ts";
import { useNow } from "../../shared/ui/index.ts";
import type { Verification } from "./use-verification.ts";

/** An estimate from less than this is a guess. */
const SURE_MS = 1_500;

/** A check that runs: how far it is, how long it takes still, and the way to end it. */
export function Checking({
  now,
  onCancel,
}: {
  readonly now: Extract<Verification, { step: "checking" }>;
  readonly onCancel: () => void;
}) {
  const { i18n } = useLingui();
  const nowMs = useNow();
  const { checkedBytes, totalBytes } = now.progress ?? { checkedBytes: 0, totalBytes: now.size };
  const done = totalBytes === 0 ? 0 : checkedBytes / totalBytes;
  const tookMs = nowMs - now.startedMs;
  const left = tookMs > SURE_MS && done > 0.02 ? formatSpan(Math.ceil((tookMs / done - tookMs) / 1_000)) : undefined;
  return (
    <Stack gap="xs" role="status" data-testid="checking">
      <Group justify="space-between">
        <Text fw={560}>{i18n.t("Checking {name}", { name: now.name })}</Text>
        <Button size="compact-sm" variant="default" onClick={onCancel}>
          {i18n.t("Cancel")}
        </Button>
      </Group>
      <Progress value={done * 100} aria-label={i18n.t("Checked so far")} />
      <Text c="dimmed" size="sm">
        {i18n.t("{done} of {all}", { done: formatBytes(checkedBytes, i18n.locale), all: formatBytes(totalBytes, i18n.locale) })}
        {left !== undefined && ` · ${i18n.t("about {left} left", { left })}`}
      </Text>
    </Stack>
  );
}
