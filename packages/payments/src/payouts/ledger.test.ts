import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "@lucid/foundation";
import { afterEach, beforeEach, expect, it } from "vitest";
import { MIGRATIONS } from "../store/migrations.ts";
import { createTransferRepository, type NewTransfer } from "../transfers/transfer-repository.ts";
import { createCorrectionRepository } from "./corrections.ts";
import { createLedger, type NewEntry } from "./ledger.ts";
import { createPayoutRepository, type NewPayout } from "./payout-repository.ts";

let stack: DisposableStack;
let db: ReturnType<typeof openDatabase>;
beforeEach(() => {
  stack = new DisposableStack();
  const folder = mkdtempSync(join(tmpdir(), "lucid-ledger-"));
  stack.defer(() => rmSync(folder, { recursive: true }));
  db = stack.use(openDatabase({ path: join(folder, "payments.db"), migrations: MIGRATIONS, synchronous: "normal" }));
});
afterEach(() => stack.dispose());

const network = "devnet" as const;
const accrual = (key: string, amount: bigint): NewEntry => ({
  ...{ idempotency_key: key, at: 1, network, payee: "ada", source: "issued", target: "accrued", amount, kind: "correction" },
  about: key,
});
const payout = (over: Partial<NewPayout> = {}): NewPayout => ({
  ...{ payout_id: "p", network, payee: "ada", address: "T", route: "v0", amount: 30n, fee: 1n, requested_by: "bob" },
  ...{ requested_at: 2, note: "", priority: 1, not_before: null, batch_id: null, approvals_needed: 0, approve_until: null },
  ...{ forecast_fee_sun: "1", most_fee_sun: "2", idempotency_key: "k", refund_of: null, refund_place: null, schedule_run: null },
  ...over,
});
function books() {
  const ledger = createLedger(db);
  const payouts = createPayoutRepository(db, { ledger, transfers: createTransferRepository(db) });
  ledger.enter(accrual("a", 100n));
  return { ledger, payouts, balance: () => ledger.balance(network, "ada") };
}
const need = (payouts: ReturnType<typeof createPayoutRepository>) => payouts.find("p") ?? expect.fail("no payout");

it("enters the same entry once, and nothing else under its key", () => {
  const { ledger, balance } = books();
  expect(ledger.enter(accrual("a", 100n))).toBe(false);
  expect(() => ledger.enter(accrual("a", 101n))).toThrow("stands for another entry");
  expect(balance()).toEqual({ issued: -100n, accrued: 100n, locked: 0n, paid: 0n, fees: 0n });
  expect(ledger.recount(network)).toEqual(ledger.balances(network));
});

it("lets no account but the source of all go below nothing, and no other ways between accounts", () => {
  const { ledger, balance } = books();
  const back: NewEntry = { ...accrual("b", 101n), source: "accrued", target: "issued" };
  expect(() => ledger.enter(back)).toThrow("CHECK");
  expect(() => ledger.enter({ ...accrual("c", 1n), source: "accrued", target: "paid" })).toThrow("CHECK");
  expect(() => ledger.enter(accrual("d", 0n))).toThrow("CHECK");
  expect(ledger.enter({ ...back, amount: 100n })).toBe(true);
  expect(balance()).toMatchObject({ issued: 0n, accrued: 0n });
});

it("is only ever added to", () => {
  books();
  expect(() => db.write.prepare("UPDATE ledger_entry SET amount = 1").run()).toThrow("never changed");
  expect(() => db.write.prepare("DELETE FROM ledger_entry").run()).toThrow("never removed");
});

it("keeps amounts that a double does not hold", () => {
  const { ledger, balance } = books();
  for (let index = 0; index < 10; index += 1) ledger.enter(accrual(`big ${index}`, 999_999_999_999_999n));
  ledger.enter(accrual("one", 1n));
  expect(balance().accrued).toBe(9_999_999_999_999_990n + 101n);
});

it("sets aside what a payout pays, and gives it back or pays it, once", () => {
  const { payouts, balance } = books();
  payouts.add([payout()]);
  expect(balance()).toMatchObject({ accrued: 70n, locked: 30n });
  const row = need(payouts);
  expect(row.state).toBe("approved");
  expect(payouts.giveUp(row, "cancelled", 3, "by-hand")).toBe(true);
  expect(payouts.giveUp(row, "cancelled", 4, "by-hand")).toBe(false);
  expect(payouts.settle(row, 5)).toBe(false);
  expect(balance()).toMatchObject({ accrued: 100n, locked: 0n, paid: 0n });
});

it("makes no payout of more than is owed, nor any of a batch then", () => {
  const { payouts, balance } = books();
  const two = [payout(), payout({ payout_id: "q", idempotency_key: "l", amount: 71n })];
  expect(() => payouts.add(two)).toThrow("CHECK");
  expect(payouts.find("p")).toBeUndefined();
  expect(balance()).toMatchObject({ accrued: 100n, locked: 0n });
});

it("approves nothing without those who must, and by nobody who asked for it or is paid", () => {
  const { payouts } = books();
  payouts.add([payout({ approvals_needed: 2, approve_until: 9 })]);
  const go = () => db.write.prepare("UPDATE payout SET state = 'approved'").run();
  expect(go).toThrow("not approved yet");
  for (const user of ["ada", "bob"]) expect(() => payouts.approve(need(payouts), user, 3)).toThrow("nobody approves");
  expect(payouts.approve(need(payouts), "cyd", 3)).toBe(true);
  expect(() => payouts.approve(need(payouts), "cyd", 3)).toThrow("UNIQUE");
  expect(need(payouts).state).toBe("locked");
  expect(payouts.approve(need(payouts), "dan", 4)).toBe(true);
  expect(need(payouts)).toMatchObject({ state: "approved" });
  expect(payouts.approve(need(payouts), "eve", 5)).toBe(false);
});

it("orders one transfer for a payout, and never again; what it pays does not change", () => {
  const { payouts, balance } = books();
  payouts.add([payout({ fee: 0n })]);
  const transfer: NewTransfer = {
    asset: "USDT",
    ...{ transfer_id: "t", user_id: "bob", wallet_id: "w", network, amount: "30", from_address: "F" },
    ...{
      to_address: "T",
      idempotency_key: "payout:p",
      payout_id: "p",
      forecast_fee_sun: "1",
      most_fee_sun: "2",
      requested_at: 3,
    },
  };
  const approved = need(payouts);
  expect(payouts.start(approved, transfer, 3)).toBe(true);
  expect(payouts.start(approved, { ...transfer, transfer_id: "u", idempotency_key: "other" }, 3)).toBe(false);
  const transfers = createTransferRepository(db);
  expect(() => transfers.add({ ...transfer, transfer_id: "u", idempotency_key: "other" })).toThrow("UNIQUE");
  expect(transfers.list("bob", undefined, 100, 10)).toEqual([]);
  expect(transfers.owners()).toEqual([]);
  transfers.move({ transfer_id: "t", state: "requested" }, "failed", 4, { reason: "balance" });
  expect(() => transfers.reorder({ transfer_id: "t", state: "failed" }, "2", 5)).toThrow("ordered once");
  expect(() => db.write.prepare("UPDATE payout SET amount = 31").run()).toThrow("what it was made for");
  // Without a fee nothing is kept.
  expect(payouts.settle(need(payouts), 6)).toBe(true);
  expect(balance()).toEqual({ issued: -100n, accrued: 70n, locked: 0n, paid: 30n, fees: 0n });
  expect(payouts.torn(network)).toEqual(["p"]);
});

it("lists a correction that waits before all that were decided, however many those are", () => {
  const corrections = createCorrectionRepository(db, createLedger(db));
  const propose = (at: number) =>
    corrections.add({
      ...{ correction_id: String(at), network, payee: "ada", amount: "1", reason: "work", proposed_by: "bob" },
      ...{ proposed_at: at, approve_until: 9 },
    });
  propose(0);
  for (let at = 1; at <= 52; at += 1) {
    propose(at);
    corrections.end(String(at), "withdrawn", "bob", at);
  }
  const listed = corrections.newest(network);
  expect(listed).toHaveLength(50);
  expect(listed.slice(0, 2).map(({ correction_id }) => correction_id)).toEqual(["0", String(52)]);
});
