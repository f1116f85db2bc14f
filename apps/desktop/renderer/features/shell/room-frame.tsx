import { useLingui } from "@lingui/react";
import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { AgedArea } from "../../shared/ui/index.ts";
import { roomsBeside } from "./areas.ts";
import classes from "./shell.module.css";
import { useViewer } from "./use-viewer.ts";

/** A room of the organisation, as it was while the node is not heard; above it the way to those beside it, which the rail has no line for. */
export function RoomFrame() {
  const { i18n } = useLingui();
  const viewer = useViewer();
  const path = useLocation({ select: (location) => location.pathname });
  const rooms = roomsBeside(viewer, path, i18n);
  return (
    <>
      {rooms.length > 0 && (
        <nav className={classes.rooms} aria-label={i18n.t("Rooms beside this one")}>
          {rooms.map(({ to, label }) => (
            <Link key={to} to={to} className={classes.room} activeOptions={{ includeSearch: false }}>
              {label}
            </Link>
          ))}
        </nav>
      )}
      <AgedArea>
        <Outlet />
      </AgedArea>
    </>
  );
}
