import type { I18n } from "@lingui/core";
import type { PolicyDocument, StoredPolicy } from "@lucid/contract";
import { wordsOfPolicy } from "../new-session/index.ts";

type Named = Pick<StoredPolicy, "policy_id" | "kind">;

/** What a version says, with name and description in the language of the page where it comes with the program. */
export function documentOf({ policy_id, kind }: Named, document: PolicyDocument, i18n: I18n): PolicyDocument {
  if (kind !== "built_in") return document;
  const { title, note } = wordsOfPolicy({ policy_id, name: document.name, summary: document.description }, i18n);
  return { ...document, name: title, description: note };
}

/** A policy as the page calls it. */
export const nameOf = (policy: Named & Pick<StoredPolicy, "current">, i18n: I18n): string =>
  documentOf(policy, policy.current.document, i18n).name;
