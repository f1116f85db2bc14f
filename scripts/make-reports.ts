import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { reportFaults } from "./report/faults.ts";
import { QUICK, reportPerformance } from "./report/performance.ts";
import { reportReadiness } from "./report/readiness.ts";
import { type Circumstances, countOf, type ReportPart, reportPage } from "./report/report-page.ts";
import { CHECKOUT } from "./report/run-program.ts";
import { reportSecurity } from "./report/security.ts";

/**
 * Writes what real runs of this tree come to as pages of docs/reports/<version>/:
 * `npm run report -- [readiness] [security] [performance] [faults] [--bench NAME]...`. Without a name all of them, which takes some
 * twenty minutes on two quiet cores. Exit codes: 0 everything held, 1 something did not, 2 usage.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { bench: { type: "string", multiple: true } },
});

const MAKERS: Readonly<Record<string, () => Promise<readonly ReportPart[]>>> = {
  readiness: reportReadiness,
  security: reportSecurity,
  performance: () => reportPerformance(values.bench ?? QUICK),
  faults: reportFaults,
};

function circumstancesNow(): Circumstances {
  const git = (...args: string[]): string => execFileSync("git", args, { cwd: CHECKOUT, encoding: "utf8" }).trim();
  const { version } = JSON.parse(readFileSync(join(CHECKOUT, "package.json"), "utf8")) as { readonly version: string };
  const changed = git("status", "--porcelain", "--untracked-files=no") === "" ? "" : " with changes";
  return {
    version,
    commit: `${git("rev-parse", "--short=8", "HEAD")}${changed}`,
    date: new Date().toISOString().slice(0, 10),
    machine: `${availableParallelism()} cores of ${process.arch} (load ${loadavg()[0]?.toFixed(0)} when it began)`,
  };
}

async function main(): Promise<number> {
  const kinds = positionals.length > 0 ? positionals : Object.keys(MAKERS);
  const unknown = kinds.filter((kind) => MAKERS[kind] === undefined);
  if (unknown.length > 0) {
    console.error(`There is no report ${unknown.join(", ")}: ${Object.keys(MAKERS).join(", ")}`);
    return 2;
  }
  let missed = 0;
  for (const kind of kinds) {
    const circumstances = circumstancesNow();
    const report = { kind, parts: (await MAKERS[kind]?.()) ?? [] };
    const folder = join(CHECKOUT, "docs/reports", circumstances.version);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${kind}.md`), reportPage(report, circumstances));
    const { held, all } = countOf(report);
    console.error(`${kind}: ${held} of ${all} held`);
    missed += all - held;
  }
  return missed === 0 ? 0 : 1;
}

process.exitCode = await main();
