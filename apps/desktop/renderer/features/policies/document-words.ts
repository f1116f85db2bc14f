import type { I18n } from "@lingui/core";
import type { PolicyDocument } from "@lucid/contract";
import { policyWords } from "../new-session/index.ts";
import { type GroupName, ruleSentence } from "./rule-words.ts";

/** All that a version says, a sentence a line: what two versions are compared by. */
export function documentWords(document: PolicyDocument, i18n: I18n, groupName: GroupName): readonly string[] {
  const { name, description, applies, session, retention_days, demands, rules, time_zone, approval } = document;
  return [
    i18n.t("Name: {name}", { name }),
    ...(description === "" ? [] : [i18n.t("Description: {description}", { description })]),
    applies === "chosen" ? i18n.t("It is chosen for a session.") : i18n.t("Its rules hold in every session of this node."),
    ...(session ? policyWords(session, i18n).map(({ text }) => text) : []),
    ...(session ? [i18n.t("Recordings are kept from {min} to {max} days.", retention_days)] : []),
    ...(demands.reason ? [i18n.t("Whoever starts a session says why.")] : []),
    ...(demands.ticket ? [i18n.t("Whoever starts a session names a ticket.")] : []),
    i18n.t("Days and hours are meant in the zone {zone}.", { zone: time_zone }),
    ...rules
      .toSorted((a, b) => b.priority - a.priority)
      .map((rule) =>
        i18n.t("{sentence} Priority {priority}.", { sentence: ruleSentence(rule, i18n, groupName), priority: rule.priority }),
      ),
    ...(rules.some(({ effect }) => effect === "ask")
      ? [
          i18n.t(
            "What is asked for takes {reviewers} to allow, and lasts at most {minutes, plural, one {# minute} other {# minutes}}.",
            {
              reviewers: approval.reviewers,
              minutes: approval.longest_minutes,
            },
          ),
        ]
      : []),
  ];
}

export interface WordChange {
  readonly kind: "same" | "added" | "removed";
  readonly text: string;
}

/** What the second says otherwise than the first: its own lines in order, each removed one before what stands in its place. */
export function compareWords(first: readonly string[], second: readonly string[]): readonly WordChange[] {
  const [before, after] = [new Set(first), new Set(second)];
  const removed = first.filter((text) => !after.has(text)).map((text): WordChange => ({ kind: "removed", text }));
  const lines = second.map((text): WordChange => ({ kind: before.has(text) ? "same" : "added", text }));
  const at = lines.findIndex(({ kind }) => kind === "added");
  return at < 0 ? [...lines, ...removed] : [...lines.slice(0, at), ...removed, ...lines.slice(at)];
}
