import { expect, it } from "vitest";
import { formatRun, greenInARow, type LoadedRun, nextRun, readAsked } from "./loaded-runs.ts";

const run = (number: number, failed = 0): LoadedRun => ({
  number,
  exitCode: failed > 0 ? 1 : 0,
  seconds: 90,
  load: 8.04,
  reportFile: `build/test-loaded/${number}.json`,
  report: {
    numPassedTests: 3,
    numFailedTests: failed,
    testResults: [
      {
        name: "/lucid/list.test.ts",
        assertionResults: failed > 0 ? [{ fullName: "has a row", status: "failed", failureMessages: ["no row"] }] : [],
      },
    ],
  },
});

it("takes its own options out of those of vitest", () => {
  expect(readAsked(["--project", "page", "--runs", "5", "--stop", "-t", "list"])).toEqual({
    runs: 5,
    stops: true,
    anew: false,
    vitest: ["--project", "page", "-t", "list"],
  });
  expect(readAsked(["--anew", "--runs=2", "states"])).toEqual({ runs: 2, stops: false, anew: true, vitest: ["states"] });
  expect(readAsked([])).toEqual({ runs: 1, stops: false, anew: false, vitest: [] });
  for (const wrong of ["0", "many", "1.5"]) expect(() => readAsked(["--runs", wrong])).toThrow("--runs 5");
});

it("goes on with the first run that did not end, also after a red one unless it is to stop there", () => {
  const asked = readAsked(["--runs", "3"]);
  expect(nextRun([], asked)).toBe(1);
  expect(nextRun([run(1), run(3)], asked)).toBe(2);
  expect(nextRun([run(1, 1)], asked)).toBe(2);
  expect(nextRun([run(1, 1)], { ...asked, stops: true })).toBeUndefined();
  expect(nextRun([run(1), run(2), run(3)], asked)).toBeUndefined();
});

it("counts how many passed in a row up to the last, and one without a report passed nothing", () => {
  expect(greenInARow([])).toBe(0);
  expect(greenInARow([run(1), run(2)])).toBe(2);
  expect(greenInARow([run(1), run(2, 1), run(3)])).toBe(1);
  expect(greenInARow([run(1), { ...run(2), report: undefined }])).toBe(0);
});

it("says of a run what failed in it and where its report is", () => {
  expect(formatRun(run(2), "/lucid")).toBe(
    "run 2: passed (3 passed, 0 failed; 1.5 min, 8.0 at once in the mean; build/test-loaded/2.json)\n",
  );
  expect(formatRun(run(1, 1), "/lucid")).toBe(
    [
      "run 1: FAILED list.test.ts > has a row",
      "    no row",
      "run 1: FAILED (3 passed, 1 failed; 1.5 min, 8.0 at once in the mean; build/test-loaded/1.json)\n",
    ].join("\n"),
  );
  expect(formatRun({ ...run(1), report: undefined }, "/lucid")).toContain("run 1: FAILED (wrote no report;");
});
