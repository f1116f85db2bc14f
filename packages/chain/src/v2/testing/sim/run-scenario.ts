import { createStage, type Figure, type Scenario } from "./scenario.ts";

export interface ScenarioReport {
  readonly scenario: string;
  readonly rule: string;
  readonly happens: string;
  readonly seed: string;
  readonly nodes: number;
  /** SHA-256 over the event log: the same for the same seed on every machine. */
  readonly digest: string;
  readonly simulatedSeconds: number;
  readonly finalHeight: number;
  /** Certificates that the verifier looked at. */
  readonly certificates: number;
  readonly figures: readonly Figure[];
  /** What must never be and was. */
  readonly violations: readonly string[];
  readonly holds: boolean;
}

/** Runs one scenario from one seed. `nodes` is the number of members, where the scenario leaves it open. */
export async function runScenario(
  scenario: Scenario,
  { seed, nodes }: { readonly seed: string; readonly nodes?: number },
): Promise<ScenarioReport> {
  const count = Math.max(nodes ?? scenario.nodes, scenario.least ?? 1);
  const stage = createStage({ seed, nodes: count });
  const figures = await scenario.run(stage);
  const { worlds } = stage;
  const violations = worlds.flatMap(({ witness }) => witness.violations);
  return {
    ...{ scenario: scenario.name, rule: scenario.rule, happens: scenario.happens, seed, nodes: count },
    digest: stage.digest(),
    simulatedSeconds: worlds.reduce((sum, { queue }) => sum + queue.nowMs / 1_000, 0),
    finalHeight: Math.max(...worlds.map(({ witness }) => witness.finalHeight)),
    certificates: worlds.reduce((sum, { witness }) => sum + witness.certificates, 0),
    ...{ figures, violations, holds: violations.length === 0 && figures.every(({ holds }) => holds) },
  };
}
