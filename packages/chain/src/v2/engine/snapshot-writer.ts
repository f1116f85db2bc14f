import type { Clock } from "@lucid/foundation";
import { writeSnapshot } from "../state/snapshot.ts";
import type { NetworkStore } from "../store/store.types.ts";
import type { Ledger } from "./ledger.ts";

/** Snapshots that are kept: the one before is there when the newest is damaged. */
const KEPT_SNAPSHOTS = 2;
/** Between two parts, so that blocks and votes are taken in meanwhile. */
const PAUSE_MS = 20;

/** Writes a snapshot of the state, part by part, when the final blocks have come to a newer one that can be checked. */
export interface SnapshotWriter extends Disposable {
  look(): void;
}

export function createSnapshotWriter({
  store,
  ledger,
  clock,
}: {
  readonly store: Pick<NetworkStore, "commit" | "snapshots">;
  readonly ledger: Pick<Ledger, "snapshot">;
  readonly clock: Clock;
}): SnapshotWriter {
  let newest = store.snapshots()[0]?.height ?? 0;
  let timer: Disposable | undefined;

  function write(height: number, parts: Generator<Uint8Array, string>, index = 0): void {
    timer = undefined;
    const next = parts.next();
    if (next.done !== true) {
      store.commit({ snapshotPart: { height, index, content: next.value } });
      timer = clock.after(PAUSE_MS, () => write(height, parts, index + 1));
      return;
    }
    const dropped = store
      .snapshots()
      .slice(KEPT_SNAPSHOTS - 1)
      .map((one) => one.height);
    store.commit({ snapshot: { height, head: next.value }, dropped });
    newest = height;
  }

  return {
    look() {
      const content = timer === undefined ? ledger.snapshot() : undefined;
      if (content !== undefined && content.end.block.height > newest) write(content.end.block.height, writeSnapshot(content));
    },
    [Symbol.dispose]: () => timer?.[Symbol.dispose](),
  };
}
