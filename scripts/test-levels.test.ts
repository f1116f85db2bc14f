import { expect, it } from "vitest";
import {
  type FileResult,
  failureOf,
  formatFailures,
  formatRuns,
  type Level,
  type LevelRun,
  mergeReports,
  runLevels,
} from "./test-levels.ts";

const unit: Level = { name: "unit", budgetSeconds: 200, redStops: true };
const page: Level = { name: "page", budgetSeconds: 240 };
const simulation: Level = { name: "simulation", budgetSeconds: 120 };

const run = (level: Level, passed: number, failed = 0, exitCode = failed > 0 ? 1 : 0): LevelRun => ({
  level,
  seconds: 12.4,
  exitCode,
  report: { numPassedTests: passed, numFailedTests: failed, testResults: [{ name: `/lucid/${level.name}.test.ts` }] },
});

it("stops after a red unit level, and goes on after another red one", () => {
  const namesOf = (red: Level) =>
    runLevels([unit, page, simulation], (level) => run(level, 3, level === red ? 1 : 0)).map(({ level }) => level.name);
  expect(namesOf(unit)).toEqual(["unit"]);
  expect(namesOf(page)).toEqual(["unit", "page", "simulation"]);
});

/** A run of the files by these names, each with a test that passed and one that did as told. */
function runOf(level: Level, outcomes: Readonly<Record<string, "passed" | "failed">>): LevelRun {
  const files = Object.entries(outcomes).map(([name, status]) => ({
    name,
    status,
    assertionResults: [
      { fullName: "is there", status: "passed" },
      { fullName: "does it", status },
    ],
  }));
  const failed = Object.values(outcomes).filter((outcome) => outcome === "failed").length;
  return {
    ...run(level, 2 * files.length - failed, failed),
    report: { numPassedTests: 2 * files.length - failed, numFailedTests: failed, testResults: files },
  };
}

/** Runs levels whose files fail at first as told, and those of the second list again. */
function runTwice(failing: readonly string[], failingAgain: readonly string[] = []) {
  const asked: (readonly string[] | undefined)[] = [];
  const all = ["one", "two", "three"];
  const runs = runLevels([unit, page], (level, files) => {
    asked.push(files);
    const wrong = files ? failingAgain : failing;
    const names = files ?? all.map((name) => `${level.name}-${name}`);
    return runOf(level, Object.fromEntries(names.map((name) => [name, wrong.includes(name) ? "failed" : "passed"])));
  });
  return { runs, asked: asked.filter((files) => files !== undefined) };
}

it("lets a file that failed run once more by itself, counts what it says then, and tells what failed at first", () => {
  const { runs, asked } = runTwice(["unit-two", "page-one"]);
  expect(asked).toEqual([["unit-two"], ["page-one"]]);
  expect(runs.map(failureOf)).toEqual([undefined, undefined]);
  expect(mergeReports(runs)).toMatchObject({ success: true, numPassedTests: 12, numFailedTests: 0 });
  expect(formatFailures(runs, "/lucid")).toMatch(
    /^unit: FAILED AT FIRST .*unit-two > does it\n.*page: FAILED AT FIRST .*page-one > does it\n/su,
  );
  expect(formatRuns([unit, page], runs)).toMatch(/^unit +25 +200 +6 +0 +1 {2}ok$/mu);
});

it("is red where a file fails again, says less than before, or more of them failed than may run again", () => {
  const twice = runTwice(["page-one"], ["page-one"]);
  expect(twice.runs.map(failureOf)).toEqual([undefined, "failed"]);
  expect(mergeReports(twice.runs)).toMatchObject({ success: false, numPassedTests: 11, numFailedTests: 1 });

  const three = runTwice(["page-one", "page-two", "page-three"]);
  expect(three.asked).toEqual([]);
  expect(three.runs.map(failureOf)).toEqual([undefined, "failed"]);
  const overall = runTwice(["unit-one", "page-one", "page-two"]);
  expect(overall.asked).toEqual([["unit-one"]]);
  expect(overall.runs.map(failureOf)).toEqual([undefined, "failed"]);

  const silent = runLevels([page], (level, files) => runOf(level, files ? {} : { one: "failed" }));
  expect(silent.map(failureOf)).toEqual(["failed"]);
  const outside = runLevels([page], (level) => ({ ...runOf(level, { one: "failed" }), errorsOutside: 1 }));
  expect(outside.map(failureOf)).toEqual(["failed"]);
  expect(outside[0]?.atFirst).toBeUndefined();
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
  expect(merged).toEqual({
    success: false,
    numPassedTests: 7,
    numFailedTests: 0,
    testResults: [{ name: "/lucid/unit.test.ts" }, { name: "/lucid/simulation.test.ts" }],
  });
  expect(mergeReports([run(unit, 3), run(page, 2, 1)])).toMatchObject({ success: false, numFailedTests: 1 });
  expect(mergeReports([run(unit, 3)])).toMatchObject({ success: true });
});

it("names what failed with the beginning of its message, and what went wrong outside of every test", () => {
  const file: FileResult = {
    name: "/lucid/app/list.test.ts",
    status: "failed",
    assertionResults: [
      { fullName: "the list is empty", status: "passed", failureMessages: [] },
      {
        fullName: "the list has a row",
        status: "failed",
        failureMessages: ["\u001b[31mno row\u001b[39m\n  at list.ts:3\n  at node_modules/x.js:1"],
      },
      {
        fullName: "the list is long",
        status: "failed",
        failureMessages: [Array.from({ length: 40 }, (_, line) => `line ${line}`).join("\n")],
      },
    ],
  };
  const broken: FileResult = {
    name: "/lucid/app/broken.test.ts",
    status: "failed",
    message: "cannot be loaded",
    assertionResults: [],
  };
  const failed = run(page, 1, 2);
  const text = formatFailures(
    [{ ...failed, report: { numPassedTests: 1, numFailedTests: 2, testResults: [file, broken] } }],
    "/lucid",
  );
  expect(text.split("\n").filter((line) => !line.startsWith("    "))).toEqual([
    "page: FAILED app/list.test.ts > the list has a row",
    "page: FAILED app/list.test.ts > the list is long",
    "page: FAILED app/broken.test.ts",
    "",
  ]);
  expect(text).toContain("    no row\n      at list.ts:3\n");
  expect(text).toContain("    line 29\n");
  expect(text).not.toContain("line 30");
  expect(text).toContain("    cannot be loaded\n");
  expect(formatFailures([run(unit, 3)], "/lucid")).toBe("");
});

it("prints what each level took beside its budget", () => {
  expect(formatRuns([unit, page, simulation], [run(unit, 640), run(page, 2, 1)])).toBe(
    [
      "level       seconds  budget  passed  failed  again",
      "unit             12     200     640       0      0  ok",
      "page             12     240       2       1      0  failed",
      "simulation        -     120       -       -      -  not run",
      "",
    ].join("\n"),
  );
});
