import type { OpenDatabase } from "@lucid/foundation";
import type { SessionAnchor } from "@lucid/proof";
import type { KindIndex } from "../transaction-kind.ts";

/** The table `session_anchor`: one row for each anchored session of the canonical chain, of either kind of anchor. */
export function openAnchorIndex({ read, write }: Pick<OpenDatabase, "read" | "write">, version: 1 | 2): KindIndex<SessionAnchor> {
  const insert = write.prepare(`
    INSERT INTO session_anchor
      (session_id, ordinal, height, transaction_id, sender, merkle_root, chunk_count, manifest_hash, version)
    VALUES (:session_id, (SELECT COALESCE(MAX(ordinal), -1) + 1 FROM session_anchor), :height, :id, :sender, :merkle_root,
      :chunk_count, :manifest_hash, :version)`);
  const remove = write.prepare("DELETE FROM session_anchor WHERE height > ?");
  const find = read.prepare<[string], { transaction_id: string }>(
    "SELECT transaction_id FROM session_anchor WHERE session_id = ?",
  );
  return {
    add({ id, sender, height, data: { session_id, merkle_root, chunk_count, manifest_hash } }) {
      insert.run({ session_id, height, id, sender, merkle_root, chunk_count, manifest_hash, version });
    },
    rewind: (height) => void remove.run(height),
    find: ({ session_id }) => find.get(session_id)?.transaction_id,
  };
}
