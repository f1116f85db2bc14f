import { availableParallelism, loadavg } from "node:os";
import type { BenchReport, Mark } from "../../bench/report.ts";
import type { ReportPart } from "./report-page.ts";
import { lastWords, runProgram } from "./run-program.ts";

/** Benchmarks that need nothing but the tree, in minutes. The others are run by name. */
export const QUICK = ["policies", "people", "audit", "list", "admin"] as const;

const number = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3));
const limit = ({ atLeast, atMost, unit }: Mark): string =>
  [atLeast === undefined ? "" : `at least ${atLeast} ${unit}`, atMost === undefined ? "" : `at most ${atMost} ${unit}`]
    .filter(Boolean)
    .join(", ");

/** Each benchmark's own marks, from a run of now. */
export async function reportPerformance(names: readonly string[]): Promise<readonly ReportPart[]> {
  const parts: ReportPart[] = [];
  for (const name of names) {
    const ran = await runProgram(process.execPath, ["bench/run.ts", name, "--json"]);
    const how = `\`npm run bench -- ${name}\`.`;
    if (ran.stdout === "") {
      parts.push({ title: name, how, rows: [{ what: "the benchmark", must: "runs", was: lastWords(ran), held: false }] });
      continue;
    }
    const { marks, notes = [] } = JSON.parse(ran.stdout) as Omit<BenchReport, "marks"> & {
      readonly marks: readonly (Mark & { held: boolean })[];
    };
    const rows = marks.map((mark) => ({
      what: mark.what,
      must: limit(mark),
      was: `${number(mark.value)} ${mark.unit}`,
      held: mark.held,
    }));
    parts.push({ title: name, how: [how, ...busyNote(), ...notes].join(" "), rows });
  }
  return parts;
}

/** A machine that has more to do than it can shows how busy it is, and not how fast this is. */
function busyNote(): string[] {
  const [load = 0] = loadavg();
  const cores = availableParallelism();
  return load > cores
    ? [`**The machine had a load of ${load.toFixed(0)} on ${cores} cores: figures of speed say nothing.**`]
    : [];
}
