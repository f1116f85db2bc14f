import type { PartHealth } from "@lucid/contract";
import type { Clock } from "@lucid/foundation";
import { type NodeTime, spanOf } from "../ground/index.ts";

/** Less is what a restart, a suspend or a correction brings about. */
const WORTH_A_LOOK_MS = 86_400_000;

/** How the machine's clock is, as the node sees it: it went on with the time that passed, or went ahead of it. */
export function createClockHealth(clock: Clock, watch: Pick<NodeTime["watch"], "judge">): () => PartHealth {
  let believedAt: string | null = null;
  return () => {
    const verdict = watch.judge();
    if (verdict.isBelieved) {
      believedAt = new Date(clock.now()).toISOString();
      return { ok: true, detail: "goes on evenly", last_success: believedAt };
    }
    const { aheadMs, remainingMs } = verdict;
    const until = `no retention ends for another ${spanOf(remainingMs)}, unless an admin says that it is right`;
    return { ok: aheadMs < WORTH_A_LOOK_MS, detail: `went ahead by ${spanOf(aheadMs)}: ${until}`, last_success: believedAt };
  };
}
