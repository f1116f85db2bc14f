import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LEVELS } from "../test-levels.ts";
import type { ReportPart, ReportRow } from "./report-page.ts";
import { CHECKOUT, lastWords, runLucid } from "./run-program.ts";

interface DoctorAnswer {
  readonly findings: readonly {
    readonly about: string;
    readonly findings: readonly { readonly name: string; readonly state: "ok" | "warning" | "failed"; readonly detail: string }[];
  }[];
}

/** Whether this tree, on this machine, does what it is for. */
export async function reportReadiness(): Promise<readonly ReportPart[]> {
  return [await demo(), await doctor(), await levels()];
}

async function demo(): Promise<ReportPart> {
  const ran = await runLucid("demo", "--json");
  const said =
    ran.code === 0 ? (JSON.parse(ran.stdout) as { ok: boolean; refused: { code: string }; seconds?: number }) : undefined;
  const row = (what: string, must: string, was: string): ReportRow => ({ what, must, was, held: was === must });
  return {
    title: "The whole way",
    how: "`lucid demo --json`: a node, a desktop, an RDP client that types, a recording that is sealed, anchored, verified elsewhere, and refused with one bit flipped.",
    rows: [
      row("recorded, proven and verified", "yes", said?.ok === true ? "yes" : lastWords(ran)),
      row("with one bit flipped", "chunk-altered", said?.refused.code ?? "not reached"),
    ],
  };
}

async function doctor(): Promise<ReportPart> {
  const folder = await mkdtemp(join(tmpdir(), "lucid-report-"));
  try {
    const { stdout } = await runLucid("doctor", "--data", join(folder, "data"), "--json");
    const { findings } = JSON.parse(stdout) as DoctorAnswer;
    const rows = findings.flatMap(({ about, findings: some }): ReportRow[] => {
      const bad = some.filter(({ state }) => state !== "ok");
      const was = bad.map(({ name, state }) => `${state}: ${name}`).join("; ");
      const held = !bad.some(({ state }) => state === "failed");
      return [{ what: about, must: "nothing failed", was: was || `${some.length} fine`, held }];
    });
    return { title: "This machine", how: "`lucid doctor --json` on an empty data folder.", rows };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What the last whole run of the tests left behind. */
async function levels(): Promise<ReportPart> {
  const rows = await Promise.all(
    LEVELS.map(async ({ name }): Promise<ReportRow> => {
      const path = join(CHECKOUT, "build/test-results", `${name}.json`);
      const row = { what: name, must: "all passed" };
      try {
        const { numPassedTests, numFailedTests } = JSON.parse(await readFile(path, "utf8"));
        const on = (await stat(path)).mtime.toISOString().slice(0, 10);
        return { ...row, was: `${numPassedTests} passed, ${numFailedTests} failed (${on})`, held: numFailedTests === 0 };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
        return { ...row, was: "not run in this tree", held: false };
      }
    }),
  );
  return { title: "Tests", how: "What the last `npm test` in this tree left in `build/test-results`.", rows };
}
