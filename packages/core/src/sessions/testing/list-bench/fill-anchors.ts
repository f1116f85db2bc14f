import { openChainDatabase } from "@lucid/chain";
import type { ReadDb, WriteDb } from "@lucid/foundation";

/** More in one transaction would keep the chain from writing its next block. */
const BATCH = 5_000;

interface Anchored {
  readonly session_id: string;
  readonly owner_address: string;
  readonly hash: string;
  readonly chunk_count: number;
  readonly size_bytes: number;
  readonly started_at: number;
  readonly ended_at: number;
}

/** Puts the anchor and a tree head of each completed session into a block that the chain has made already. */
export function fillAnchors(
  sessions: ReadDb,
  path: string,
  block: { readonly hash: string; readonly height: number },
  sender: string,
): void {
  using db = openChainDatabase(path);
  const rows = sessions
    .prepare<[], Anchored>(`
      SELECT session_id, owner_address, manifest_hash AS hash, chunk_count, size_bytes, started_at, ended_at
      FROM sessions WHERE completed_at IS NOT NULL`)
    .all();
  const fill = filler(db.write, block, sender);
  for (let first = 0; first < rows.length; first += BATCH) fill(rows.slice(first, first + BATCH), first);
}

function filler(db: WriteDb, { hash: block, height }: { readonly hash: string; readonly height: number }, sender: string) {
  const transaction = db.prepare(`
    INSERT INTO block_transaction (block_hash, tx_index, id, type, sender, sequence, content)
    VALUES (?, ?, ?, 'session_anchor', ?, ?, ?)`);
  const anchor = db.prepare(`
    INSERT INTO session_anchor (session_id, ordinal, height, transaction_id, sender, merkle_root, chunk_count, manifest_hash)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`);
  const head = db.prepare(`
    INSERT INTO session_head (session_id, size, root, height, transaction_id, sender) VALUES (?, ?, ?, ?, ?, ?)`);
  return db.transaction((rows: readonly Anchored[], first: number) => {
    for (const [at, row] of rows.entries()) {
      const { session_id, hash, chunk_count } = row;
      const place = first + at + 1_000;
      const data = {
        session_id,
        owner: row.owner_address,
        manifest_hash: hash,
        grant_hash: hash,
        merkle_root: hash,
        chunk_count,
        total_size: row.size_bytes,
        started_at_ms: row.started_at,
        ended_at_ms: row.ended_at,
      };
      const signed = { transaction: { type: "session_anchor", sender, sequence: place, data }, signature: "0".repeat(128) };
      transaction.run(block, place, hash, sender, place, JSON.stringify(signed));
      anchor.run(session_id, place, height, hash, sender, hash, chunk_count, hash);
      head.run(session_id, chunk_count, hash, height, hash, sender);
    }
  });
}
