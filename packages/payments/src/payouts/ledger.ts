import type { LedgerAccount, LedgerEntry, TronNetwork } from "@lucid/contract";
import type { OpenDatabase } from "@lucid/foundation";

/** An amount that goes from one account of a payee to another; micro-USDT. */
export interface NewEntry {
  /** The same entry under the same key is entered once. */
  readonly idempotency_key: string;
  readonly at: number;
  readonly network: TronNetwork;
  readonly payee: string;
  readonly source: LedgerAccount;
  readonly target: LedgerAccount;
  readonly amount: bigint;
  readonly kind: LedgerEntry["kind"];
  readonly about: string;
}
export type Balances = Readonly<Record<LedgerAccount, bigint>>;
export interface EntryRow extends Omit<NewEntry, "amount" | "idempotency_key" | "network"> {
  readonly number: number;
  readonly amount: string;
}
export type Ledger = ReturnType<typeof createLedger>;

const NONE: Balances = { issued: 0n, accrued: 0n, locked: 0n, paid: 0n, fees: 0n };

/**
 * The books: double entry, for each entry names both accounts. They can only be added to, and nothing but `issued`, where what is owed comes
 * from, can be less than nothing: the database refuses both. `accrued` is owed, `locked` is owed and set aside for a payout.
 */
export function createLedger({ read, write }: Pick<OpenDatabase, "read" | "write">) {
  const known = read.prepare<[string], { source: string; target: string; payee: string; amount: string }>(
    "SELECT source, target, payee, CAST(amount AS TEXT) AS amount FROM ledger_entry WHERE idempotency_key = ?",
  );
  const insert = write.prepare<NewEntry>(
    `INSERT INTO ledger_entry (idempotency_key, at, network, payee, source, target, amount, kind, about)
     VALUES (:idempotency_key, :at, :network, :payee, :source, :target, :amount, :kind, :about)`,
  );
  const balances = read.prepare<
    { network: string; payee: string | null },
    { payee: string; account: LedgerAccount; amount: string }
  >(
    `SELECT payee, account, CAST(amount AS TEXT) AS amount FROM ledger_balance
     WHERE network = :network AND (:payee IS NULL OR payee = :payee) ORDER BY payee`,
  );
  const recounted = read.prepare<{ network: string }, { payee: string; account: LedgerAccount; amount: string }>(
    `SELECT payee, account, CAST(sum(amount) AS TEXT) AS amount FROM (
       SELECT payee, source AS account, -amount AS amount FROM ledger_entry WHERE network = :network
       UNION ALL SELECT payee, target, amount FROM ledger_entry WHERE network = :network
     ) GROUP BY payee, account ORDER BY payee`,
  );
  const page = read.prepare<{ network: string; payee: string | null; before: number; limit: number }, EntryRow>(
    `SELECT number, at, payee, source, target, CAST(amount AS TEXT) AS amount, kind, about FROM ledger_entry
     WHERE network = :network AND (:payee IS NULL OR payee = :payee) AND number < :before ORDER BY number DESC LIMIT :limit`,
  );

  function byPayee(rows: readonly { payee: string; account: LedgerAccount; amount: string }[]): ReadonlyMap<string, Balances> {
    const found = new Map<string, Balances>();
    for (const { payee, account, amount } of rows) found.set(payee, { ...(found.get(payee) ?? NONE), [account]: BigInt(amount) });
    return found;
  }

  return {
    /** @returns whether it is new. @throws where the key stands for another entry, or an account holds less than that. */
    enter: write.transaction((entry: NewEntry): boolean => {
      const before = known.get(entry.idempotency_key);
      if (!before) return insert.run(entry).changes === 1;
      const { source, target, payee, amount } = entry;
      if (before.source !== source || before.target !== target || before.payee !== payee || before.amount !== String(amount))
        throw new Error("a key of the ledger stands for another entry");
      return false;
    }),
    /** What was entered under a key; nothing where nothing was. */
    entered: (key: string): bigint => BigInt(known.get(key)?.amount ?? 0),
    balance: (network: TronNetwork, payee: string): Balances => byPayee(balances.all({ network, payee })).get(payee) ?? NONE,
    balances: (network: TronNetwork): ReadonlyMap<string, Balances> => byPayee(balances.all({ network, payee: null })),
    /** The balances as the entries say them, whatever is kept beside. */
    recount: (network: TronNetwork): ReadonlyMap<string, Balances> => byPayee(recounted.all({ network })),
    page: (network: TronNetwork, payee: string | undefined, before: number, limit: number): readonly EntryRow[] =>
      page.all({ network, payee: payee ?? null, before, limit }),
  };
}
