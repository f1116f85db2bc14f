import { useLingui } from "@lingui/react";
import { useElementSize } from "@mantine/hooks";
import { type PointerEvent, useId, useMemo, useState } from "react";
import { useStore } from "zustand";
import { formatClock, formatUtc } from "../../shared/format/index.ts";
import { barsOf } from "./activity.ts";
import type { Player } from "./create-player.ts";
import { describeHole } from "./gap-words.ts";
import classes from "./player.module.css";
import { holeAt } from "./recording.ts";
import { formatTimeOfDay } from "./wall-time.ts";

const HEIGHT = 26;
const BAR_PITCH = 8;
const BAR_WIDTH = 5;
/** A chunk that is not open yet: it was recorded, and nothing is known of what happened in it. */
const SEALED_HEIGHT = 3;
/** The smallest width of a hole, so that a short one can be seen in a long recording. */
const LEAST_HOLE = 4;

/** The recording's time: how much happened when, what is missing, what is shown. Click, drag or use the arrow keys. */
export function Timeline({ player }: { readonly player: Player }) {
  const { i18n } = useLingui();
  const { ref, width } = useElementSize();
  const recording = useStore(player.state, (state) => state.recording);
  const activity = useStore(player.state, (state) => state.activity);
  const bad = useStore(player.state, (state) => state.bad);
  const marks = useStore(player.state, (state) => state.marks);
  const time = useStore(player.state, (state) => state.time);
  const [hover, setHover] = useState<number>();
  const hatch = useId();
  const cross = useId();
  const bars = useMemo(
    () => barsOf(recording, activity, Math.max(1, Math.floor(width / BAR_PITCH))),
    [recording, activity, width],
  );

  const { length, startMs, holes, spans } = recording;
  const x = (seconds: number): number => (length > 0 ? (seconds / length) * width : 0);
  const secondsAt = (event: PointerEvent<HTMLElement>): number => {
    const box = event.currentTarget.getBoundingClientRect();
    return Math.max(0, Math.min(1, (event.clientX - box.left) / box.width)) * length;
  };
  const timeOfDay = (seconds: number): string => formatTimeOfDay(startMs + seconds * 1_000, i18n.locale);
  const hoveredHole = hover === undefined ? undefined : holeAt(recording, hover);
  const captioned = holes.toSorted((a, b) => b.end - b.start - (a.end - a.start))[0];

  return (
    // Time runs from the left in every language, as the picture's own clock does.
    <div dir="ltr" className={classes.time}>
      <div
        ref={ref}
        className={classes.timeline}
        role="slider"
        tabIndex={0}
        aria-label={i18n.t("Time in the recording")}
        aria-valuemin={0}
        aria-valuemax={Math.round(length)}
        aria-valuenow={Math.round(Math.min(time, length))}
        aria-valuetext={`${formatClock(time)}, ${timeOfDay(time)}`}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          player.seek(secondsAt(event));
        }}
        onPointerMove={(event) => {
          const at = secondsAt(event);
          setHover(at);
          if (event.buttons === 1) player.seek(at);
        }}
        onPointerLeave={() => setHover(undefined)}
      >
        <svg width={width} height={HEIGHT} aria-hidden="true">
          <defs>
            <pattern id={hatch} width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
              <rect className={classes.hatch} width="4" height="8" />
            </pattern>
            <pattern id={cross} width="6" height="6" patternUnits="userSpaceOnUse">
              <path className={classes.cross} d="M0 0L6 6M6 0L0 6" />
            </pattern>
          </defs>
          {spans.map(
            (span) =>
              !activity.has(span.index) && (
                <rect
                  key={`sealed-${span.index}`}
                  className={classes.sealed}
                  data-sealed={span.index}
                  x={x(span.start)}
                  y={HEIGHT - SEALED_HEIGHT}
                  width={Math.max(1, x(span.end) - x(span.start) - 1)}
                  height={SEALED_HEIGHT}
                />
              ),
          )}
          {spans.map(
            (span) =>
              span.isOpen === true && (
                <rect
                  key={`open-${span.index}`}
                  className={classes.openPart}
                  data-open={span.index}
                  x={x(span.start)}
                  y={HEIGHT - SEALED_HEIGHT}
                  width={Math.max(1, x(span.end) - x(span.start) - 1)}
                  height={SEALED_HEIGHT}
                />
              ),
          )}
          {Array.from(bars, (height, bar) => {
            const tall = Math.max(height > 0 ? 3 : 0, Math.round(height * (HEIGHT - 4)));
            return (
              tall > 0 && (
                <rect
                  key={bar}
                  className={classes.bar}
                  data-bar
                  x={bar * BAR_PITCH + 2}
                  y={HEIGHT - tall}
                  width={BAR_WIDTH}
                  height={tall}
                  rx={1.5}
                />
              )
            );
          })}
          {holes.map((hole) => (
            <rect
              key={`hole-${hole.start}`}
              data-hole={hole.kind}
              x={x(hole.start)}
              width={Math.max(LEAST_HOLE, x(hole.end) - x(hole.start))}
              height={HEIGHT}
              fill={`url(#${hatch})`}
            />
          ))}
          {spans.map(
            (span) =>
              bad.has(span.index) && (
                <rect
                  key={`bad-${span.index}`}
                  data-bad={span.index}
                  x={x(span.start)}
                  width={Math.max(LEAST_HOLE, x(span.end) - x(span.start))}
                  height={HEIGHT}
                  fill={`url(#${cross})`}
                />
              ),
          )}
          {marks.map((mark) => (
            <circle
              key={`${mark.t}-${mark.type}`}
              className={classes.mark}
              cx={Math.max(3, x((mark.t - startMs) / 1_000))}
              cy={3}
              r={2.5}
            />
          ))}
          {hover !== undefined && <rect className={classes.hoverLine} x={x(hover)} width={1} height={HEIGHT} />}
          <rect className={classes.playhead} x={Math.max(0, x(Math.min(time, length)) - 1)} width={2} height={HEIGHT} />
        </svg>
        {hover !== undefined && (
          <span
            className={classes.hoverTime}
            data-testid="hovered"
            style={hover < length / 2 ? { left: x(hover) } : { right: width - x(hover) }}
            title={formatUtc(new Date(startMs + hover * 1_000).toISOString())}
          >
            <time>{timeOfDay(hover)}</time> {hoveredHole && describeHole(hoveredHole, i18n)}
          </span>
        )}
      </div>
      <div className={classes.scale}>
        <span>{formatTimeOfDay(startMs, i18n.locale, length < 3_600)}</span>
        <span className={classes.caption}>
          {hover === undefined &&
            captioned &&
            (captioned.kind === "silent" || captioned.isOpen
              ? describeHole(captioned, i18n)
              : i18n.t("{what} (proven gap)", { what: describeHole(captioned, i18n) }))}
        </span>
        <span>{formatTimeOfDay(startMs + length * 1_000, i18n.locale, length < 3_600)}</span>
      </div>
    </div>
  );
}
