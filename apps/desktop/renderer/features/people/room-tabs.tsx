import { useLingui } from "@lingui/react";
import { Link, useLocation } from "@tanstack/react-router";
import classes from "./people.module.css";

/** The two lists of the room. */
export function RoomTabs() {
  const { i18n } = useLingui();
  // A person beside the list is within it; the other list only has an address below it.
  const isOther = useLocation({ select: ({ pathname }) => pathname.startsWith("/admin/people/groups") });
  return (
    <nav className={classes.tabs} aria-label={i18n.t("Lists of this room")}>
      <Link to="/admin/people" activeOptions={{ exact: isOther, includeSearch: false }}>
        {i18n.t("People")}
      </Link>
      <Link to="/admin/people/groups" activeOptions={{ includeSearch: false }}>
        {i18n.t("Groups")}
      </Link>
    </nav>
  );
}
