import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "@lucid/foundation";
import { afterEach, beforeEach, expect, it } from "vitest";
import { MIGRATIONS } from "../store/migrations.ts";
import { createTransferRepository, type NewTransfer } from "../transfers/transfer-repository.ts";
import { createBookRepository, type WalletBook } from "./book-repository.ts";

let stack: DisposableStack;
let db: ReturnType<typeof openDatabase>;
beforeEach(() => {
  stack = new DisposableStack();
  const folder = mkdtempSync(join(tmpdir(), "lucid-books-"));
  stack.defer(() => rmSync(folder, { recursive: true }));
  db = stack.use(openDatabase({ path: join(folder, "payments.db"), migrations: MIGRATIONS, synchronous: "normal" }));
});
afterEach(() => stack.dispose());

const network = "devnet" as const;
/** More than a double can hold to the last unit. */
const BIG = 9_007_199_254_740_993n;
const open: WalletBook = {
  ...{ address: "T", base: BIG, block: 7, block_at: 21_000, doubt: -5n, doubt_at: 24_000, is_open: true },
  ...{ held: BIG - 5n, held_block: 30, at: 90_000 },
};
const said = { amount: "-5", reason: "moved to the bank", explained_by: "ada", explained_at: 91_000 };

function receipt(amount: string, block: number, from = "F", address = "T"): void {
  db.write
    .prepare<[string, string, string, string, number]>(
      "INSERT INTO receipt (network, transaction_id, place, address, from_address, amount, block, block_at, found_at) VALUES ('devnet', ?, 0, ?, ?, ?, ?, 1, 1)",
    )
    .run(`${amount} in ${block} from ${from} to ${address}`, address, from, amount, block);
}
/** A transfer out, solidified in a block. */
function sent(transfer_id: string, over: Partial<NewTransfer> & { readonly block?: number } = {}): void {
  const transfers = createTransferRepository(db);
  const { block = 10, ...rest } = over;
  transfers.add({
    ...{ transfer_id, user_id: "ada", wallet_id: "w", network, asset: "USDT", amount: "3", from_address: "T", to_address: "X" },
    ...{ idempotency_key: transfer_id, forecast_fee_sun: "1", most_fee_sun: "1", requested_at: 1, payout_id: null },
    ...rest,
  });
  const form = { hex: "", reference_block: 1, reference_id: "", expires_at: 2 };
  transfers.sign({ transfer_id, state: "requested" }, { ...form, transaction_id: transfer_id }, "1", 1);
  if (block > 0)
    transfers.settle({ transfer_id, state: "signed" }, "solidified", { fee_sun: "1", energy: 1, bandwidth: 1 }, 1, { block });
}

it("keeps a book to the last unit", () => {
  const books = createBookRepository(db);
  expect(books.find(network, "T")).toBeUndefined();
  books.set(network, open);
  expect(books.find(network, "T")).toMatchObject(open);
  const first = { ...open, base: undefined, is_open: false };
  books.set(network, first);
  expect(books.list(network)).toMatchObject([first]);
  expect(books.list("nile")).toEqual([]);
  expect(() => books.set(network, { ...first, is_open: true })).toThrow(/CHECK/);
});

it("counts what came in and went out until a block, and nothing that changes nothing", () => {
  const books = createBookRepository(db);
  receipt(String(BIG), 5);
  receipt("2", 6);
  receipt("4", 11);
  receipt("8", 5, "T");
  receipt("16", 5, "F", "U");
  sent("a");
  sent("to itself", { to_address: "T", amount: "32" });
  sent("TRX", { asset: "TRX", amount: "64" });
  sent("on another network", { network: "nile", amount: "128" });
  sent("later", { block: 12, amount: "256" });
  sent("flies", { block: 0, amount: "512" });
  expect(books.recorded(network, "T", 10)).toBe(BIG + 2n - 3n);
  expect(books.recorded(network, "T", 5)).toBe(BIG);
  expect(books.recorded(network, "T", 12)).toBe(BIG + 2n + 4n - 3n - 256n);
  expect(books.flying(network, "T")).toEqual(["flies"]);
});

it("takes an explanation of the difference that there is, once, and keeps it", () => {
  const books = createBookRepository(db);
  expect(books.explain(network, "T", said, true)).toBe(false);
  books.set(network, open);
  expect(books.explain(network, "T", { ...said, amount: "-4" }, true)).toBe(false);
  expect(books.explain(network, "T", said, true)).toBe(true);
  expect(books.find(network, "T")).toMatchObject({ base: BIG - 5n, doubt: undefined, is_open: false });
  expect(books.explanation(network, "T")).toMatchObject({ ...said, approved_by: null, made_at: 91_000 });
  expect(books.explain(network, "T", said, true)).toBe(false);
  for (const change of ["UPDATE wallet_explanation SET reason = 'x'", "DELETE FROM wallet_explanation"])
    expect(() => db.write.prepare(change).run()).toThrow(/explanation/);
});

it("lets a large one count when a second person agrees to the same one", () => {
  const books = createBookRepository(db);
  books.set(network, open);
  expect(books.explain(network, "T", said, false)).toBe(true);
  const { number } = books.explanation(network, "T") ?? expect.fail("it is not kept");
  expect(books.find(network, "T")).toMatchObject({ is_open: true });
  expect(() => books.approve(network, "T", number, "ada", 92_000)).toThrow(/CHECK/);
  expect(books.find(network, "T")).toMatchObject({ is_open: true });
  books.set(network, { ...open, doubt: -6n });
  expect(books.approve(network, "T", number, "bob", 92_000)).toBe(false);
  books.set(network, open);
  expect(books.approve(network, "T", number + 1, "bob", 92_000)).toBe(false);
  expect(books.approve(network, "T", number, "bob", 92_000)).toBe(true);
  expect(books.explanation(network, "T")).toMatchObject({ approved_by: "bob", made_at: 92_000 });
  expect(books.find(network, "T")).toMatchObject({ base: BIG - 5n, is_open: false });
  expect(books.approve(network, "T", number, "bob", 93_000)).toBe(false);
});

it("finds no difference where transfers of an account are forgotten that is gone", () => {
  const books = createBookRepository(db);
  sent("a");
  sent("TRX", { asset: "TRX", amount: "64" });
  sent("flies", { block: 0, amount: "512" });
  books.set(network, open);
  books.set(network, { ...open, address: "U", base: undefined, is_open: false });
  sent("of another", { from_address: "U", user_id: "ada" });
  createTransferRepository(db).eraseOwner("ada");
  expect(books.recorded(network, "T", 10)).toBe(0n);
  expect(books.find(network, "T")).toMatchObject({ base: BIG - 3n, doubt: -5n });
  // What was read once only is read anew.
  expect(books.find(network, "U")).toBeUndefined();
});
