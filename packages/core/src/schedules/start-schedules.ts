import { LucidError, type PaymentsCalls, tronErrors } from "@lucid/contract";
import type { Area } from "../calls/index.ts";
import type { Ground } from "../ground/index.ts";
import { type PayoutsServiceDeps, payeeOf, type SweepDeps } from "../payouts/index.ts";
import { createSchedulesService } from "./create-schedules-service.ts";

/** A run begins within so long of the time that it is due. */
const LOOK_MS = 60_000;

/** Payouts that repeat. Payments keep them, and say when one is due; who can be paid then, this node knows. */
export function startSchedules({ log, every }: Pick<Ground, "log" | "every">, deps: PayoutsServiceDeps & SweepDeps): Area {
  const { payments, held } = deps;
  let looking: Promise<void> | undefined;
  let isStopped = false;

  async function lookOnce(): Promise<void> {
    // `looking` is this one before anything of it ends.
    await Promise.resolve();
    try {
      const { due, payees: ids } = await payments().call("dueSchedules", {});
      if (!due || isStopped) return;
      const { runs } = await payments().call("runSchedules", answersFor(ids));
      for (const { number, schedule_id, state, late, missed, payouts, left } of runs)
        log.info({ number, schedule_id, state, late, missed, payouts: payouts.length, left: left.length }, "payouts repeated");
    } catch (error) {
      if (error instanceof LucidError && error.code === tronErrors.spec.PAYMENTS_OFF.code) return;
      if (error instanceof LucidError) log.debug({ cause: error.message }, "payouts repeat when payments are back");
      // Nobody waits for it: what goes wrong in it ends no node, and the run goes on where it was.
      else if (!isStopped) log.error({ err: error }, "payouts could not be repeated, and are tried again");
    } finally {
      looking = undefined;
    }
  }
  function answersFor(ids: readonly string[]): PaymentsCalls["runSchedules"]["input"] {
    const payees: PaymentsCalls["runSchedules"]["input"]["payees"][number][] = [];
    const kept: PaymentsCalls["runSchedules"]["input"]["kept"][number][] = [];
    for (const payee of ids) {
      const found = payeeOf(deps, payee);
      if (held(payee) > 0n) kept.push({ payee, obstacle: "claim-link" });
      else if (found) payees.push(found);
      else kept.push({ payee, obstacle: "payee-gone" });
    }
    return { payees, kept };
  }

  const ticking = every(LOOK_MS, () => void (looking ??= lookOnce()));
  return {
    services: { schedules: createSchedulesService({ payments }) },
    async [Symbol.asyncDispose]() {
      isStopped = true;
      ticking[Symbol.dispose]();
      await looking;
    },
  };
}
