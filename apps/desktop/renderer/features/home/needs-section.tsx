import type { Session } from "@lucid/contract";
import { Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useId } from "react";
import { Card } from "../../shared/ui/index.ts";
import type { ListAddress } from "../sessions/index.ts";
import classes from "./home.module.css";

export interface NeedsSectionProps {
  readonly title: string;
  readonly explanation?: string;
  readonly sessions: readonly Session[];
  /** Where the rest of them is listed. */
  readonly more: { readonly to: ListAddress; readonly label: string } | undefined;
  readonly linkTo: "live" | "record";
  /** What it is about, at the right of a session's name. */
  readonly render: (session: Session) => ReactNode;
}

/** Sessions that need the person for one reason. Not there when there are none. */
export function NeedsSection({ title, explanation, sessions, more, linkTo, render }: NeedsSectionProps) {
  const heading = useId();
  if (sessions.length === 0) return null;
  return (
    <Card mb="sm" maw={760} aria-labelledby={heading}>
      <Title order={2} id={heading}>
        {title}
      </Title>
      {explanation !== undefined && <Text c="dimmed">{explanation}</Text>}
      <ul className={classes.list}>
        {sessions.map((session) => (
          <li key={session.session_id}>
            <Link
              to={linkTo === "live" ? "/sessions/$id/live" : "/sessions/$id"}
              params={{ id: session.session_id }}
              className={classes.name}
              title={session.name}
            >
              {session.name}
            </Link>
            <span className={classes.why}>{render(session)}</span>
          </li>
        ))}
      </ul>
      {more && (
        <Link to="/sessions" search={more.to} className={classes.more}>
          {more.label}
        </Link>
      )}
    </Card>
  );
}
