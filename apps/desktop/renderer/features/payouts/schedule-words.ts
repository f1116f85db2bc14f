import type { I18n } from "@lingui/core";
import type { ProposedTerms, ScheduleObstacle, ScheduleRun, ScheduleState } from "@lucid/contract";
import { formatAmount } from "../../shared/format/index.ts";
import { obstacles } from "../../shared/text/errors/payout-words.ts";
import type { Tone } from "../../shared/ui/index.ts";
import { weekdayNames } from "../policies/index.ts";

type Words<Key extends string> = Readonly<Record<Key, { readonly tone: Tone; readonly label: string }>>;

export const scheduleStates = (i18n: I18n): Words<ScheduleState> => ({
  proposed: { tone: "waiting", label: i18n.t("to approve") },
  active: { tone: "proven", label: i18n.t("in force") },
  paused: { tone: "warning", label: i18n.t("paused") },
  ended: { tone: "quiet", label: i18n.t("ended") },
});

export const runStates = (i18n: I18n): Words<ScheduleRun["state"]> => ({
  open: { tone: "waiting", label: i18n.t("goes on") },
  done: { tone: "proven", label: i18n.t("done") },
  stopped: { tone: "warning", label: i18n.t("stopped") },
  overtaken: { tone: "warning", label: i18n.t("the next one came first") },
});

/** When a run was due and did not begin. */
export const lateWords = ({ late, missed }: Pick<ScheduleRun, "late" | "missed">, i18n: I18n): string =>
  [
    late && i18n.t("Late: the node, or its payments, were away when it was due."),
    missed > 0 &&
      i18n.t("{missed, plural, one {# due day before it was missed.} other {# due days before it were missed.}}", { missed }),
  ]
    .filter(Boolean)
    .join(" ");

/** "Each month on day 1 at 06:30 (Europe/Berlin)". */
export function rhythmWords({ every, at, time_zone }: Pick<ProposedTerms, "every" | "at" | "time_zone">, i18n: I18n): string {
  const when = { at, zone: time_zone };
  return every.unit === "week"
    ? i18n.t("Each {weekday} at {at} ({zone})", { weekday: weekdayNames(i18n)[every.weekday], ...when })
    : i18n.t("Each month on day {day} at {at} ({zone})", { day: every.day, ...when });
}

export const amountsWords = ({ least, most }: Pick<ProposedTerms, "least" | "most">, i18n: I18n): string =>
  i18n.t("From {least} USDT on, at most {most} USDT a run", {
    least: formatAmount(least, i18n.locale),
    most: formatAmount(most, i18n.locale),
  });

/** Why somebody was not paid in a run, or not all of it. */
export function leftWords(i18n: I18n, obstacle: ScheduleObstacle): string {
  const own: Readonly<Record<Exclude<ScheduleObstacle, keyof ReturnType<typeof obstacles>>, string>> = {
    "below-least": i18n.t("Less is owed than the schedule pays."),
    "run-most": i18n.t("With it the run would pay more than it may."),
    "claim-link": i18n.t("A claim link is to pay it."),
    "other-wallet": i18n.t("Another wallet pays now than was agreed to."),
    away: i18n.t("The TRON network does not answer."),
    stopped: i18n.t("The schedule was paused, ended or changed."),
    "next-run": i18n.t("The next run came first."),
  };
  return { ...obstacles(i18n), ...own }[obstacle];
}
