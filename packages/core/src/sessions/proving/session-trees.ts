import { setImmediate as nextTurn } from "node:timers/promises";
import { merkle } from "@lucid/proof";
import type { SessionRepository } from "../stored/session-repository.ts";

/** Leaves hashed before other work gets its turn: about 4 ms. The event loop's delay would show a larger number. */
const LEAVES_A_TURN = 100;
/** Leaves kept over all trees, about 200 bytes each: 20 sessions of a whole working day. */
const MAX_LEAVES = 60_000;

/** The trees over the stored chunks of sessions, grown when they are asked for and kept while they are in use. */
export interface SessionTrees {
  /** The tree of a session with at least `size` leaves, or all there are. */
  of(sessionId: string, size: number): Promise<merkle.MerkleTree>;
}

export function createSessionTrees(
  repository: Pick<SessionRepository, "entryTexts">,
  { maxLeaves = MAX_LEAVES }: { readonly maxLeaves?: number } = {},
): SessionTrees {
  /** The one that was asked for last stands last. */
  const trees = new Map<string, merkle.MerkleTree>();
  const growing = new Map<string, Promise<unknown>>();

  async function grow(sessionId: string, tree: merkle.MerkleTree, size: number): Promise<void> {
    while (tree.size < size) {
      const texts = repository.entryTexts(sessionId, tree.size, Math.min(LEAVES_A_TURN, size - tree.size));
      if (texts.length === 0) return;
      for (const text of texts) tree.append(Buffer.from(text));
      if (tree.size < size) await nextTurn();
    }
  }

  function shed(kept: string): void {
    let leaves = [...trees.values()].reduce((sum, tree) => sum + tree.size, 0);
    for (const [sessionId, tree] of trees) {
      if (leaves <= maxLeaves || sessionId === kept || growing.has(sessionId)) continue;
      trees.delete(sessionId);
      leaves -= tree.size;
    }
  }

  return {
    async of(sessionId, size) {
      const tree = trees.get(sessionId) ?? merkle.createTree();
      trees.delete(sessionId);
      trees.set(sessionId, tree);
      // One after the other: two that grow the same tree would append a leaf twice.
      const before = growing.get(sessionId) ?? Promise.resolve();
      const mine = before.then(() => grow(sessionId, tree, size));
      growing.set(sessionId, mine);
      try {
        await mine;
      } finally {
        if (growing.get(sessionId) === mine) growing.delete(sessionId);
      }
      shed(sessionId);
      return tree;
    },
  };
}
