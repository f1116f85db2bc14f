import { useLingui } from "@lingui/react";
import { Title } from "@mantine/core";
import { Card, Mark } from "../../shared/ui/index.ts";
import { describeHole, explainHole, formatTimeOfDay, type Recording } from "../player/index.ts";
import classes from "./session.module.css";

/** The gaps that are explained one by one; more are counted. */
const MOST = 12;

/** What is missing in the recording, and why. */
export function GapNotes({
  recording,
  onGo,
}: {
  readonly recording: Recording;
  readonly onGo?: ((time: number) => void) | undefined;
}) {
  const { i18n } = useLingui();
  const { holes, startMs } = recording;
  if (holes.length === 0) return null;
  return (
    <Card>
      <Title order={2}>{i18n.t("What is missing")}</Title>
      <ul className={classes.gaps}>
        {holes.slice(0, MOST).map((hole) => (
          <li key={hole.start}>
            <Mark tone="warning" />
            <button type="button" disabled={!onGo} onClick={() => onGo?.(hole.start)} className={classes.gapTime}>
              {formatTimeOfDay(startMs + hole.start * 1_000, i18n.locale)}
            </button>
            <span>
              <strong>{describeHole(hole, i18n)}</strong>
              <br />
              <span className={classes.dim}>{explainHole(hole.kind, i18n)}</span>
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
