import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ReportPart } from "./report-page.ts";
import { CHECKOUT, lastWords, runProgram } from "./run-program.ts";

/** Attacks and faults on simulated networks: written whole into docs/fault-report.md, and here by their outcome. */
export async function reportFaults(): Promise<readonly ReportPart[]> {
  const ran = await runProgram(process.execPath, ["scripts/make-fault-report.ts"]);
  const how = "`node scripts/make-fault-report.ts`; [the whole of it](../../fault-report.md), with every figure.";
  const title = "A chain of several nodes";
  if (ran.code === null || ran.code > 1 || !/\d+ of \d+ held/.test(ran.stderr))
    return [{ title, how, rows: [{ what: "the scenarios", must: "run", was: lastWords(ran), held: false }] }];
  return [{ title, how, rows: scenariosIn(await readFile(join(CHECKOUT, "docs/fault-report.md"), "utf8")) }];
}

/** Its scenarios with how many of their figures held. */
export function scenariosIn(page: string): ReportPart["rows"] {
  return page
    .split(/^## /m)
    .slice(1)
    .filter((part) => part.includes("| Held |"))
    .map((part) => {
      const [heading = ""] = part.split("\n");
      const all = part.match(/\| (?:yes|\*\*no\*\*) \|$/gm) ?? [];
      const held = all.filter((end) => end.includes("yes")).length;
      const missed = heading.endsWith(": missed");
      return {
        what: heading.replace(/: missed$/, ""),
        must: `all ${all.length}`,
        was: `${held} held`,
        held: !missed && held === all.length,
      };
    });
}
