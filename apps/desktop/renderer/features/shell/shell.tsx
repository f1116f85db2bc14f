import { useLingui } from "@lingui/react";
import { Burger } from "@mantine/core";
import { Outlet, useLocation } from "@tanstack/react-router";
import { useState } from "react";
import { DropAnywhere } from "../verify/index.ts";
import { UnlockDialog } from "../wallet/index.ts";
import { Brand } from "./brand.tsx";
import { CommandPalette } from "./command-palette.tsx";
import { Rail } from "./rail.tsx";
import { RouteAnnouncer } from "./route-announcer.tsx";
import classes from "./shell.module.css";
import { StaleNotice } from "./stale-notice.tsx";

/** What stands around every page behind the login: the rail, the palette, and the dialogs that any page may need. */
export function Shell() {
  const { i18n } = useLingui();
  // Where the rail covers the page it is open for one choice: on the page that it was opened on.
  const path = useLocation({ select: (location) => location.pathname });
  const [railOpenOn, setRailOpenOn] = useState<string>();
  const railOpen = railOpenOn === path;
  // A desktop gets the window: the rail folds, and goes where the window was opened for the desktop alone.
  const isLive = path.endsWith("/live");
  const isAlone = useLocation({ select: ({ search }) => isLive && search.window === "own" });

  return (
    <>
      <a className={classes.skip} href="#content">
        {i18n.t("Skip to the content")}
      </a>
      <header className={classes.bar} data-alone={isAlone || undefined}>
        <Brand />
        <Burger
          size="sm"
          opened={railOpen}
          onClick={() => setRailOpenOn(railOpen ? undefined : path)}
          aria-label={i18n.t("Areas")}
          aria-expanded={railOpen}
        />
      </header>
      <div className={classes.frame} data-live={isLive || undefined} data-alone={isAlone || undefined}>
        <Rail open={railOpen} />
        <main className={classes.main} id="content" tabIndex={-1}>
          <StaleNotice />
          <Outlet />
        </main>
      </div>
      <RouteAnnouncer />
      <CommandPalette />
      <UnlockDialog />
      <DropAnywhere />
    </>
  );
}
