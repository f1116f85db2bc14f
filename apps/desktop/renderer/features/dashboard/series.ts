import type { MetricPoint } from "@lucid/contract";
import type { z } from "zod";

type Point = z.infer<typeof MetricPoint>;

/** One line of a chart: places between 0 and 1 in time and value; stretches in which nothing was measured part it. */
export interface Series {
  readonly stretches: readonly (readonly (readonly [time: number, value: number])[])[];
  readonly least: number;
  readonly most: number;
  readonly last: number;
}

/** The node measures every five minutes: what is further apart was not measured between. */
const GAP_MS = 11 * 60_000;
/** Points of a line: as many as can be told apart. Of those that fall together the least and the most stay. */
const BUCKETS = 240;

/** What was measured of one thing between two times, from nought up; undefined where nothing was. */
export function seriesOf(points: readonly Point[], name: string, fromMs: number, toMs: number): Series | undefined {
  const own = points
    .filter(({ metric_name }) => metric_name === name)
    .map(({ timestamp, value }) => ({ at: Date.parse(timestamp), value }))
    .filter(({ at }) => at >= fromMs && at <= toMs);
  const last = own.at(-1);
  if (!last) return undefined;
  const values = own.map(({ value }) => value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const span = toMs - fromMs;
  const gapMs = Math.max(GAP_MS, (2 * span) / BUCKETS);
  const stretches: [number, number][][] = [];
  let before = Number.NEGATIVE_INFINITY;
  for (const { at, value } of thinned(own, fromMs, span)) {
    if (at - before > gapMs) stretches.push([]);
    stretches.at(-1)?.push([(at - fromMs) / span, most === 0 ? 0 : value / most]);
    before = at;
  }
  return { stretches, least, most, last: last.value };
}

interface Sample {
  readonly at: number;
  readonly value: number;
}

function thinned(samples: readonly Sample[], fromMs: number, span: number): readonly Sample[] {
  if (samples.length <= 2 * BUCKETS) return samples;
  const buckets = Map.groupBy(samples, ({ at }) => Math.floor(((at - fromMs) / span) * BUCKETS));
  return [...buckets.values()].flatMap((bucket) => {
    const ordered = bucket.toSorted((one, other) => one.value - other.value);
    const ends = [ordered[0], ordered.at(-1)].filter((one) => one !== undefined);
    return [...new Set(ends)].toSorted((one, other) => one.at - other.at);
  });
}
