import type { I18n } from "@lingui/core";
import type { SearchHit, SearchKind } from "@lucid/contract";

export const groupNames = (i18n: I18n): Readonly<Record<SearchKind, string>> => ({
  sessions: i18n.t("Sessions"),
  people: i18n.t("People"),
  settings: i18n.t("Settings of the node"),
  chain: i18n.t("Chain"),
  audit: i18n.t("Audit log"),
  log: i18n.t("Log of the node"),
});

/** What tells a hit from others, in words where it is a code. */
export function detailOf(kind: SearchKind, { detail }: Pick<SearchHit, "detail">, i18n: I18n): string {
  if (kind === "sessions") return "";
  if (kind !== "chain") return detail;
  return detail === "block" ? i18n.t("block") : i18n.t("transaction");
}
