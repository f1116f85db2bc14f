import { useLingui } from "@lingui/react";
import { Link } from "@tanstack/react-router";
import { useToday } from "../../shared/ui/index.ts";
import type { ListAddress } from "./list-address.ts";
import { filterNames } from "./list-words.ts";
import type { SessionGroupShown } from "./session-table.tsx";
import classes from "./sessions.module.css";
import type { useSessionGroups } from "./use-sessions.ts";

type Found = Pick<ReturnType<typeof useSessionGroups>, "live" | "drafts" | "rest">;

/** What is listed, under its headings: live, then what was recorded by day, then drafts. Empty groups are not there. */
export function useShownGroups(address: ListAddress, { live, drafts, rest }: Found): readonly SessionGroupShown[] {
  const { i18n } = useLingui();
  const listed = rest?.sessions ?? [];
  const today = useToday();
  const isToday = ({ created_at }: { readonly created_at: string }): boolean => Date.parse(created_at) >= today;
  const byDay = [
    { key: "today", title: i18n.t("Today"), sessions: listed.filter(isToday) },
    { key: "earlier", title: i18n.t("Earlier"), sessions: listed.filter((session) => !isToday(session)) },
  ];
  const records: readonly SessionGroupShown[] =
    address.state !== undefined && address.state !== "live"
      ? [{ key: address.state, title: filterNames(i18n)[address.state], sessions: listed }]
      : address.sort !== undefined
        ? [{ key: "records", title: i18n.t("Recordings"), sessions: listed }]
        : address.order === "asc"
          ? byDay.toReversed()
          : byDay;
  const draftCount = drafts?.pagination.total ?? 0;
  const shownDrafts = drafts?.sessions ?? [];
  return [
    { key: "live", title: i18n.t("Live"), sessions: live?.sessions ?? [] },
    ...records,
    {
      key: "drafts",
      title: i18n.t("Drafts"),
      sessions: shownDrafts,
      ...(draftCount > shownDrafts.length
        ? {
            more: (
              <Link to="/sessions" search={{ state: "created" }} className={classes.more}>
                {i18n.t("all {count}", { count: draftCount })}
              </Link>
            ),
          }
        : {}),
    },
  ].filter(({ sessions }) => sessions.length > 0);
}
