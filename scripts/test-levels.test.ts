import { expect, it } from "vitest";
import { failureOf, formatRuns, type Level, type LevelRun, mergeReports, runLevels } from "./test-levels.ts";

const unit: Level = { name: "unit", budgetSeconds: 200, redStops: true };
const page: Level = { name: "page", budgetSeconds: 240 };
const simulation: Level = { name: "simulation", budgetSeconds: 120 };

const run = (level: Level, passed: number, failed = 0, exitCode = failed > 0 ? 1 : 0): LevelRun => ({
  level,
  seconds: 12.4,
  exitCode,
  report: { numPassedTests: passed, numFailedTests: failed, testResults: [level.name] },
});

it("stops after a red unit level, and goes on after another red one", () => {
  const namesOf = (red: Level) =>
    runLevels([unit, page, simulation], (level) => run(level, 3, level === red ? 1 : 0)).map(({ level }) => level.name);
  expect(namesOf(unit)).toEqual(["unit"]);
  expect(namesOf(page)).toEqual(["unit", "page", "simulation"]);
});

it("takes a level for red that failed a test, failed outside of one, wrote no report or ran nothing", () => {
  expect(failureOf(run(page, 3))).toBeUndefined();
  expect(failureOf(run(page, 3, 1))).toBe("failed");
  expect(failureOf(run(page, 3, 0, 1))).toBe("failed");
  expect(failureOf({ ...run(page, 3), report: undefined })).toBe("no report");
  expect(failureOf(run(page, 0))).toBe("ran no test");
});

it("adds the reports up, and passes only when every level does", () => {
  const merged = mergeReports([run(unit, 3), { ...run(page, 2, 1), report: undefined }, run(simulation, 4)]);
  expect(merged).toEqual({ success: false, numPassedTests: 7, numFailedTests: 0, testResults: ["unit", "simulation"] });
  expect(mergeReports([run(unit, 3), run(page, 2, 1)])).toMatchObject({ success: false, numFailedTests: 1 });
  expect(mergeReports([run(unit, 3)])).toMatchObject({ success: true });
});

it("prints what each level took beside its budget", () => {
  expect(formatRuns([unit, page, simulation], [run(unit, 640), run(page, 2, 1)])).toBe(
    [
      "level       seconds  budget  passed  failed",
      "unit             12     200     640       0  ok",
      "page             12     240       2       1  failed",
      "simulation        -     120       -       -  not run",
      "",
    ].join("\n"),
  );
});
