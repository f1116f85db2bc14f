import { writeFileSync } from "node:fs";
import { runScenario, type ScenarioReport, scenarios } from "@lucid/chain/testing";

/**
 * Runs every scenario of attacks and faults from one seed and writes docs/fault-report.md: what each had to keep, and what it
 * came to. Takes minutes. Run it by hand after a change of the engine: `node scripts/make-fault-report.ts`.
 */
const SEED = "1";

/** Rows of the list of attacks that no simulation runs yet, by what they wait for. */
const WAITING: Readonly<Record<string, readonly string[]>> = {
  "the rule for acceptable blocks": ["censorship"],
  "a transport, real processes, witnesses or bundles of version 2": [
    ...["witness", "merge", "nothing-personal", "one-of-many", "malformed", "sync", "new-keys", "full-block", "sustained"],
  ],
  "tables by height, snapshots and pruning": ["long-unfinal", "votes-on-disk", "snapshot"],
  "a script": ["grinding"],
};

const cell = (text: string): string => text.replaceAll("|", "\\|");

function partOf({ scenario, rule, happens, nodes, figures, violations, holds, digest }: ScenarioReport): string {
  const rows = figures.map(
    ({ what, mark, got, holds: isHeld }) => `| ${cell(what)} | ${cell(mark)} | ${cell(got)} | ${isHeld ? "yes" : "**no**"} |`,
  );
  const title = `## ${scenario}${holds ? "" : ": missed"}`;
  const about = `${happens} (protocol ${rule}; ${nodes} members; digest \`${digest.slice(0, 16)}\`).`;
  const wrong = violations.map((violation) => `- **${violation}**`);
  const parts = [title, about, ["| What | Must be | Was | Held |", "|---|---|---|---|", ...rows].join("\n"), ...wrong];
  return parts.join("\n\n");
}

const reports = scenarios.map((scenario) => {
  console.error(scenario.name);
  return runScenario(scenario, { seed: SEED });
});
const held = reports.filter(({ holds }) => holds).length;
const waiting = Object.entries(WAITING).map(([what, names]) => `- ${what}: ${names.map((name) => `\`${name}\``).join(", ")}`);
const text = `# What a chain of several nodes survives

Written by \`node scripts/make-fault-report.ts\` from simulated networks (seed ${SEED}); \`npm run sim -- --seed ${SEED} --scenario NAME\` runs one again.
${held} of ${reports.length} scenarios held all their marks. In every one a witness looked for conflicting final blocks and for offences of
honest keys, and the verifier checked ${reports.reduce((sum, { certificates }) => sum + certificates, 0)} certificates.

What is measured of a row may be less than the whole row asks for: \`late-finality\` is a tenth as long;
\`rough\` stands for the deaths of \`equivocation\`; in \`long-range\` a node is away for hours, not for 14 days; epochs have 4 slots;
in the rows of credits and rewards auditors are played by the scenario, and the payment ledger's rules are a model.
\`torn-write\` is tried on real files, by a test (\`packages/chain/src/v2/testing/torn-write.simulation.test.ts\`).

${reports.map(partOf).join("\n\n")}

## Not run yet

${waiting.join("\n")}
`;
writeFileSync(new URL("../docs/fault-report.md", import.meta.url), text);
console.error(`${held} of ${reports.length} held`);
process.exitCode = held === reports.length ? 0 : 1;
