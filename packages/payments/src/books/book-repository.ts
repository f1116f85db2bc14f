import type { TronNetwork } from "@lucid/contract";
import type { OpenDatabase } from "@lucid/foundation";
import { type Book, explained } from "./book-rules.ts";

/** What was last read of a wallet: in words of people, and when by this node's clock. */
export interface Held {
  readonly held: bigint;
  readonly held_block: number;
  readonly at: number;
}
export interface WalletBook extends Book, Held {
  readonly address: string;
}
/** What somebody has said that a difference was. It counts once `made_at` is set. */
export interface Explanation {
  readonly number: number;
  readonly amount: string;
  readonly reason: string;
  readonly explained_by: string;
  readonly explained_at: number;
  readonly approved_by: string | null;
  readonly made_at: number | null;
}
interface BookRow extends Omit<WalletBook, "base" | "doubt" | "doubt_at" | "is_open" | "held"> {
  readonly base: string | null;
  readonly doubt: string | null;
  readonly doubt_at: number | null;
  readonly is_open: number;
  readonly held: string;
}
interface Amount {
  readonly amount: string;
}
export type BookRepository = ReturnType<typeof createBookRepository>;

/** What wallets should hold by what is recorded, and what was found otherwise. */
export function createBookRepository({ read, write }: Pick<OpenDatabase, "read" | "write">) {
  const one = read.prepare<[string, string], BookRow>("SELECT * FROM wallet_book WHERE network = ? AND address = ?");
  const all = read.prepare<[string], BookRow>("SELECT * FROM wallet_book WHERE network = ? ORDER BY rowid");
  const keep = write.prepare<BookRow & { network: string }>(
    `INSERT INTO wallet_book (network, address, base, block, block_at, doubt, doubt_at, is_open, held, held_block, at)
     VALUES (:network, :address, :base, :block, :block_at, :doubt, :doubt_at, :is_open, :held, :held_block, :at)
     ON CONFLICT (network, address) DO UPDATE SET base = :base, block = :block, block_at = :block_at, doubt = :doubt,
       doubt_at = :doubt_at, is_open = :is_open, held = :held, held_block = :held_block, at = :at`,
  );
  /** What came from, or goes to, the wallet itself changes nothing of what it holds. */
  const came = read.prepare<[string, string, number], Amount>(
    "SELECT amount FROM receipt WHERE network = ? AND address = ? AND from_address <> address AND block <= ?",
  );
  const went = read.prepare<[string, string, number], Amount>(
    `SELECT amount FROM transfer WHERE network = ? AND from_address = ? AND to_address <> from_address AND asset = 'USDT'
       AND state = 'solidified' AND block <= ?`,
  );
  const flying = read.prepare<[string, string], { transfer_id: string }>(
    `SELECT transfer_id FROM transfer WHERE network = ? AND from_address = ? AND to_address <> from_address AND asset = 'USDT'
       AND state IN ('signed', 'broadcast', 'seen')`,
  );
  const newest = read.prepare<[string, string], Explanation>(
    "SELECT * FROM wallet_explanation WHERE network = ? AND address = ? ORDER BY number DESC LIMIT 1",
  );
  const explain = write.prepare<Omit<Explanation, "number" | "approved_by"> & { network: string; address: string }>(
    `INSERT INTO wallet_explanation (network, address, amount, reason, explained_by, explained_at, made_at)
     VALUES (:network, :address, :amount, :reason, :explained_by, :explained_at, :made_at)`,
  );
  const approve = write.prepare<[string, number, number]>(
    "UPDATE wallet_explanation SET approved_by = ?, made_at = ? WHERE number = ? AND made_at IS NULL",
  );

  const total = (rows: Iterable<Amount>): bigint => {
    let sum = 0n;
    for (const { amount } of rows) sum += BigInt(amount);
    return sum;
  };
  const bookOf = ({ base, doubt, doubt_at, is_open, held, ...row }: BookRow): WalletBook => ({
    ...row,
    base: base === null ? undefined : BigInt(base),
    doubt: doubt === null ? undefined : BigInt(doubt),
    doubt_at: doubt_at ?? undefined,
    is_open: is_open === 1,
    held: BigInt(held),
  });
  function find(network: TronNetwork, address: string): WalletBook | undefined {
    const row = one.get(network, address);
    return row && bookOf(row);
  }
  function set(network: TronNetwork, { base, doubt, doubt_at, is_open, held, ...row }: WalletBook): void {
    keep.run({
      ...{ ...row, network, held: held.toString(), is_open: is_open ? 1 : 0, doubt_at: doubt_at ?? null },
      ...{ base: base?.toString() ?? null, doubt: doubt?.toString() ?? null },
    });
  }

  return {
    find,
    list: (network: TronNetwork): readonly WalletBook[] => all.all(network).map(bookOf),
    set,
    /** What is recorded of a wallet until a block: what came in less what went out and is known to be solidified. */
    recorded: (network: TronNetwork, address: string, block: number): bigint =>
      total(came.iterate(network, address, block)) - total(went.iterate(network, address, block)),
    /** Transfers out of which it is not known yet whether they are solidified. */
    flying: (network: TronNetwork, address: string): readonly string[] =>
      flying.all(network, address).map(({ transfer_id }) => transfer_id),
    explanation: (network: TronNetwork, address: string): Explanation | undefined => newest.get(network, address),
    /** Somebody says what an open difference was. With `isMade` it counts at once. @returns false where the difference is another one by now. */
    explain: write.transaction(
      (network: TronNetwork, address: string, said: Omit<Explanation, "number" | "approved_by" | "made_at">, isMade: boolean) => {
        const book = find(network, address);
        if (!book?.is_open || book.doubt?.toString() !== said.amount) return false;
        explain.run({ ...said, network, address, made_at: isMade ? said.explained_at : null });
        if (isMade) set(network, { ...book, ...explained(book) });
        return true;
      },
    ),
    /** A second person agrees. @returns false where difference or explanation are others by now. */
    approve: write.transaction((network: TronNetwork, address: string, number: number, by: string, at: number): boolean => {
      const [book, said] = [find(network, address), newest.get(network, address)];
      if (!book?.is_open || said?.number !== number || book.doubt?.toString() !== said.amount) return false;
      if (approve.run(by, at, number).changes === 0) return false;
      set(network, { ...book, ...explained(book) });
      return true;
    }),
  };
}
