import type { I18n } from "@lingui/core";
import type { StoredPolicy } from "@lucid/contract";
import { wordsOfPolicy } from "../new-session/index.ts";

/** A policy as the page calls it: those of the program in its language. */
export function nameOf({ policy_id, kind, current }: Pick<StoredPolicy, "policy_id" | "kind" | "current">, i18n: I18n): string {
  const { name, description } = current.document;
  return kind === "built_in" ? wordsOfPolicy({ policy_id, name, summary: description }, i18n).title : name;
}
