import type { OpenDatabase } from "@lucid/foundation";
import type { NodeCheckpoint } from "@lucid/proof";
import type { KindIndex } from "../transaction-kind.ts";

/** The table `session_head`: one row for each tree head of the canonical chain. */
export function openHeadIndex({ write }: Pick<OpenDatabase, "write">): KindIndex<NodeCheckpoint> {
  const insert = write.prepare(`
    INSERT INTO session_head (session_id, size, root, height, transaction_id, sender)
    VALUES (:session_id, :size, :root, :height, :id, :sender)`);
  const remove = write.prepare("DELETE FROM session_head WHERE height > ?");
  return {
    add({ id, sender, height, data }) {
      for (const head of data.heads) insert.run({ ...head, height, id, sender });
    },
    rewind: (height) => void remove.run(height),
  };
}
