import { useLingui } from "@lingui/react";
import { IconBell } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useApi } from "../../shared/api/api.ts";
import classes from "./notifications.module.css";

/** How many notifications are not read; the stream of events keeps it current. */
export const useUnread = (): number => useQuery(useApi().queries.notifications.unread.queryOptions()).data?.unread ?? 0;

/** The way to the notifications where there is room for a picture only. */
export function Bell() {
  const { i18n } = useLingui();
  const unread = useUnread();
  return (
    <Link to="/notifications" className={classes.bell} aria-label={unreadWords(unread, i18n)}>
      <IconBell size={20} aria-hidden />
      {unread > 0 && (
        <span className={classes.dot} aria-hidden>
          {unread > 99 ? "99+" : unread}
        </span>
      )}
    </Link>
  );
}

const unreadWords = (unread: number, i18n: ReturnType<typeof useLingui>["i18n"]): string =>
  unread === 0 ? i18n.t("Notifications") : i18n.t("Notifications, {unread} not read", { unread });
