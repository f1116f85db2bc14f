import type { I18n } from "@lingui/core";
import { useLingui } from "@lingui/react";
import { Button, Group, Progress, Stack, Text } from "@mantine/core";
import { formatBytes, formatSpan } from "../../shared/format/index.ts";
import { useNow } from "../../shared/ui/index.ts";
import { nameInWords } from "./name-in-words.ts";
import type { Verification } from "./use-verifications.ts";

type Running = Extract<Verification, { step: "checking" }>;

/** An estimate from less than this is a guess. */
const SURE_MS = 1_500;

/** What is being done, and of the longest part how much is. */
function doneInWords({ progress, size }: Running, i18n: I18n): string {
  switch (progress?.phase) {
    case undefined:
    case "reading":
      return i18n.t("Reading the list of chunks");
    case "hashing":
    case "list":
      return i18n.t("Checking the list of chunks");
    case "votes":
      return i18n.t("Checking blocks and votes");
    case "parts":
      return i18n.t("{done} of {all}", {
        done: formatBytes(progress?.checkedBytes ?? 0, i18n.locale),
        all: formatBytes(progress?.totalBytes ?? size, i18n.locale),
      });
  }
}

/** A check that runs: how far it is, how long it takes still, and the way to end it. */
export function Checking({ now, onCancel }: { readonly now: Running; readonly onCancel: () => void }) {
  const { i18n } = useLingui();
  const nowMs = useNow();
  const done = now.progress?.share ?? 0;
  const tookMs = nowMs - now.startedMs;
  const left = tookMs > SURE_MS && done > 0.02 ? formatSpan(Math.ceil((tookMs / done - tookMs) / 1_000)) : undefined;
  return (
    <Stack gap="xs" role="status" data-testid="checking">
      <Group justify="space-between">
        <Text fw={560}>{i18n.t("Checking {name}", { name: nameInWords(now.name) })}</Text>
        <Button size="compact-sm" variant="default" onClick={onCancel}>
          {i18n.t("Cancel")}
        </Button>
      </Group>
      <Progress value={done * 100} aria-label={i18n.t("Checked so far")} />
      <Text c="dimmed" size="sm">
        {doneInWords(now, i18n)}
        {left !== undefined && ` · ${i18n.t("about {left} left", { left })}`}
      </Text>
    </Stack>
  );
}
