import type { I18n } from "@lingui/core";
import { useLingui } from "@lingui/react";
import { Text, UnstyledButton } from "@mantine/core";
import { useStore } from "zustand";
import type { Player } from "./create-player.ts";
import { describeHole } from "./gap-words.ts";
import type { Mark } from "./opener.protocol.ts";
import classes from "./player.module.css";
import { keepMost } from "./program-events.ts";
import { formatTimeOfDay } from "./wall-time.ts";

/** Longest list of events that is shown; the time line has all of them. */
const MOST = 200;

function nameOf(type: string, i18n: I18n): string {
  switch (type) {
    case "client_connected":
      return i18n.t("Somebody connected");
    case "client_disconnected":
      return i18n.t("Somebody left");
    case "password_failed":
      return i18n.t("Wrong password for the desktop");
    case "input":
      return i18n.t("Input was frozen or released");
    case "part_restarted":
      return i18n.t("A part of the desktop was restarted");
    case "application_exited":
      return i18n.t("A program ended");
    case "limit_reached":
      return i18n.t("The programs reached a limit");
    case "events_dropped":
      return i18n.t("Too many events: some were not recorded");
    case "window_opened":
      return i18n.t("A window was opened");
    case "window_titled":
      return i18n.t("A window has another title");
    case "window_closed":
      return i18n.t("A window was closed");
    case "window_focused":
      return i18n.t("Another window has the focus");
    case "program_started":
      return i18n.t("A program started");
    case "program_ended":
      return i18n.t("A program ended");
    case "program_cut":
      return i18n.t("A program tried to get around the recording and was cut off");
    case "program_events_dropped":
      return i18n.t("A program sent too much input of its own: some was not recorded");
    case "clipboard":
      return i18n.t("Clipboard");
    default:
      return type;
  }
}

interface Row {
  readonly key: string;
  readonly time: number;
  readonly text: string;
  readonly detail: string;
}

/** What happened besides keys and clicks, and what is missing; a click goes there. */
export function EventList({ player }: { readonly player: Player }) {
  const { i18n } = useLingui();
  const marks = useStore(player.state, (state) => state.marks);
  const recording = useStore(player.state, (state) => state.recording);
  const opened = useStore(player.state, (state) => state.checked.size);
  const { startMs, holes, spans } = recording;
  const fromMark = (mark: Mark): Row => ({
    key: `${mark.t}${mark.type}${mark.detail}`,
    time: (mark.t - startMs) / 1_000,
    text: nameOf(mark.type, i18n),
    detail: mark.detail,
  });
  const rows = [
    ...keepMost(marks, MOST).map(fromMark),
    ...holes.map((hole): Row => ({ key: `hole${hole.start}`, time: hole.start, text: describeHole(hole, i18n), detail: "" })),
  ].toSorted((a, b) => a.time - b.time);

  return (
    <div className={classes.events}>
      {rows.length === 0 && <Text c="dimmed">{i18n.t("Nothing but input so far.")}</Text>}
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
