import { useLingui } from "@lingui/react";
import { Burger, Group } from "@mantine/core";
import { Outlet, useLocation } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { EmergencyBanner } from "../emergency/index.ts";
import { Bell } from "../notifications/index.ts";
import { StepUpDialog } from "../step-up/index.ts";
import { DropAnywhere } from "../verify/index.ts";
import { UnlockDialog } from "../wallet/index.ts";
import { Brand } from "./brand.tsx";
import { typedAhead } from "./palette/typed-ahead.ts";
import type { PaletteQuestion } from "./palette/use-palette-content.tsx";
import { Rail } from "./rail.tsx";
import { RouteAnnouncer } from "./route-announcer.tsx";
import classes from "./shell.module.css";
import { StaleNotice } from "./stale-notice.tsx";
import { useKeys } from "./use-keys.ts";

// Loaded when it is first asked for.
const CommandPalette = lazy(async () => ({ default: (await import("./palette/command-palette.tsx")).CommandPalette }));

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
  const [question, setQuestion] = useState<PaletteQuestion>();
  const [paletteAsked, setPaletteAsked] = useState(0);
  const askPalette = (): void => {
    typedAhead.begin(performance.now());
    setPaletteAsked((times) => times + 1);
  };
  useKeys({ onPalette: askPalette, onHelp: () => setQuestion({ what: "keys" }) });

  return (
    <>
      <a className={classes.skip} href="#content">
        {i18n.t("Skip to the content")}
      </a>
      <header className={classes.bar} data-alone={isAlone || undefined}>
        <Brand />
        <Group gap={4} wrap="nowrap">
          <Bell />
          <Burger
            size="sm"
            opened={railOpen}
            onClick={() => setRailOpenOn(railOpen ? undefined : path)}
            aria-label={i18n.t("Areas")}
            aria-expanded={railOpen}
          />
        </Group>
      </header>
      <div className={classes.frame} data-live={isLive || undefined} data-alone={isAlone || undefined}>
        <Rail open={railOpen} onFind={askPalette} />
        <main className={classes.main} id="content" tabIndex={-1}>
          <StaleNotice />
          <EmergencyBanner />
          <Outlet />
        </main>
      </div>
      <RouteAnnouncer />
      <Suspense>
        {(paletteAsked > 0 || question) && <CommandPalette asked={paletteAsked} question={question} onAsk={setQuestion} />}
      </Suspense>
      <UnlockDialog />
      <StepUpDialog />
      <DropAnywhere />
    </>
  );
}
