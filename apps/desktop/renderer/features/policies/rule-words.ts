import type { I18n } from "@lingui/core";
import type { PolicyAction, PolicyCondition, PolicyDecision, PolicyKind, PolicyRule } from "@lucid/contract";
import { WEEKDAYS } from "@lucid/contract";
import { shorten } from "../../shared/format/index.ts";
import { kycNames, roleNames } from "../../shared/text/account-words.ts";

/** What somebody may do, so that it follows “may”. */
export const actionNames = (i18n: I18n): Readonly<Record<PolicyAction, string>> => ({
  start_session: i18n.t("start a session"),
  connect_viewer: i18n.t("connect in the page"),
  connect_rdp: i18n.t("connect over RDP"),
  type: i18n.t("type"),
  point: i18n.t("use the mouse"),
  copy_in: i18n.t("paste text into the desktop"),
  copy_out: i18n.t("copy text out of the desktop"),
  use_network: i18n.t("use the internet in it"),
});

export const effectNames = (i18n: I18n): Readonly<Record<PolicyRule["effect"], string>> => ({
  allow: i18n.t("allow"),
  ask: i18n.t("ask somebody first"),
  deny: i18n.t("deny"),
});

export const kindNames = (i18n: I18n): Readonly<Record<PolicyKind, string>> => ({
  built_in: i18n.t("of the program"),
  node: i18n.t("of this node"),
  own: i18n.t("somebody's own"),
  inline: i18n.t("sent with the session"),
});

/** Monday first, in the language of the page. */
export function weekdayNames(i18n: I18n): Readonly<Record<(typeof WEEKDAYS)[number], string>> {
  const format = new Intl.DateTimeFormat(i18n.locale, { weekday: "long", timeZone: "UTC" });
  // The first of January 2024 was a Monday.
  const entries = WEEKDAYS.map((day, index) => [day, format.format(Date.UTC(2024, 0, 1 + index))] as const);
  return Object.fromEntries(entries) as Record<(typeof WEEKDAYS)[number], string>;
}

const listed = (i18n: I18n, words: readonly string[], type: "conjunction" | "disjunction"): string =>
  new Intl.ListFormat(i18n.locale, { type }).format(words);

/** What a group is called; undefined for one that is gone, or that the reader may not know. */
export type GroupName = (groupId: string) => string | undefined;

/** A condition as part of a sentence, behind a colon or in brackets. */
export function conditionWords(condition: PolicyCondition, i18n: I18n, groupName: GroupName): string {
  const isIn = condition.op === "in";
  const either = (words: readonly string[]): string => listed(i18n, words, "disjunction");
  switch (condition.field) {
    case "role": {
      const roles = either(condition.value.map((role) => roleNames(i18n)[role]));
      return isIn ? i18n.t("role: {roles}", { roles }) : i18n.t("any role but {roles}", { roles });
    }
    case "person": {
      const count = condition.value.length;
      return isIn
        ? i18n.t("{count, plural, one {# person} other {# people}} by name", { count })
        : i18n.t("everybody but {count, plural, one {# person} other {# people}}", { count });
    }
    case "group": {
      const groups = either(condition.value.map((id) => groupName(id) ?? i18n.t("a group {id}", { id: shorten(id) })));
      return isIn ? i18n.t("group: {groups}", { groups }) : i18n.t("nobody of {groups}", { groups });
    }
    case "kyc_status": {
      const states = either(condition.value.map((status) => kycNames(i18n)[status]));
      return isIn
        ? i18n.t("person checked (KYC): {states}", { states })
        : i18n.t("person checked (KYC): not {states}", { states });
    }
    case "template": {
      const desktops = either(condition.value);
      return isIn ? i18n.t("desktop: {desktops}", { desktops }) : i18n.t("any desktop but {desktops}", { desktops });
    }
    case "policy_kind": {
      const kinds = either(condition.value.map((kind) => kindNames(i18n)[kind]));
      return isIn ? i18n.t("policies: {kinds}", { kinds }) : i18n.t("policies: not {kinds}", { kinds });
    }
    case "weekday": {
      const days = either(condition.value.map((day) => weekdayNames(i18n)[day]));
      return isIn ? i18n.t("day: {days}", { days }) : i18n.t("any day but {days}", { days });
    }
    case "time_of_day": {
      const { from, to } = condition.value;
      return isIn ? i18n.t("from {from} to {to}", { from, to }) : i18n.t("outside of {from} to {to}", { from, to });
    }
  }
}

/** Conditions that say whom a rule means. */
const PERSONAL: ReadonlySet<PolicyCondition["field"]> = new Set(["role", "person", "group", "kyc_status"]);

/** A rule as one sentence. */
export function ruleSentence({ effect, actions, when }: PolicyRule, i18n: I18n, groupName: GroupName): string {
  const names = actionNames(i18n);
  const what = listed(
    i18n,
    actions.map((action) => names[action]),
    effect === "deny" ? "disjunction" : "conjunction",
  );
  const only = when.map((condition) => conditionWords(condition, i18n, groupName)).join("; ");
  if (only === "") {
    if (effect === "allow") return i18n.t("Everybody may {what}.", { what });
    if (effect === "ask") return i18n.t("Everybody may {what}, once somebody has allowed it.", { what });
    return i18n.t("Nobody may {what}.", { what });
  }
  if (!when.some(({ field }) => PERSONAL.has(field))) {
    if (effect === "allow") return i18n.t("Everybody may {what} ({only}).", { what, only });
    if (effect === "ask") return i18n.t("Everybody may {what}, once somebody has allowed it ({only}).", { what, only });
    return i18n.t("Nobody may {what} ({only}).", { what, only });
  }
  if (effect === "allow") return i18n.t("These may {what} ({only}).", { what, only });
  if (effect === "ask") return i18n.t("These may {what}, once somebody has allowed it ({only}).", { what, only });
  return i18n.t("These may not {what} ({only}).", { what, only });
}

/** An answer of the decision function, without the rule that it names. */
export function decisionWords({ effect, because }: Pick<PolicyDecision, "effect" | "because">, i18n: I18n): string {
  switch (because) {
    case "rule":
      if (effect === "allow") return i18n.t("Yes: a rule allows it.");
      return effect === "ask" ? i18n.t("Only once somebody has allowed it: a rule says so.") : i18n.t("No: a rule denies it.");
    case "access":
      return i18n.t("Yes: somebody has allowed it for a while.");
    case "terms":
      return effect === "allow"
        ? i18n.t("Yes: the policy grants it, and no rule speaks against it.")
        : i18n.t("No: the policy does not grant it.");
    case "default":
      return i18n.t("No: no rule allows it.");
    case "retired":
      return i18n.t("No: the policy is not in use any more.");
    case "superseded":
      return i18n.t("No: the policy has a newer version.");
    case "account":
      return i18n.t("No: the account is not active.");
  }
}
