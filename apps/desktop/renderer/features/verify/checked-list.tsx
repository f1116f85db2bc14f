import type { I18n } from "@lingui/core";
import { useLingui } from "@lingui/react";
import { Text, UnstyledButton } from "@mantine/core";
import { nameInWords } from "./name-in-words.ts";
import type { Verification } from "./use-verifications.ts";
import type { Finding } from "./verifier.protocol.ts";
import classes from "./verify.module.css";

export interface CheckedListProps {
  readonly all: readonly Verification[];
  /** Whose verdict stands below. */
  readonly shown: number;
  readonly onShow: (place: number) => void;
}

/** Several files that came together: how each is, and the way to what was found about it. */
export function CheckedList({ all, shown, onShow }: CheckedListProps) {
  const { i18n } = useLingui();
  const done = all.filter(({ step }) => step === "found" || step === "failed").length;
  return (
    <div>
      <Text fw={560} role="status">
        {i18n.t("{done} of {total} files checked", { done, total: all.length })}
      </Text>
      <Text c="dimmed" size="sm">
        {i18n.t("Each is checked by itself: that several recordings belong together is not looked at.")}
      </Text>
      <ul className={classes.checked} aria-label={i18n.t("Files")}>
        {all.map((now, place) => (
          <li key={`${place}-${now.name}`} data-outcome={outcomeOf(now)}>
            <UnstyledButton aria-current={place === shown || undefined} onClick={() => onShow(place)}>
              <span>{nameInWords(now.name)}</span>
              <small>{wordsOf(now, i18n)}</small>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </div>
  );
}

type Outcome = "open" | "consistent" | "refused" | "unread";

function outcomeOf(now: Verification): Outcome {
  if (now.step === "failed") return "unread";
  if (now.step !== "found") return "open";
  const { finding } = now;
  return holds(finding) ? "consistent" : "refused";
}

/** Whether all of it does, as the command answers with one exit code. */
function holds(finding: Finding): boolean {
  if (finding.kind === "chunk-proof") return finding.outcome.ok;
  if (finding.kind === "receipt") return finding.verdict.verified;
  const { verdict, beside } = finding;
  return verdict.verified && beside.receipt?.verified !== false && beside.network?.verified !== false;
}

function wordsOf(now: Verification, i18n: I18n): string {
  if (now.step === "waiting") return i18n.t("waits");
  if (now.step === "checking") return i18n.t("being checked");
  const words: Record<Outcome, string> = {
    open: "",
    consistent: i18n.t("consistent; whose it is stands below"),
    refused: i18n.t("refused"),
    unread: i18n.t("could not be read"),
  };
  return words[outcomeOf(now)];
}
