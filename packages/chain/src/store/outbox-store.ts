import type { ReadDb, WriteDb } from "@lucid/foundation";
import { canonicalJson } from "@lucid/proof";
import type { SignedChainTransaction } from "../transactions/transaction-format.ts";
import { parseSigned } from "./block-store.ts";

export interface OutboxEntry {
  readonly ordinal: number;
  readonly id: string;
  readonly submittedAtMs: number;
  readonly signed: SignedChainTransaction;
}

interface OutboxRow {
  readonly ordinal: number;
  readonly id: string;
  readonly submitted_at_ms: number;
  readonly content: string;
}

/** This node's own transactions until they are final, in the order they were handed in. */
export function createOutboxStore(db: { readonly read: ReadDb; readonly write: WriteDb }) {
  const all = db.read.prepare<[], OutboxRow>("SELECT ordinal, id, submitted_at_ms, content FROM outbox ORDER BY ordinal");
  const successor = db.read.prepare<[string], { successor: string | null }>(
    "SELECT successor FROM transaction_successor WHERE id = ?",
  );
  const insert = db.write.prepare(`
    INSERT INTO outbox (id, sequence, expires_at, submitted_at_ms, content)
    VALUES (:id, :sequence, :expires_at, :submitted_at_ms, :content)`);
  const replace = db.write.prepare(
    "UPDATE outbox SET id = :id, sequence = :sequence, expires_at = :expires_at, content = :content WHERE ordinal = :ordinal",
  );
  const remove = db.write.prepare("DELETE FROM outbox WHERE id = ?");
  const succeed = db.write.prepare("INSERT OR REPLACE INTO transaction_successor (id, successor) VALUES (:id, :successor)");

  function columns(id: string, signed: SignedChainTransaction) {
    const { sequence, expires_at } = signed.transaction;
    return { id, sequence, expires_at, content: canonicalJson(signed) };
  }

  return {
    /** Several changes as one: they wait for the disk once. */
    atomically<Result>(work: () => Result): Result {
      return db.write.transaction(work)();
    },
    all: (): OutboxEntry[] =>
      all.all().map(({ ordinal, id, submitted_at_ms, content }) => ({
        ordinal,
        id,
        submittedAtMs: submitted_at_ms,
        signed: parseSigned(content),
      })),
    add(id: string, signed: SignedChainTransaction, submittedAtMs: number): OutboxEntry {
      const { lastInsertRowid } = insert.run({ ...columns(id, signed), submitted_at_ms: submittedAtMs });
      return { ordinal: Number(lastInsertRowid), id, submittedAtMs, signed };
    },
    /** Puts a newly signed form in an entry's place; the old id leads to the new one from now on. */
    replace(entry: OutboxEntry, id: string, signed: SignedChainTransaction): OutboxEntry {
      replace.run({ ...columns(id, signed), ordinal: entry.ordinal });
      succeed.run({ id: entry.id, successor: id });
      return { ...entry, id, signed };
    },
    /** Gives an entry up: its id then leads nowhere. */
    drop(entry: OutboxEntry): void {
      remove.run(entry.id);
      succeed.run({ id: entry.id, successor: null });
    },
    /** The entry's transaction is final. */
    settle: (id: string) => void remove.run(id),
    /** What became of an id that was signed anew: the next id, null for a dropped one, undefined for any other. */
    successorOf: (id: string) => successor.get(id)?.successor,
  };
}
export type OutboxStore = ReturnType<typeof createOutboxStore>;
