import type { I18n } from "@lingui/core";
import { useLingui } from "@lingui/react";
import type { Session } from "@lucid/contract";
import { Title } from "@mantine/core";
import { Card, Mark, Term } from "../../shared/ui/index.ts";
import { describeHole, explainHole, formatTimeOfDay, type Recording } from "../player/index.ts";
import classes from "./session.module.css";

/** The gaps that are explained one by one; more are counted. */
const MOST = 12;

export interface GapNotesProps {
  readonly recording: Recording;
  readonly end: Session["end"];
  readonly onGo?: ((time: number) => void) | undefined;
}

interface Note {
  readonly time: number;
  readonly what: string;
  readonly why: string;
}

/** What is missing in the recording, and why. */
export function GapNotes({ recording, end, onGo }: GapNotesProps) {
  const { i18n } = useLingui();
  const { holes, startMs } = recording;
  const cut = cutOff(end, i18n);
  if (recording.spans.length === 0 || (holes.length === 0 && cut === undefined)) return null;
  const notes = holes
    .slice(0, MOST)
    .map((hole): Note => ({ time: hole.start, what: describeHole(hole, i18n), why: explainHole(hole, i18n) }));
  if (cut !== undefined) {
    const why = i18n.t("What was not stored by then is lost, mostly less than ten seconds. Everything before it is complete.");
    notes.push({ time: recording.length, what: cut, why });
  }
  return (
    <Card>
      <Title order={2}>
        <Term name="gap">{i18n.t("What is missing")}</Term>
      </Title>
      <ul className={classes.gaps}>
        {notes.map((note) => (
          <li key={note.time}>
            <Mark tone="warning" />
            <button type="button" disabled={!onGo} onClick={() => onGo?.(note.time)} className={classes.gapTime}>
              {formatTimeOfDay(startMs + note.time * 1_000, i18n.locale)}
            </button>
            <span>
              <strong>{note.what}</strong>
              <br />
              <span className={classes.dim}>{note.why}</span>
            </span>
          </li>
        ))}
      </ul>
      {holes.length > MOST && (
        <p className={classes.dim}>{i18n.t("and {count} more, on the time line", { count: holes.length - MOST })}</p>
      )}
    </Card>
  );
}

/** Why the recording has no proper end; undefined when it has one. */
function cutOff(end: Session["end"], i18n: I18n): string | undefined {
  switch (end) {
    case "interrupted":
      return i18n.t("the end is cut off: the node stopped");
    case "recorder_lost":
      return i18n.t("the end is cut off: the recorder failed");
    case "desktop_lost":
      return i18n.t("the end is cut off: the desktop went away");
    case "stopped":
    case "limit":
    case null:
      return undefined;
  }
}
