import type { I18n } from "@lingui/core";
import { ROLES, type SearchHit, type SearchKind } from "@lucid/contract";
import { roleNames } from "../../shared/text/account-words.ts";
import { settingName } from "../configuration/index.ts";

export const groupNames = (i18n: I18n): Readonly<Record<SearchKind, string>> => ({
  sessions: i18n.t("Sessions"),
  people: i18n.t("People"),
  settings: i18n.t("Settings of the node"),
  chain: i18n.t("Chain"),
  audit: i18n.t("Audit log"),
  log: i18n.t("Log of the node"),
});

/** What a hit is called: a setting by its name, as in its room. */
export const titleOf = (kind: SearchKind, { title }: Pick<SearchHit, "title">, i18n: I18n): string =>
  kind === "settings" ? settingName({ key: title, description: title }, i18n) : title;

/** What tells a hit from others, in words where it is a code. */
export function detailOf(kind: SearchKind, { title, detail }: Pick<SearchHit, "title" | "detail">, i18n: I18n): string {
  switch (kind) {
    case "sessions":
      return "";
    case "people": {
      const role = ROLES.find((one) => one === detail);
      return role === undefined ? detail : roleNames(i18n)[role];
    }
    case "settings":
      return detail === "" ? title : `${title} · ${detail}`;
    case "chain":
      return detail === "block" ? i18n.t("block") : i18n.t("transaction");
    case "audit":
    case "log":
      return detail;
  }
}
