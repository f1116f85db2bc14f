import type { PartHealth } from "@lucid/contract";
import type { Supervisor, UnitStatus } from "@lucid/foundation";

/** States that are said, the worst first. */
const TROUBLED: readonly (readonly [UnitStatus["state"], string])[] = [
  ["failed", "failed"],
  ["waiting", "about to start again"],
];

/**
 * How the processes and workers of the node are, counted by what they are: their names tell of sessions, and health is
 * for everybody. One that ended is started again; only one that ended too often is in trouble.
 */
export function programsHealth(supervisor: Pick<Supervisor, "units">): PartHealth {
  const units = supervisor.units();
  const troubles = TROUBLED.flatMap(([state, words]) => {
    const kinds = units.filter((unit) => unit.state === state).map(({ kind }) => kind);
    return [...new Set(kinds)].map((kind) => `${kinds.filter((other) => other === kind).length} ${kind} ${words}`);
  });
  const running = units.filter(({ state }) => state === "running").length;
  const successes = units.map(({ lastSuccessMs }) => lastSuccessMs).filter((ms) => ms !== null);
  return {
    ok: units.every(({ state }) => state !== "failed"),
    detail: [`${running} running`, ...troubles].join(", "),
    last_success: successes.length === 0 ? null : new Date(Math.max(...successes)).toISOString(),
  };
}
