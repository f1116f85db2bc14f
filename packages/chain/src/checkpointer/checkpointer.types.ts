import type { TreeHead } from "@lucid/proof";

/** Gathers the changed tree heads of the node's open sessions into one checkpoint per block interval. */
export interface Checkpointer extends Disposable {
  /** The newest head of a session: call it whenever a chunk became durable, and once per open session after a restart. */
  setHead(head: TreeHead): void;
  /** The session is over: its head is no longer sent. */
  forget(sessionId: string): void;
  /** Sends what changed now, without waiting for the next block position. */
  flush(): void;
}
