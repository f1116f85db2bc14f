import type { I18n } from "@lingui/core";
import { FieldIssue, type FieldRule } from "@lucid/contract";
import { z } from "zod";
import { fieldNameOf } from "./field-names.ts";

const Issues = z.object({ issues: z.array(FieldIssue) });

/** What is wrong with a field of a request, in the reader's language. */
export interface WrongField {
  /** As the node names it: `consent.text`. */
  readonly path: string;
  readonly name: string | undefined;
  readonly why: string;
}

/** The fields that the details of a refusal name; none where they name none. */
export const wrongFields = (details: unknown, i18n: I18n): readonly WrongField[] =>
  withoutLimitsOfNumbers(Issues.safeParse(details).data?.issues ?? []).map(({ path, message, rule }) => ({
    path,
    name: fieldNameOf(path, i18n),
    why: rule ? explainRule(path, rule, i18n) : i18n.t("the node says: “{message}”", { message }),
  }));

/** That a number is beyond all numbers says nothing where another bound of the same field is named. */
const withoutLimitsOfNumbers = (issues: readonly FieldIssue[]): readonly FieldIssue[] =>
  issues.filter(
    ({ path, rule }, at) =>
      !(rule && "limit" in rule && Math.abs(rule.limit) === Number.MAX_SAFE_INTEGER) ||
      !issues.some((other, place) => place !== at && other.path === path),
  );

export function explainRule(path: string, rule: FieldRule, i18n: I18n): string {
  switch (rule.code) {
    case "at-least":
      if (rule.limit === 1 && rule.of !== "number") return i18n.t("must not be empty");
      return atLeast(rule, i18n);
    case "at-most":
      return atMost(rule, i18n);
    case "kind":
      return explainKind(rule.expected, i18n);
    case "form":
      return explainForm(path, i18n);
    case "choice":
      return rule.values.length > 1
        ? i18n.t("must be one of these: {values}", { values: rule.values.join(", ") })
        : i18n.t("must be “{value}”", { value: rule.values[0] ?? "" });
    case "unknown-field":
      return i18n.t("the node does not know this: {fields}", { fields: rule.fields.join(", ") });
  }
}

type Bound = Extract<FieldRule, { limit: number }>;

function atLeast({ limit, of }: Bound, i18n: I18n): string {
  switch (of) {
    case "letters":
      return i18n.t("{limit, plural, one {needs at least one letter} other {needs at least # letters}}", { limit });
    case "entries":
      return i18n.t("{limit, plural, one {needs at least one entry} other {needs at least # entries}}", { limit });
    case "number":
      return i18n.t("must be at least {limit, number}", { limit });
  }
}

function atMost({ limit, of }: Bound, i18n: I18n): string {
  switch (of) {
    case "letters":
      return i18n.t("{limit, plural, one {takes one letter at most} other {takes # letters at most}}", { limit });
    case "entries":
      return i18n.t("{limit, plural, one {takes one entry at most} other {takes # entries at most}}", { limit });
    case "number":
      return i18n.t("must be at most {limit, number}", { limit });
  }
}

function explainKind(expected: string, i18n: I18n): string {
  switch (expected) {
    case "string":
      return i18n.t("must be a text");
    case "number":
      return i18n.t("must be a number");
    case "int":
      return i18n.t("must be a whole number");
    case "boolean":
      return i18n.t("must be yes or no");
    case "array":
      return i18n.t("must be a list");
    default:
      return i18n.t("is missing or of another kind");
  }
}

/** How a field is written; what has no case of its own is a text that a person writes. */
function explainForm(path: string, i18n: I18n): string {
  const last = path.split(".").findLast((part) => !/^\d+$/.test(part)) ?? "";
  switch (last) {
    case "username":
      return i18n.t("takes 3 to 50 letters, digits, _ or -");
    case "tron_address":
      return i18n.t("must be a TRON address: T and 33 letters or digits");
    case "recipient":
    case "recipients":
      return i18n.t("must be a key that begins with age1");
    case "session_id":
    case "user_id":
    case "note_id":
    case "challenge_id":
      return i18n.t("must be an id: 32 hex digits in five groups");
    case "hash":
    case "block_id":
    case "transaction_id":
    case "merkle_root":
    case "sender":
      return i18n.t("must be 64 lower-case hex digits");
    case "name":
    case "description":
    case "text":
    case "reason":
      return i18n.t(
        "must not hold control characters, line breaks where one line is meant, or marks that turn the direction of writing",
      );
    default:
      return i18n.t("is not written as it should be");
  }
}
