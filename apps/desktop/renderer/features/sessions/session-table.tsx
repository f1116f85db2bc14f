import { useLingui } from "@lingui/react";
import { isOpen, type Session, type SessionId } from "@lucid/contract";
import { Checkbox, Table, VisuallyHidden } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type KeyboardEvent, type ReactNode, Suspense, useId, useState } from "react";
import { useStore } from "zustand";
import { useApi } from "../../shared/api/api.ts";
import { formatCount } from "../../shared/format/index.ts";
import { Clock, RecordTable, RunningClock, StateBadge } from "../../shared/ui/index.ts";
import type { Selection } from "../../shared/ui/several/index.ts";
import { QuickLook } from "../recording/index.ts";
import { AnchoredCell } from "./anchored-cell.tsx";
import { DraftActions } from "./draft-actions.tsx";
import { canPlay, PlayHere } from "./play-here.tsx";
import { RowMenu } from "./row-menu.tsx";
import classes from "./sessions.module.css";
import { WhenCell } from "./when-cell.tsx";
import { WhoseCell } from "./whose-cell.tsx";

export interface SessionGroupShown {
  readonly key: string;
  readonly title: string;
  readonly sessions: readonly Session[];
  /** Below the group: where the rest of it is. */
  readonly more?: ReactNode;
}

export interface RowActions {
  readonly onStart: (draft: Session) => void;
  /** The draft that is being started. */
  readonly starting: SessionId | undefined;
  readonly onStop: (session: Session) => void;
  readonly onCancel: (session: Session) => void;
  readonly onDelete: (session: Session) => void;
  readonly onChange: (session: Session) => void;
}

export interface SessionTableProps extends RowActions {
  readonly groups: readonly SessionGroupShown[];
  readonly selection: Selection<Session>;
}

/** Sessions in groups, each under a heading of its own. */
export function SessionTable({ groups, selection, ...actions }: SessionTableProps) {
  const { i18n } = useLingui();
  const me = useStore(useApi().login.state, (state) => state.account?.user_id);
  const hasOthers = groups.some(({ sessions }) => sessions.some((session) => session.user_id !== me));
  const [looking, setLooking] = useState<SessionId>();
  const [names] = useState(() => new Map<SessionId, HTMLAnchorElement>());

  /** To the next row, or the one before; where a recording is played in place, to the next that can be played. */
  function step(from: SessionId, by: -1 | 1): void {
    const all = groups.flatMap(({ sessions }) => sessions);
    const way = by === 1 ? all : all.toReversed();
    const after = way.slice(way.findIndex(({ session_id }) => session_id === from) + 1);
    const next = looking === undefined ? after[0] : after.find(canPlay);
    if (!next) return;
    if (looking !== undefined) setLooking(next.session_id);
    names.get(next.session_id)?.focus();
  }

  const headings = [
    i18n.t("Name"),
    i18n.t("State"),
    i18n.t("When"),
    ...(hasOthers ? [i18n.t("Whose")] : []),
    i18n.t("Length"),
    i18n.t("Record"),
    i18n.t("Anchored"),
    <VisuallyHidden key="actions">{i18n.t("Actions")}</VisuallyHidden>,
  ];
  return (
    <RecordTable label={i18n.t("Sessions")} headings={headings}>
      {groups.map(({ key, title, sessions, more }) => [
        <Table.Tr key={key} className={classes.group}>
          <Table.Th scope="colgroup" colSpan={headings.length}>
            {title} {more}
          </Table.Th>
        </Table.Tr>,
        ...sessions.map((session) => (
          <Row
            key={session.session_id}
            session={session}
            hasWhose={hasOthers}
            columns={headings.length}
            selection={selection}
            isLookedAt={looking === session.session_id}
            onLook={(on) => setLooking(on ? session.session_id : undefined)}
            names={names}
            onStep={(by) => step(session.session_id, by)}
            {...actions}
          />
        )),
      ])}
    </RecordTable>
  );
}

interface RowProps extends RowActions {
  readonly session: Session;
  readonly hasWhose: boolean;
  /** Of the whole table. */
  readonly columns: number;
  readonly selection: Selection<Session>;
  /** Whether the recording is played below the row. */
  readonly isLookedAt: boolean;
  readonly onLook: (on: boolean) => void;
  /** What of each row takes the focus: each row enters its own. */
  readonly names: Map<SessionId, HTMLAnchorElement>;
  readonly onStep: (by: -1 | 1) => void;
}

/** The space bar is the row's own, but on what it presses or ticks. */
const isTaken = (target: EventTarget): boolean => target instanceof HTMLElement && target.closest("input, button") !== null;

/** The arrows belong to what is open over a row, and to the list of events, which they scroll. */
const takesArrows = (target: EventTarget): boolean =>
  target instanceof HTMLElement && target.closest("[role=menu], [role=dialog], [aria-haspopup][aria-expanded=true], li") !== null;

function Row({ session, hasWhose, columns, selection, isLookedAt, onLook, names, onStep, ...actions }: RowProps) {
  const { i18n } = useLingui();
  const tick = useId();
  const isDraft = session.state === "created";
  const isPlayed = isLookedAt && canPlay(session);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== " ") return onArrow(event);
    if (isTaken(event.target) || !canPlay(session)) return;
    event.preventDefault();
    onLook(!isLookedAt);
  }

  function onArrow(event: KeyboardEvent): void {
    if ((event.key !== "ArrowUp" && event.key !== "ArrowDown") || event.defaultPrevented || takesArrows(event.target)) return;
    event.preventDefault();
    onStep(event.key === "ArrowUp" ? -1 : 1);
  }

  return (
    <>
      <Table.Tr data-selected={selection.has(session) || undefined} onKeyDown={onKeyDown}>
        <Table.Td>
          <div className={classes.first}>
            <label className={classes.tick} htmlFor={tick}>
              <Checkbox
                id={tick}
                size="xs"
                aria-label={i18n.t("Select {name}", { name: session.name })}
                checked={selection.has(session)}
                onChange={() => selection.toggle(session)}
                disabled={session.state === "deleted"}
              />
            </label>
            <PlayHere session={session} isOpen={isPlayed} onOpen={onLook} />
            <Link
              ref={(link: HTMLAnchorElement) => {
                names.set(session.session_id, link);
                return () => void names.delete(session.session_id);
              }}
              to={isOpen(session) || isDraft ? "/sessions/$id/live" : "/sessions/$id"}
              params={{ id: session.session_id }}
              className={classes.name}
              title={session.name}
            >
              {session.name}
            </Link>
          </div>
        </Table.Td>
        <Table.Td>
          <StateBadge session={session} />
        </Table.Td>
        <Table.Td className={classes.quiet}>
          <WhenCell session={session} />
        </Table.Td>
        {hasWhose && (
          <Table.Td className={classes.quiet}>
            <WhoseCell userId={session.user_id} />
          </Table.Td>
        )}
        {isDraft ? (
          <Table.Td colSpan={4} className={classes.actions}>
            <DraftActions draft={session} {...actions} />
          </Table.Td>
        ) : (
          <Recorded session={session} {...actions} />
        )}
      </Table.Tr>
      {isPlayed && (
        <Table.Tr className={classes.look} onKeyDown={onArrow}>
          <Table.Td colSpan={columns}>
            <Suspense>
              <QuickLook
                session={session}
                onClose={() => {
                  onLook(false);
                  names.get(session.session_id)?.focus();
                }}
              />
            </Suspense>
          </Table.Td>
        </Table.Tr>
      )}
    </>
  );
}

function Recorded({ session, ...actions }: RowActions & { readonly session: Session }) {
  const { i18n } = useLingui();
  return (
    <>
      <Table.Td>
        {session.started_at === null ? (
          <span className={classes.quiet}>–</span>
        ) : isOpen(session) ? (
          <RunningClock since={session.started_at} />
        ) : (
          <Clock seconds={session.duration} />
        )}
      </Table.Td>
      <Table.Td className={classes.quiet}>
        {session.chunk_count > 0 &&
          i18n.t("{count, plural, one {# chunk} other {{shown} chunks}}", {
            count: session.chunk_count,
            shown: formatCount(session.chunk_count),
          })}
      </Table.Td>
      <Table.Td className={classes.quiet}>
        <AnchoredCell session={session} />
      </Table.Td>
      <Table.Td className={classes.actions}>
        <RowMenu
          session={session}
          onStop={() => actions.onStop(session)}
          onChange={() => actions.onChange(session)}
          onDelete={() => actions.onDelete(session)}
        />
      </Table.Td>
    </>
  );
}
