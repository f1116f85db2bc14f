import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Report as TestReport } from "../test-levels.ts";
import type { ReportPart, ReportRow } from "./report-page.ts";
import { lastWords, runProgram } from "./run-program.ts";

interface Check {
  readonly what: string;
  readonly project: "unit" | "integration" | "node";
  readonly files: readonly string[];
}

/** What the security page promises, and the tests that try to break it. */
const CHECKS: readonly Check[] = [
  {
    what: "who may call what: each role at each procedure, without a token, with an old and a made-up one",
    project: "unit",
    files: ["packages/core/src/node/role-table", "packages/core/src/gateway/every-procedure"],
  },
  {
    what: "forged and altered bundles are refused",
    project: "unit",
    files: ["packages/proof/src/verify/tamper", "packages/proof/src/verify/forger"],
  },
  { what: "files of the node are closed to others", project: "unit", files: ["packages/core/src/node/private-files"] },
  {
    what: "nothing secret in the audit log, nor of wallets in answers and logs",
    project: "unit",
    files: ["packages/core/src/audit/entries/redact", "packages/core/src/node/tron-secrets"],
  },
  { what: "no package reaches what it may not import", project: "unit", files: ["scripts/import-rules"] },
  {
    what: "programs in a desktop find no way out",
    project: "integration",
    files: ["packages/core/src/desktops/sandbox.integration"],
  },
  {
    what: "no secret in logs, arguments, environments and files of a session",
    project: "node",
    files: ["apps/desktop/test/node/secrets"],
  },
];

/** Whether what the node promises to keep safe is safe from what tries it. */
export async function reportSecurity(): Promise<readonly ReportPart[]> {
  const rows: ReportRow[] = [];
  for (const check of CHECKS) rows.push(await run(check));
  return [
    { title: "Attacks that tests try", how: "The named tests, run for this report.", rows },
    { title: "Known faults of what it is made of", how: "`npm audit --omit=dev`.", rows: await audit() },
  ];
}

async function run({ what, project, files }: Check): Promise<ReportRow> {
  const folder = await mkdtemp(join(tmpdir(), "lucid-report-"));
  try {
    const out = join(folder, "tests.json");
    const ran = await runProgram("vitest", ["run", "--project", project, ...files, "--reporter=json", `--outputFile=${out}`]);
    const read = await readFile(out, "utf8").catch(() => undefined);
    if (read === undefined) return { what, must: "all passed", was: lastWords(ran), held: false };
    const report = JSON.parse(read) as TestReport;
    const { numPassedTests, numFailedTests } = report;
    const held = ran.code === 0 && numFailedTests === 0 && numPassedTests > 0;
    const why = held ? "" : `: ${failedIn(report).join("; ") || lastWords(ran)}`;
    return { what, must: "all passed", was: `${numPassedTests} passed, ${numFailedTests} failed${why}`, held };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What a test run says of those that failed. */
export const failedIn = ({ testResults }: TestReport): string[] =>
  testResults.flatMap(({ assertionResults = [] }) =>
    assertionResults.filter(({ status }) => status === "failed").map(({ fullName }) => fullName),
  );

interface AuditAnswer {
  readonly message?: string;
  readonly metadata?: { readonly vulnerabilities: Readonly<Record<string, number>> };
}

async function audit(): Promise<ReportRow[]> {
  const ran = await runProgram("npm", ["audit", "--omit=dev", "--json"]);
  const what = "packages that are shipped, by severity of what is known of them";
  const { metadata, message } = (ran.stdout === "" ? {} : JSON.parse(ran.stdout)) as AuditAnswer;
  if (!metadata) return [{ what, must: "none", was: `not known: ${withoutAddresses(message ?? lastWords(ran))}`, held: false }];
  const { total = 0, ...by } = metadata.vulnerabilities;
  const found = Object.entries(by).filter(([, count]) => count > 0);
  return [{ what, must: "none", was: found.map(([name, count]) => `${count} ${name}`).join(", ") || "none", held: total === 0 }];
}

/** Which registry was asked is the machine's own matter. */
export const withoutAddresses = (said: string): string => said.replaceAll(/https?:\/\/\S+/g, "the registry");
