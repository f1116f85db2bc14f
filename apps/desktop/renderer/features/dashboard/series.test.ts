import { expect, it } from "vitest";
import { seriesOf } from "./series.ts";

const FROM = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;
const at = (minutes: number, value: number, metric_name = "height") => ({
  timestamp: new Date(FROM + minutes * MINUTE).toISOString(),
  metric_name,
  value,
  service: "lucid" as const,
});

it("places what was measured from nought up, and says its least, most and last", () => {
  const points = [at(0, 2), at(5, 4), at(10, 3), at(10, 99, "other"), at(61, 50)];
  expect(seriesOf(points, "height", FROM, FROM + 60 * MINUTE)).toEqual({
    stretches: [
      [
        [0, 0.5],
        [5 / 60, 1],
        [10 / 60, 0.75],
      ],
    ],
    least: 2,
    most: 4,
    last: 3,
  });
});

it("draws no line through a time in which nothing was measured", () => {
  const { stretches } = seriesOf([at(0, 1), at(5, 1), at(30, 1)], "height", FROM, FROM + 60 * MINUTE) ?? expect.fail();
  expect(stretches.map((stretch) => stretch.length)).toEqual([2, 1]);
});

it("is nothing where nothing was measured, and flat at nought where all is nought", () => {
  expect(seriesOf([], "height", FROM, FROM + MINUTE)).toBeUndefined();
  expect(seriesOf([at(0, 0)], "height", FROM, FROM + MINUTE)?.stretches).toEqual([[[0, 0]]]);
});

it("keeps peaks where there are more points than can be told apart", () => {
  const days = Array.from({ length: 8_640 }, (_, count) => at(count * 5, count === 4_321 ? 1_000 : 1));
  const series = seriesOf(days, "height", FROM, FROM + 30 * 24 * 60 * MINUTE) ?? expect.fail();
  expect(series.stretches).toHaveLength(1);
  expect(series.stretches[0]?.length).toBeLessThan(500);
  expect(series.stretches[0]?.filter(([, value]) => value === 1)).toHaveLength(1);
});
