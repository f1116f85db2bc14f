import type { I18n } from "@lingui/core";
import type { SessionState } from "@lucid/contract";

export type ListFilter = SessionState | "live";

/** What the list can be narrowed to, in the words of the badges. */
export const filterNames = (i18n: I18n): Record<ListFilter, string> => ({
  live: i18n.t("live"),
  recording: i18n.t("recording"),
  paused: i18n.t("paused"),
  processing: i18n.t("sealing"),
  stored: i18n.t("sealed"),
  anchored: i18n.t("anchored"),
  completed: i18n.t("final"),
  interrupted: i18n.t("interrupted"),
  failed: i18n.t("failed"),
  created: i18n.t("not started"),
  cancelled: i18n.t("given up"),
  deleted: i18n.t("deleted"),
});

const FILTERS: readonly string[] = Object.keys(filterNames({ t: (text: string) => text } as I18n));
export const isFilter = (text: string): text is ListFilter => FILTERS.includes(text);

/** By what the list can be sorted. */
export const sortNames = (i18n: I18n): Readonly<Record<string, string>> => ({
  "created_at desc": i18n.t("Newest first"),
  "created_at asc": i18n.t("Oldest first"),
  "updated_at desc": i18n.t("Last changed first"),
  "name asc": i18n.t("By name"),
  "size desc": i18n.t("Largest first"),
});
