import type { Health } from "@lucid/contract";
import type { Clock } from "@lucid/foundation";
import type { Area, PartReport } from "../calls/index.ts";

export interface NodeHealth {
  readonly status: Health["status"];
  readonly dependencies: Health["dependencies"];
}

/** Asks every area how its parts are, and remembers since when they are so. */
export function createNodeHealth(clock: Clock, areas: readonly Pick<Area, "health">[]): () => Promise<NodeHealth> {
  const known = new Map<string, { readonly ok: boolean; readonly since: string }>();

  /** Since when somebody who asked knows a part to be as it is. */
  function sinceOf(name: string, ok: boolean): string {
    const before = known.get(name);
    if (before?.ok === ok) return before.since;
    const since = new Date(clock.now()).toISOString();
    known.set(name, { ok, since });
    return since;
  }

  return async () => {
    const asked = await Promise.all(areas.map(async (area) => area.health?.() ?? {}));
    const parts = asked.flatMap((part) => Object.entries<PartReport>(part));
    const broken = parts.filter(([, part]) => !part.ok);
    return {
      status: broken.some(([, part]) => part.optional !== true) ? "unhealthy" : broken.length > 0 ? "degraded" : "healthy",
      dependencies: Object.fromEntries(
        parts.map(([name, { optional: _optional, ...part }]) => [name, { ...part, since: sinceOf(name, part.ok) }]),
      ),
    };
  };
}
