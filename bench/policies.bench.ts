import { POLICY_ACTIONS, PolicyDocument, SessionPolicy } from "@lucid/contract";
import { compilePolicy, decide } from "@lucid/core";
import type { BenchReport } from "./report.ts";

const DECISIONS = 200_000;
const WARM_UP = 20_000;
const RULES = 50;
const EVERYWHERE = 5;

const terms = SessionPolicy.parse({ clipboard: { host_to_remote: true, remote_to_host: true }, network: "internet" });

/** Fifty rules of which none holds, so that each is looked at to its last condition. */
function longPolicy(policyId: string) {
  const rules = Array.from({ length: RULES }, (_, index) => ({
    ...{ rule_id: `r${index}`, effect: "deny", priority: index + 1, actions: [...POLICY_ACTIONS] },
    when: [
      { field: "role", op: "in", value: ["USER", "ADMIN"] },
      { field: "weekday", op: "in", value: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] },
      { field: "time_of_day", op: "in", value: { from: "08:00", to: "18:00" } },
      { field: "template", op: "in", value: ["another"] },
    ],
  }));
  return compilePolicy(
    { policyId, version: 1 },
    PolicyDocument.parse({ name: policyId, session: terms, rules, time_zone: "Europe/Berlin" }),
  );
}

/** What one answer of the decision function costs, with more rules than a node is likely to have. */
export async function bench(say: (line: string) => void): Promise<BenchReport> {
  say(`${DECISIONS} decisions over ${RULES * (EVERYWHERE + 1)} rules`);
  const chosen = longPolicy("chosen");
  const everywhere = Array.from({ length: EVERYWHERE }, (_, index) => longPolicy(`everywhere-${index}`));
  const person = { userId: "u", role: "USER", kycStatus: "none", isIn: () => false, isActive: true } as const;
  const microseconds = new Float64Array(DECISIONS);
  let allowed = 0;
  for (let turn = -WARM_UP; turn < DECISIONS; turn += 1) {
    const action = POLICY_ACTIONS[Math.abs(turn) % POLICY_ACTIONS.length] ?? "type";
    // Each decision a second later: every sixtieth has to ask the time zone anew.
    const atMs = Date.UTC(2026, 10, 30, 9) + turn * 1_000;
    const about = { action, person, terms, chosen, everywhere, kind: "node", standing: "current", atMs } as const;
    const startedAt = process.hrtime.bigint();
    const { effect } = decide({ ...about, template: "desktop", sessionId: "s", grants: [] });
    const took = Number(process.hrtime.bigint() - startedAt) / 1_000;
    if (effect === "allow") allowed += 1;
    if (turn >= 0) microseconds[turn] = took;
  }
  const sorted = microseconds.toSorted();
  const at = (share: number): number => sorted[Math.floor(share * DECISIONS)] ?? Number.NaN;
  return {
    name: "policies",
    marks: [{ what: "one decision, p99", value: at(0.99), unit: "us", atMost: 50 }],
    figures: { median_us: at(0.5), p999_us: at(0.999), allowed },
  };
}
