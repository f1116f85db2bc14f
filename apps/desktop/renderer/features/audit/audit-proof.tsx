import { useLingui } from "@lingui/react";
import type { AuditCheck } from "@lucid/contract";
import { Button, Group, Progress, Text } from "@mantine/core";
import { ErrorNotice, Mark, Moment, type Tone } from "../../shared/ui/index.ts";
import classes from "./audit.module.css";
import { type CheckState, useAuditCheck } from "./use-audit-check.ts";

/** Whether the log is whole and unaltered, and what of it the chain holds: measured when the page is opened. */
export function AuditProof() {
  const { i18n } = useLingui();
  const { now, again } = useAuditCheck();
  if (now.step === "failed")
    return <ErrorNotice error={now.error} title={i18n.t("The log could not be checked")} onRetry={again} />;
  return (
    <div className={classes.proof} role="status">
      {now.step === "running" ? (
        <Running now={now} />
      ) : (
        <Group gap={10} justify="space-between">
          <Group gap={8} wrap="nowrap">
            <Mark tone={toneOf(now.check)} />
            <Verdict check={now.check} />
          </Group>
          <Group gap={10}>
            <Text c="dimmed" size="sm">
              {i18n.t("checked")} <Moment at={now.at} />
            </Text>
            <Button size="compact-sm" variant="default" onClick={again}>
              {i18n.t("Check again")}
            </Button>
          </Group>
        </Group>
      )}
    </div>
  );
}

function Running({ now }: { readonly now: Extract<CheckState, { step: "running" }> }) {
  const { i18n } = useLingui();
  const { verified_to: done = 0, size = 0 } = now.check ?? {};
  const number = (value: number): string => value.toLocaleString(i18n.locale);
  return (
    <>
      <Text size="sm">{i18n.t("Checking every entry: {done} of {all}", { done: number(done), all: number(size) })}</Text>
      <Progress value={size === 0 ? 0 : (100 * done) / size} aria-label={i18n.t("Checked so far")} />
    </>
  );
}

/** The accent says proven: only where a final block holds the log, and the log fits. */
function toneOf({ problem, anchor }: AuditCheck): Tone {
  if (problem !== null) return "bad";
  return anchor?.final === true ? "proven" : "waiting";
}

function Verdict({ check }: { readonly check: AuditCheck }) {
  const { i18n } = useLingui();
  const { problem, anchor } = check;
  const number = (value: number): string => value.toLocaleString(i18n.locale);
  if (problem !== null) {
    const entry = number(problem.sequence);
    const said = {
      altered: i18n.t("Entry {entry} was altered: it does not fit the one before.", { entry }),
      removed: i18n.t("Entry {entry} is missing.", { entry }),
      not_anchored: i18n.t("The chain holds another hash of entry {entry}: an entry up to there was changed.", { entry }),
    };
    return <Text fw={560}>{said[problem.reason]}</Text>;
  }
  const to = number(check.verified_to);
  if (!anchor)
    return <Text>{i18n.t("Verified up to entry {to}. No block holds the log yet: it is anchored each hour.", { to })}</Text>;
  const facts = { to, size: number(anchor.size), block: number(anchor.block_height) };
  return (
    <Text>
      {anchor.final
        ? i18n.t("Verified up to entry {to}; up to entry {size} it is anchored in block {block}.", facts)
        : i18n.t("Verified up to entry {to}; up to entry {size} it stands in block {block}, which is not final yet.", facts)}
    </Text>
  );
}
