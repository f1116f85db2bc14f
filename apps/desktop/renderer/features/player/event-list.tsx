import { useLingui } from "@lingui/react";
import { Text, UnstyledButton } from "@mantine/core";
import { useStore } from "zustand";
import type { Player } from "./create-player.ts";
import { describeEvent } from "./event-words.ts";
import { describeHole } from "./gap-words.ts";
import type { Mark } from "./opener.protocol.ts";
import classes from "./player.module.css";
import { keepMost } from "./program-events.ts";
import { joinBursts } from "./typing-bursts.ts";
import { formatTimeOfDay } from "./wall-time.ts";

/** Longest list of events that is shown; the time line has all of them. */
const MOST = 200;

interface Row {
  readonly key: string;
  readonly time: number;
  readonly text: string;
  readonly detail: string;
}

/** What happened, typing as bursts, and what is missing; a click goes there. */
export function EventList({ player }: { readonly player: Player }) {
  const { i18n } = useLingui();
  const marks = useStore(player.state, (state) => state.marks);
  const recording = useStore(player.state, (state) => state.recording);
  const opened = useStore(player.state, (state) => state.activity.size);
  const { startMs, holes, spans } = recording;
  const fromMark = (mark: Mark, place: number): Row => ({
    key: `${mark.t}${mark.type}${place}`,
    time: (mark.t - startMs) / 1_000,
    ...describeEvent(mark, i18n),
  });
  const rows = [
    ...joinBursts(keepMost(marks, MOST)).map(fromMark),
    ...holes.map((hole): Row => ({ key: `hole${hole.start}`, time: hole.start, text: describeHole(hole, i18n), detail: "" })),
  ].toSorted((a, b) => a.time - b.time);

  return (
    <div className={classes.events}>
      {rows.length === 0 && opened >= spans.length && <Text c="dimmed">{i18n.t("Nothing happened so far.")}</Text>}
      <ul>
        {rows.map((row) => (
          <li key={row.key}>
            <UnstyledButton className={classes.event} onClick={() => player.seek(row.time)}>
              <time>{formatTimeOfDay(startMs + row.time * 1_000, i18n.locale)}</time>
              <span>{row.text}</span>
              <code>{row.detail}</code>
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {opened < spans.length && (
        <Text c="dimmed" size="xs">
          {i18n.t("Events are inside the encrypted chunks: {opened} of {count} are open so far.", {
            opened,
            count: spans.length,
          })}
        </Text>
      )}
    </div>
  );
}
