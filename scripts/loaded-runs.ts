import { parseArgs } from "node:util";
import { failureOf, formatFailures, type Level, type LevelRun, type Report } from "./test-levels.ts";

/** Runs of the tests on a busy machine that are to pass one after the other: what is asked for, and what is said of them. */

export interface Asked {
  readonly runs: number;
  /** After the first run that fails there is none any more. */
  readonly stops: boolean;
  /** What earlier runs came to is forgotten. */
  readonly anew: boolean;
  /** Arguments of vitest. */
  readonly vitest: readonly string[];
}

/** @throws when the number of runs is none. */
export function readAsked(args: readonly string[]): Asked {
  const options = { runs: { type: "string" }, stop: { type: "boolean" }, anew: { type: "boolean" } } as const;
  const { values, tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  const runs = Number(values.runs ?? 1);
  if (!Number.isInteger(runs) || runs < 1) throw new Error("--runs takes a number of runs, as in --runs 5");
  const ours = tokens.flatMap((token) => {
    if (token.kind !== "option" || !(token.name in options)) return [];
    return token.name === "runs" && token.inlineValue === false ? [token.index, token.index + 1] : [token.index];
  });
  const vitest = args.filter((_arg, index) => !ours.includes(index));
  return { runs, stops: values.stop === true, anew: values.anew === true, vitest };
}

/** What is kept of a run that ended; its report lies beside it. */
export interface Ended {
  readonly number: number;
  readonly exitCode: number;
  readonly seconds: number;
  /** What wanted to run at once, in the mean. */
  readonly load: number;
  /** Path of vitest's report. */
  readonly reportFile: string;
}

export type LoadedRun = Ended & { readonly report: Report | undefined };

const levelOf = ({ number }: Ended): Level => ({ name: `run ${number}`, budgetSeconds: 0 });
const asLevelRun = (run: LoadedRun): LevelRun => ({ level: levelOf(run), ...run });

export const isGreen = (run: LoadedRun): boolean => failureOf(asLevelRun(run)) === undefined;

/** Which run is next, or undefined when there is none. */
export function nextRun(done: readonly LoadedRun[], { runs, stops }: Asked): number | undefined {
  if (stops && done.some((run) => !isGreen(run))) return undefined;
  return Array.from({ length: runs }, (_, index) => index + 1).find((number) => done.every((run) => run.number !== number));
}

/** How many of the last runs passed one after the other. */
export const greenInARow = (done: readonly LoadedRun[]): number => {
  const red = done.findLastIndex((run) => !isGreen(run));
  return done.length - 1 - red;
};

/** What failed in a run, what the run came to, and where its report is. */
export function formatRun(run: LoadedRun, root: string): string {
  const { number, seconds, load, reportFile, report } = run;
  const counts = report ? `${report.numPassedTests} passed, ${report.numFailedTests} failed` : "wrote no report";
  const verdict = isGreen(run) ? "passed" : "FAILED";
  const facts = `${counts}; ${(seconds / 60).toFixed(1)} min, ${load.toFixed(1)} at once in the mean; ${reportFile}`;
  return `${formatFailures([asLevelRun(run)], root)}run ${number}: ${verdict} (${facts})\n`;
}
