import { useLingui } from "@lingui/react";
import { Burger } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Outlet, useLocation } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useApi } from "../../api.ts";
import { followEvents } from "../../shared/api/follow-events.ts";
import { DropAnywhere } from "../verify/drop-anywhere.tsx";
import { UnlockDialog } from "../wallet/index.ts";
import { Brand } from "./brand.tsx";
import { CommandPalette } from "./command-palette.tsx";
import { Rail } from "./rail.tsx";
import { RouteAnnouncer } from "./route-announcer.tsx";
import classes from "./shell.module.css";
import { StaleNotice } from "./stale-notice.tsx";

/** What stands around every page behind the login: the rail, the palette, the stream that keeps all of it current. */
export function Shell() {
  const { i18n } = useLingui();
  const api = useApi();
  const cache = useQueryClient();
  // Where the rail covers the page it is open for one choice: on the page that it was opened on.
  const path = useLocation({ select: (location) => location.pathname });
  const [railOpenOn, setRailOpenOn] = useState<string>();
  const railOpen = railOpenOn === path;

  useEffect(() => {
    const ending = new AbortController();
    void followEvents(api, cache, ending.signal);
    return () => ending.abort();
  }, [api, cache]);

  return (
    <>
      <a className={classes.skip} href="#content">
        {i18n.t("Skip to the content")}
      </a>
      <header className={classes.bar}>
        <Brand />
        <Burger
          size="sm"
          opened={railOpen}
          onClick={() => setRailOpenOn(railOpen ? undefined : path)}
          aria-label={i18n.t("Areas")}
          aria-expanded={railOpen}
        />
      </header>
      <div className={classes.frame}>
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
