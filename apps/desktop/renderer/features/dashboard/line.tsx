import type { I18n } from "@lingui/core";
import { useLingui } from "@lingui/react";
import classes from "./dashboard.module.css";
import type { Series } from "./series.ts";

export interface LineProps {
  readonly name: string;
  readonly series: Series;
  readonly format: (value: number) => string;
}

const WIDTH = 300;
const HEIGHT = 56;
/** Half a line's width stays within the picture. */
const EDGE = 2;

/** One line over time, from nought to the most that was measured, with its figures in words. */
export function Line({ name, series, format }: LineProps) {
  const { i18n } = useLingui();
  const { stretches, last } = series;
  const place = ([time, value]: readonly [number, number]): string =>
    `${(time * WIDTH).toFixed(1)},${(HEIGHT - EDGE - value * (HEIGHT - 2 * EDGE)).toFixed(1)}`;
  const words = rangeWords(series, format, i18n);
  return (
    <figure className={classes.chart}>
      <figcaption>
        <span>{name}</span> <strong>{format(last)}</strong>
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${name}: ${words ?? format(last)}`}
      >
        <line x1="0" x2={WIDTH} y1={HEIGHT - 1} y2={HEIGHT - 1} className={classes.ground} />
        {stretches.map((stretch) =>
          stretch.length === 1 && stretch[0] ? (
            <path key={place(stretch[0])} d={`M${place(stretch[0])}h1.5`} className={classes.line} />
          ) : (
            <polyline key={stretch[0] && place(stretch[0])} points={stretch.map(place).join(" ")} className={classes.line} />
          ),
        )}
      </svg>
      {words !== undefined && <span className={classes.range}>{words}</span>}
    </figure>
  );
}

/** Between what it went; nothing where the words for its figures do not tell them apart. */
function rangeWords({ least, most }: Series, format: LineProps["format"], i18n: I18n): string | undefined {
  if (format(least) === format(most)) return undefined;
  return i18n.t("between {least} and {most}", { least: format(least), most: format(most) });
}
