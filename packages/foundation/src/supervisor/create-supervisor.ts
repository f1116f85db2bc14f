import type { Registry } from "prom-client";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import { createUnit } from "./create-unit.ts";
import { createSupervisorMetrics } from "./supervisor.metrics.ts";
import type { Unit, UnitOptions, UnitStatus } from "./unit.ts";

export interface SupervisorDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Registry;
}

/** Starts, watches and restarts every process and worker of a node. Disposing it stops what is left, the newest first. */
export interface Supervisor extends AsyncDisposable {
  /**
   * Resolves when the unit runs for the first time; it is kept running until it is disposed.
   * @throws what its first start threw, or the signal's reason. Nothing is left then.
   */
  start<Exit>(options: UnitOptions<Exit>, signal?: AbortSignal): Promise<Unit>;
  /** All units that are not stopped, in the order of their start. */
  units(): readonly UnitStatus[];
  /** Asks a unit that waits or failed to start now; false where there is no unit of this id. */
  retry(id: number): boolean;
}

export function createSupervisor(deps: SupervisorDeps): Supervisor {
  const units = new Map<number, Unit>();
  const list = (): readonly UnitStatus[] => [...units.values()].map((unit) => unit.status());
  const metrics = createSupervisorMetrics(deps.metrics, list);
  let ids = 0;
  let isDisposed = false;
  const unitDeps = {
    ...{ clock: deps.clock, log: deps.log },
    onRestart: (kind: string) => metrics.restarts.inc({ kind }),
    onFailed: (kind: string) => metrics.failures.inc({ kind }),
    onStopped: (id: number) => units.delete(id),
  };

  return {
    async start(options, signal) {
      if (isDisposed) throw new Error(`${options.kind} was not started: the supervisor is stopped`);
      signal?.throwIfAborted();
      const id = (ids += 1);
      const { unit, ready } = createUnit(unitDeps, id, options, signal);
      units.set(id, unit);
      try {
        await ready;
        return unit;
      } catch (cause) {
        await unit[Symbol.asyncDispose]();
        throw cause;
      }
    },
    units: list,
    retry(id) {
      units.get(id)?.retry();
      return units.has(id);
    },
    async [Symbol.asyncDispose]() {
      isDisposed = true;
      const left = new AsyncDisposableStack();
      for (const unit of units.values()) left.use(unit);
      await left.disposeAsync();
    },
  };
}
