import { useLingui } from "@lingui/react";
import type { Session } from "@lucid/contract";
import { Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { Link, useSearch } from "@tanstack/react-router";
import type { ReactNode, RefObject } from "react";
import { Ago, RunningClock, useFreshness } from "../../shared/ui/index.ts";
import classes from "./live.module.css";
import { LiveLight } from "./live-light.tsx";

export interface LiveBarProps {
  readonly session: Session;
  /** Takes the focus from the desktop. */
  readonly bar: RefObject<HTMLElement | null>;
  /** What can be done. */
  readonly children: ReactNode;
}

/** One line above the desktop: which session, whether it records, how long, how much of it is proven, who is there. */
export function LiveBar({ session, bar, children }: LiveBarProps) {
  const { i18n } = useLingui();
  const { window: ofItsOwn } = useSearch({ from: "/inside/sessions/$id/live" });
  const { isFresh } = useFreshness();
  useDocumentTitle(`${session.name} · Lucid`);
  const { proven_until: provenUntil, foreign_anchor: foreign, participants, started_at: startedAt } = session;
  return (
    <header ref={bar} className={classes.bar} tabIndex={-1} aria-label={i18n.t("Controls of the session")}>
      <div className={classes.facts}>
        <span className={classes.name}>
          {ofItsOwn === undefined && (
            <Link to="/sessions" className={classes.crumb}>
              {i18n.t("Sessions")} /
            </Link>
          )}
          <Title order={1} size="h3" className={classes.title} title={session.name}>
            {session.name}
          </Title>
        </span>
        <LiveLight session={session} />
        {startedAt !== null && <RunningClock since={startedAt} />}
        {/* Of what is not heard the light says the age; a bar of ages would say nothing. The details have them all. */}
        {isFresh && (
          <>
            <span>
              {foreign !== null ? (
                i18n.t("not provable: see the details")
              ) : provenUntil === null ? (
                i18n.t("nothing proven yet")
              ) : (
                <Ago at={provenUntil} render={(span) => i18n.t("proven up to {span} ago", { span })} />
              )}
            </span>
            <span>{i18n.t("{count, plural, =0 {nobody connected} other {# connected}}", { count: participants.length })}</span>
          </>
        )}
      </div>
      <div className={classes.controls}>{children}</div>
    </header>
  );
}
