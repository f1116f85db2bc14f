import type { ReadDb, WriteDb } from "@lucid/foundation";
import { canonicalJson, type Header, type SignedAttestation, type SignedHeader } from "@lucid/proof";
import type { CheckedTransaction } from "../transactions/check-transaction.ts";
import type { ChainBlock, SignedChainTransaction } from "../transactions/transaction-format.ts";

/** A block that passed every check, with what a node keeps beside it. */
export interface CheckedBlock {
  readonly block: ChainBlock;
  readonly hash: string;
  /** Bytes of the block's canonical form. */
  readonly size: number;
  readonly transactions: readonly CheckedTransaction[];
  readonly anchors: { readonly count: number; readonly peaks: readonly string[] };
}

export interface BlockRow {
  readonly hash: string;
  readonly parent: string;
  readonly height: number;
  readonly slot: number;
  readonly position: number;
  readonly rank: number;
  readonly epoch: number;
  readonly producer: string;
  readonly timestamp: number;
  readonly tx_count: number;
  readonly tx_total: number;
  readonly attestation_count: number;
  readonly size_bytes: number;
  readonly header: string;
  readonly signature: string;
  readonly anchor_count: number;
  readonly frontier: string;
  readonly canonical: 0 | 1;
}

export interface TransactionRow {
  readonly block_hash: string;
  readonly tx_index: number;
  readonly id: string;
  readonly type: string;
  readonly sender: string;
  readonly sequence: number;
  readonly content: string;
}

/** A transaction with the canonical block that holds it. */
export interface PlacedTransaction extends TransactionRow {
  readonly height: number;
  readonly timestamp: number;
}

export const parseSigned = (content: string): SignedChainTransaction => JSON.parse(content) as SignedChainTransaction;
export const signedHeaderOf = (row: BlockRow): SignedHeader => ({
  header: JSON.parse(row.header) as Header,
  signature: row.signature,
});

export type BlockReader = ReturnType<typeof createBlockReader>;

/** CROSS JOIN keeps SQLite from walking all canonical blocks to find the one that a transaction is in. */
export function createBlockReader(db: ReadDb) {
  const byHash = db.prepare<[string], BlockRow>("SELECT * FROM block WHERE hash = ?");
  const canonicalAt = db.prepare<[number], BlockRow>("SELECT * FROM block WHERE canonical = 1 AND height = ?");
  const head = db.prepare<[], BlockRow>("SELECT * FROM block WHERE canonical = 1 ORDER BY height DESC LIMIT 1");
  const above = db.prepare<[number], BlockRow>("SELECT * FROM block WHERE height > ? ORDER BY height");
  const range = db.prepare<{ from: number; to: number }, BlockRow>(
    "SELECT * FROM block WHERE canonical = 1 AND height BETWEEN :from AND :to ORDER BY height DESC",
  );
  const transactions = db.prepare<[string], TransactionRow>(
    "SELECT * FROM block_transaction WHERE block_hash = ? ORDER BY tx_index",
  );
  const transactionIds = db.prepare<[string], Pick<TransactionRow, "block_hash" | "id">>(`
    SELECT block_hash, id FROM block_transaction WHERE block_hash IN (SELECT value FROM json_each(?)) ORDER BY block_hash, tx_index`);
  const attestations = db.prepare<[string], { content: string }>(
    "SELECT content FROM block_attestation WHERE block_hash = ? ORDER BY attestation_index",
  );
  const placed = db.prepare<[string], PlacedTransaction>(`
    SELECT t.*, b.height, b.timestamp FROM block_transaction t CROSS JOIN block b ON b.hash = t.block_hash
    WHERE t.id = ? AND b.canonical = 1`);

  return {
    byHash: (hash: string) => byHash.get(hash),
    canonicalAt: (height: number) => canonicalAt.get(height),
    head: () => head.get(),
    /** Blocks of all branches above a height, by height. */
    above: (height: number) => above.all(height),
    /** Canonical blocks of these heights, highest first. */
    range: (from: number, to: number) => range.all({ from, to }),
    transactionsOf: (hash: string) => transactions.all(hash),
    /** Ids of the transactions in each of these blocks, in order. */
    transactionIdsOf(hashes: readonly string[]): ReadonlyMap<string, readonly string[]> {
      const rows = Map.groupBy(transactionIds.all(JSON.stringify(hashes)), (row) => row.block_hash);
      return new Map(hashes.map((hash) => [hash, (rows.get(hash) ?? []).map(({ id }) => id)]));
    },
    placed: (id: string) => placed.get(id),
    body(row: BlockRow): ChainBlock {
      return {
        ...signedHeaderOf(row),
        transactions: transactions.all(row.hash).map(({ content }) => parseSigned(content)),
        attestations: attestations.all(row.hash).map(({ content }) => JSON.parse(content) as SignedAttestation),
      };
    },
  };
}

export function createBlockWriter(db: WriteDb) {
  const insert = db.prepare(`
    INSERT INTO block (hash, parent, height, slot, position, rank, epoch, producer, timestamp, tx_count, tx_total,
      attestation_count, size_bytes, header, signature, anchor_count, frontier, canonical)
    VALUES (:hash, :parent, :height, :slot, :position, :rank, :epoch, :producer, :timestamp, :tx_count,
      :tx_count + COALESCE((SELECT tx_total FROM block WHERE hash = :parent), 0),
      :attestation_count, :size_bytes, :header, :signature, :anchor_count, :frontier, 0)`);
  const insertTransaction = db.prepare(`
    INSERT INTO block_transaction (block_hash, tx_index, id, type, sender, sequence, content)
    VALUES (:block_hash, :tx_index, :id, :type, :sender, :sequence, :content)`);
  const insertAttestation = db.prepare(`
    INSERT INTO block_attestation (block_hash, attestation_index, attester, target_height, content)
    VALUES (:block_hash, :attestation_index, :attester, :target_height, :content)`);
  const setCanonical = db.prepare("UPDATE block SET canonical = :canonical WHERE hash = :hash");

  return {
    /** Stores a block of some branch. It becomes canonical only through `setCanonical`. */
    insert({ block, hash, size, transactions, anchors }: CheckedBlock): void {
      const { previous_hash: parent, timestamp, slot, position, rank, epoch, producer, height, tx_count } = block.header;
      insert.run({
        ...{ hash, parent, height, slot, position, rank, epoch, producer, timestamp, tx_count },
        attestation_count: block.attestations.length,
        size_bytes: size,
        header: canonicalJson(block.header),
        signature: block.signature,
        anchor_count: anchors.count,
        frontier: JSON.stringify(anchors.peaks),
      });
      for (const [tx_index, { id, signed }] of transactions.entries()) {
        const { type, sender, sequence } = signed.transaction;
        insertTransaction.run({ block_hash: hash, tx_index, id, type, sender, sequence, content: canonicalJson(signed) });
      }
      for (const [attestation_index, signed] of block.attestations.entries()) {
        const { attester, target } = signed.attestation;
        const content = canonicalJson(signed);
        insertAttestation.run({ block_hash: hash, attestation_index, attester, target_height: target.height, content });
      }
    },
    setCanonical: (hash: string, canonical: boolean) => void setCanonical.run({ hash, canonical: canonical ? 1 : 0 }),
  };
}
