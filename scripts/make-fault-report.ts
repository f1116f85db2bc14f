import { readFileSync, writeFileSync } from "node:fs";
import { runScenario, type ScenarioReport, scenarios } from "@lucid/chain/testing";

/**
 * Runs every scenario of attacks and faults from one seed and writes docs/fault-report.md: what each had to keep, and what it
 * came to. Takes minutes. Run it by hand after a change of the engine: `node scripts/make-fault-report.ts`. With names of scenarios
 * only these are run, and what the report says of the others stays: `node scripts/make-fault-report.ts malformed censorship`.
 */
const SEED = "1";

const file = new URL("../docs/fault-report.md", import.meta.url);

/** Rows of the list of attacks that no simulation runs yet, by what they wait for. */
const WAITING: Readonly<Record<string, readonly string[]>> = {
  "a transport, real processes, witnesses or bundles of version 2": ["witness"],
  snapshots: ["snapshot"],
};

const cell = (text: string): string => text.replaceAll("|", "\\|");

function partOf({ scenario, rule, happens, nodes, figures, violations, holds, digest }: ScenarioReport): string {
  const rows = figures.map(
    ({ what, mark, got, holds: isHeld }) => `| ${cell(what)} | ${cell(mark)} | ${cell(got)} | ${isHeld ? "yes" : "**no**"} |`,
  );
  const title = `## ${scenario}${holds ? "" : MISSED}`;
  const about = `${happens} (protocol ${rule}; ${nodes} members; digest \`${digest.slice(0, 16)}\`).`;
  const wrong = violations.map((violation) => `- **${violation}**`);
  const parts = [title, about, ["| What | Must be | Was | Held |", "|---|---|---|---|", ...rows].join("\n"), ...wrong];
  return parts.join("\n\n");
}

const CERTIFICATES = /checked (\d+) certificates/;
const MISSED = ": missed";

/** What a report says of each scenario, by its name. */
function partsIn(report: string): Map<string, string> {
  const [, ...parts] = report.split(/^## /m);
  return new Map(parts.map((part) => [(/^[\w-]+/.exec(part) ?? [""])[0], `## ${part.trim()}`]));
}

const names = process.argv.slice(2);
const before = names.length === 0 ? "" : readFileSync(file, "utf8");
const chosen = scenarios.filter(({ name }) => names.length === 0 || names.includes(name));
if (chosen.length < Math.max(1, names.length)) throw new Error("there is no such scenario");
const reports: ScenarioReport[] = [];
for (const scenario of chosen) {
  console.error(scenario.name);
  reports.push(await runScenario(scenario, { seed: SEED }));
}
const parts = partsIn(before);
for (const report of reports) parts.set(report.scenario, partOf(report));
const shown = scenarios.flatMap(({ name }) => parts.get(name) ?? []);
const held = shown.filter((part) => !part.split("\n", 1).join().endsWith(MISSED)).length;
const certificates = reports.reduce((sum, report) => sum + report.certificates, Number(CERTIFICATES.exec(before)?.[1] ?? 0));
const unknown = scenarios.filter(({ name }) => !parts.has(name)).map(({ name }) => name);
const waiting = Object.entries({ ...WAITING, ...(unknown.length > 0 && { "the next whole run of this report": unknown }) }).map(
  ([what, names]) => `- ${what}: ${names.map((name) => `\`${name}\``).join(", ")}`,
);
const text = `# What a chain of several nodes survives

Written by \`node scripts/make-fault-report.ts\` from simulated networks (seed ${SEED}); \`npm run sim -- --seed ${SEED} --scenario NAME\` runs one again.
${held} of ${shown.length} scenarios held all their marks. In every one a witness looked for conflicting final blocks and for offences of
honest keys, and the verifier checked ${certificates} certificates.

What is measured of a row may be less than the whole row asks for: \`late-finality\` is a tenth as long;
\`rough\` stands for the deaths of \`equivocation\`; in \`long-range\` a node is away for hours, not for 14 days; epochs have 4 slots;
\`long-unfinal\` is a model of the tree that chooses the head, and \`censorship\` has six members, and for more of them a model of the turns; \`grinding\` tries 512 contents of the 2^20;
\`votes-on-disk\` fills 40 positions of a real database; \`new-keys\` measures the processor time of one thread; in \`full-block\` nobody votes meanwhile, and the thread is asked by a timer in place of a page;
\`full-block\`, \`sync\` and \`sustained\` take real time, and so measure what else the machine does as well;
in the rows of credits and rewards auditors are played by the scenario, and the payment ledger's rules are a model.

Three rows are tried on real files, by tests: \`torn-write\` (\`packages/chain/src/v2/testing/torn-write.simulation.test.ts\`), \`nothing-personal\` and
\`one-of-many\` (\`packages/core/src/network/nothing-personal.test.ts\`: 400 recordings, nothing found; 3 127 bytes at most of the 4 608).
\`malformed\` has its messages here, and manifests, bundles and everything else that strangers send in \`npm run fuzz\`.

${shown.join("\n\n")}

## Not run yet

${waiting.join("\n")}
`;
writeFileSync(file, text);
console.error(`${held} of ${shown.length} held`);
process.exitCode = reports.every(({ holds }) => holds) ? 0 : 1;
