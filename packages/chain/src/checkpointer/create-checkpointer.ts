import type { Clock } from "@lucid/foundation";
import type { TreeHead } from "@lucid/proof";
import type { Logger } from "pino";
import type { ChainRead } from "../faces/read.types.ts";
import type { ChainSubmit } from "../faces/submit.types.ts";
import type { Checkpointer } from "./checkpointer.types.ts";

export interface CheckpointerDeps {
  readonly clock: Clock;
  readonly chain: {
    readonly submit: Pick<ChainSubmit, "own" | "status" | "expectedSession">;
    readonly read: Pick<ChainRead, "nextBlockAtMs">;
  };
  readonly log: Logger;
}

export interface CheckpointerOptions {
  /**
   * How long before a block position the checkpoint is sent, in milliseconds. Longer loses heads that come
   * just before the block to the next one; shorter than a message takes to the leader loses all of them.
   * `lucid_session_anchor_lag_seconds` shows it.
   */
  readonly leadMs?: number;
}

/** Heads of one checkpoint: what its format allows. The others go into the next block. */
const MAX_HEADS = 500;

export function createCheckpointer({ clock, chain, log }: CheckpointerDeps, options: CheckpointerOptions = {}): Checkpointer {
  const { leadMs = 300 } = options;
  const changed = new Map<string, TreeHead>();
  let sent: string | undefined;
  let timer: Disposable | undefined;

  /** Whether a head says something the chain does not hold or await yet. One that never will is dropped. */
  function isNews({ session_id, size, root }: TreeHead): boolean {
    const known = chain.submit.expectedSession(session_id);
    if (known === undefined) return true;
    if (known.own && !known.anchored && size > known.size) return true;
    if (!known.own || (size === known.size && root !== known.root))
      log.error({ session: session_id, size, known }, "checkpointer: a head contradicts the chain and is not sent");
    changed.delete(session_id);
    return false;
  }

  function flush(): void {
    if (sent !== undefined && chain.submit.status(sent).state === "pending") return;
    const heads = [...changed.values()].filter(isNews).slice(0, MAX_HEADS);
    if (heads.length === 0) return;
    const outcome = chain.submit.own("node_checkpoint", { heads });
    if (outcome.kind === "refused") {
      log.error({ reason: outcome.reason, heads: heads.length }, "checkpointer: the checkpoint is refused");
      return;
    }
    sent = outcome.id;
    for (const head of heads) changed.delete(head.session_id);
  }

  /** Waits for the time shortly before the next position; a position whose time has come is left to pass. */
  function arm(): void {
    const next = chain.read.nextBlockAtMs();
    const waitMs = next - leadMs - clock.now();
    timer = waitMs > 0 ? clock.after(waitMs, tick) : clock.after(next - clock.now() + 1, arm);
  }

  function tick(): void {
    try {
      flush();
    } catch (error) {
      log.error({ err: error }, "checkpointer: the checkpoint could not be stored");
    }
    arm();
  }

  arm();
  return {
    setHead(head) {
      const known = changed.get(head.session_id);
      if (known === undefined || head.size > known.size) changed.set(head.session_id, head);
    },
    forget: (sessionId) => void changed.delete(sessionId),
    flush,
    [Symbol.dispose]: () => timer?.[Symbol.dispose](),
  };
}
