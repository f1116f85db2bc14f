import type { Clock } from "@lucid/foundation";
import type { Prepared, PreparedBlock } from "../blocks/prepare-block.ts";
import { accept, type BlockRange, reject, type Verdict } from "./network-port.ts";
import type { Sync } from "./sync.ts";

export interface RangeDeps {
  readonly clock: Pick<Clock, "elapsed">;
  readonly sync: Pick<Sync, "answered">;
  readonly prepare: (bytes: Uint8Array) => Prepared<PreparedBlock>;
  readonly importBlock: (peer: string, prepared: PreparedBlock) => Verdict;
  /** Whether a block is in the tree. */
  readonly knows: (hash: string) => boolean;
  /** Does the work in one commit. */
  readonly together: (work: () => void) => void;
}

/** Takes in the blocks that a peer gives of a range, up to one that is none. */
export function createRangeReceiver({ clock, sync, prepare, importBlock, knows, together }: RangeDeps) {
  return (peer: string, range: BlockRange, blocks: readonly Uint8Array[]): Verdict => {
    let verdict: Verdict = accept;
    let meets: boolean | undefined;
    let last = range.from - 1;
    together(() => {
      for (const bytes of blocks) {
        const prepared = prepare(bytes);
        if (prepared.ok) meets ??= knows(prepared.value.block.header.previous_hash);
        const imported = prepared.ok ? importBlock(peer, prepared.value) : reject(prepared.reason);
        if (imported.kind === "reject") verdict = imported;
        if (!prepared.ok) return;
        last = prepared.value.block.header.height;
      }
    });
    const isWhole = meets !== undefined && verdict.kind !== "reject";
    sync.answered(range, isWhole ? { meets: meets ?? false, last } : undefined, clock.elapsed());
    return verdict;
  };
}
