import type { PaymentsCalls, PayoutRules, WalletComparison } from "@lucid/contract";
import type { OpenDatabase } from "@lucid/foundation";
import { createTestClock, type SeededRandom } from "@lucid/foundation/testing";
import type { Devnet } from "@lucid/tron-devnet";
import { createBookRepository } from "../../books/book-repository.ts";
import { type Books, createBooks } from "../../books/create-books.ts";
import { createInvoices, type Invoices } from "../../invoices/create-invoices.ts";
import { createInvoiceRepository, type InvoiceRow, type ReceiptRow } from "../../invoices/invoice-repository.ts";
import { NetworkError } from "../../network/network-error.ts";
import { createCorrectionRepository } from "../../payouts/corrections.ts";
import { createPayouts, type Payouts } from "../../payouts/create-payouts.ts";
import { type Balances, createLedger, type EntryRow } from "../../payouts/ledger.ts";
import { createPayoutRepository, type PayoutRow } from "../../payouts/payout-repository.ts";
import { createPayoutSettings } from "../../payouts/payout-wallet.ts";
import { createStatementRepository } from "../../payouts/statements.ts";
import { Refusal } from "../../refusal.ts";
import { createScheduleRepository } from "../../schedules/schedule-repository.ts";
import { createTransfers, type Transfers } from "../../transfers/create-transfers.ts";
import { createTransferRepository } from "../../transfers/transfer-repository.ts";
import { addressOfKey } from "../../tron/address.ts";
import { Crash, createDoom, mortal, mortalClient, mortalTransfers } from "./crash.ts";
import { keyFrom, partsOfLife, STAKING_RULES } from "./life.ts";
import { createRoughClient } from "./rough-client.ts";
import type { Sufferer } from "./world.ts";

/**
 * A node that sells by invoice: one wallet that money comes into and is sent back from, and people who pay too little, too much, too late, and
 * twice.
 */
export interface Shop extends Sufferer {
  readonly payees: readonly string[];
  invoices(): readonly InvoiceRow[];
  receipts(): readonly ReceiptRow[];
  /** What was sent back, or was to be. */
  refunds(): readonly PayoutRow[];
  /** What of it is told as over, in that order. */
  refundEnds(): readonly { readonly payout_id: string; readonly state: string }[];
  balance(payee: string): Balances;
  /** What the ledger says is owed, and for which invoice. */
  entries(payee: string): readonly EntryRow[];
  /** What invoices came to, in the order in which it is told. */
  steps(): readonly { readonly invoice_id: string; readonly state: string }[];
  /** Whether its wallet holds what is recorded, as the shop itself finds. */
  comparisons(): readonly WalletComparison[];
}

const NETWORK = "devnet";
const RULES = { expiry_s: 120, share_permille: 800, payer_open: 50 } as const;
const PAYOUT_RULES: PayoutRules = {
  ...{ threshold: "2000000", least: "1000000", most: "6000000", v0_most: "4000000", fee: "100000" },
  ...{ day_total: "40000000", hour_total: "9000000", payee_day: 10, batch: 4, cost_permille: 20, trx_price: "1" },
  approve_from: "5000000",
};
const LIMIT = "1000000000000";
interface Life {
  readonly invoices: Invoices;
  readonly payouts: Payouts;
  readonly transfers: Transfers;
  readonly books: Books;
}
const ALL = { before: Number.MAX_SAFE_INTEGER, limit: -1 } as const;

export function createShop(devnet: Devnet, db: OpenDatabase, random: SeededRandom, wallet_id: string): Shop {
  const clock = createTestClock(devnet.chain.now());
  const privateKey = keyFrom(random);
  const address = addressOfKey(privateKey);
  const user_id = `owner of ${wallet_id}`;
  const payees = ["ada", "bob"] as const;
  let permille = 0;
  const line = createRoughClient(devnet, random.fork("line"), { permille: () => permille, isDeaf: () => false });
  const deaths = random.fork("deaths");
  const uuids = random.fork("ids");
  const ledger = createLedger(db);
  const stored = createInvoiceRepository(db, ledger);
  const transferRows = createTransferRepository(db);
  const payoutRows = createPayoutRepository(db, { ledger, transfers: transferRows });
  const settings = createPayoutSettings(db);
  settings.setWallet(NETWORK, { wallet_id, user_id, address });
  stored.name({ network: NETWORK, address, wallet_id, user_id, named_at: devnet.chain.solid().timestamp });
  let lives = 0;
  /** One process, and sometimes another beside it that has not heard that it is dead. */
  let life = begin();
  let ghost: Life | undefined;
  let orders = 0;
  let refunded: PaymentsCalls["refundReceipt"]["input"] | undefined;
  let refundKeys = 0;

  function begin(): Life {
    lives += 1;
    const doom = createDoom(deaths, () => permille);
    const parts = {
      ...partsOfLife({ devnet, clock, wallet_id, user_id, address }),
      client: mortalClient(line, doom),
      transfers: mortalTransfers(transferRows, doom),
      randomness: {
        bytes: (length: number) => random.bytes(length),
        uuid: () => Buffer.from(uuids.bytes(16)).toString("hex"),
      },
      unlocked: { key: () => privateKey },
      onChange: () => undefined,
    };
    const invoices = createInvoices(
      {
        ...parts,
        invoices: mortal(stored, doom, ["name", "add", "take", "assign", "decide"]),
        onOwed: () => undefined,
      },
      { network: NETWORK, invoice_rules: RULES },
    );
    const books = createBooks(
      {
        ...{ ...parts, received: stored, books: mortal(createBookRepository(db), doom, ["set", "explain", "approve"]) },
        takeIn: () => invoices.goOn(),
        takeInAgain: (of, from) => invoices.readAgain(of, from),
      },
      { network: NETWORK, payout_rules: PAYOUT_RULES },
    );
    const transfers = createTransfers(
      { ...parts, onPayout: () => undefined },
      { network: NETWORK, day_limits: { sun: LIMIT, micro_usdt: LIMIT }, staking_rules: STAKING_RULES },
    );
    return {
      ...{ invoices, books, transfers },
      payouts: createPayouts(
        {
          ...{ ...parts, sign: transfers.sign, ledger, settings, received: stored, books, walletDifferences: books.differences },
          ...{ onBegun: () => undefined, onRefund: () => undefined },
          payouts: mortal(payoutRows, doom, ["add", "approve", "start", "settle", "giveUp"]),
          corrections: createCorrectionRepository(db, ledger),
          statements: createStatementRepository(db),
          schedules: createScheduleRepository(db),
        },
        { network: NETWORK, payout_rules: PAYOUT_RULES },
      ),
    };
  }
  /** What is expected of a bad day; a death is followed by another life. */
  async function attempt(act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (error instanceof Crash) {
        life.invoices[Symbol.dispose]();
        life.transfers[Symbol.dispose]();
        life = begin();
      } else if (!(error instanceof Refusal) && !(error instanceof NetworkError)) throw error;
    }
  }

  async function order(): Promise<void> {
    // Whoever does not know whether it was heard asks again, under the same key.
    if (random.below(3) > 0) orders += 1;
    const asked = {
      ...{ actor: "ada", own: false, title: "a session", payee: payees[orders % 3] ?? null, payer: null },
      ...{ price: String(1_000_000 * (1 + (orders % 2))), idempotency_key: `${wallet_id}-${orders}` },
    };
    const others = random.below(6) === 0 ? [ghost ?? life] : [];
    await Promise.all([life, ...others].map((one) => attempt(() => one.invoices.calls.createInvoice(asked))));
  }
  const any = (): InvoiceRow | undefined => {
    const rows = stored.page(NETWORK, { ...ALL, limit: 6 });
    return rows.length === 0 ? undefined : random.pick(rows);
  };
  /** Mostly what is asked for; else too little, too much, or what nobody asked for. */
  async function pay(): Promise<void> {
    const invoice = any();
    const amount = invoice && random.below(4) > 0 ? invoice.amount : 1 + random.below(3_000_000);
    await devnet.fund(address, { usdt: BigInt(amount) });
  }
  async function decide(): Promise<void> {
    const invoice_id = any()?.invoice_id;
    const actor = "bob";
    if (invoice_id === undefined) return;
    const [lost] = stored.receipts(NETWORK, { ...ALL, unassigned: true, limit: 1 });
    const kind = random.below(3);
    if (kind === 0) await attempt(() => life.invoices.calls.cancelInvoice({ actor, invoice_id }));
    else if (kind === 1) await attempt(() => life.invoices.calls.acceptInvoice({ actor, invoice_id }));
    else if (lost) {
      const { transaction_id, place } = lost;
      await attempt(() => life.invoices.calls.assignReceipt({ actor, invoice_id, transaction_id, place }));
    }
  }
  /** All of what can be, or any amount; again under the same key, by two at once, and under another key, now and then. */
  async function sendBack(): Promise<void> {
    const receipts = stored.receipts(NETWORK, { ...ALL, unassigned: false, limit: 8 });
    if (receipts.length === 0) return;
    if (!refunded || random.below(3) > 0) {
      const { transaction_id, place } = random.pick(receipts);
      const most = stored.owedBack(NETWORK, transaction_id, place)?.amount ?? 0n;
      const amount = most > 0n && random.below(3) > 0 ? most.toString() : String(1 + random.below(2_000_000));
      refundKeys += 1;
      refunded = { actor: "bob", transaction_id, place, amount, idempotency_key: `${wallet_id}-${refundKeys}` };
    }
    const asked = refunded;
    const others = random.below(3) === 0 ? [ghost ?? life] : [];
    const again = { ...asked, idempotency_key: `${asked.idempotency_key} ${random.below(2)}` };
    await Promise.all([
      attempt(() => life.payouts.calls.refundReceipt(asked)),
      ...others.map((one) => attempt(() => one.payouts.calls.refundReceipt(random.below(2) === 0 ? asked : again))),
    ]);
  }
  async function approveOrCancel(): Promise<void> {
    const rows = payoutRows.page(NETWORK, { ...ALL, limit: 4 });
    if (rows.length === 0) return;
    const { payout_id } = random.pick(rows);
    if (random.below(3) === 0) await attempt(() => life.payouts.calls.cancelPayout({ actor: "bob", payout_id }));
    else await attempt(() => life.payouts.calls.approvePayout({ actor: "ada", payout_id }));
  }
  const compare = (): Promise<void> => attempt(() => life.books.compare());
  async function goOn(one: Life): Promise<void> {
    await attempt(() => one.invoices.goOn());
    await attempt(() => one.payouts.goOn());
    await attempt(() => one.transfers.goOn());
  }

  return {
    ...{ address, payees, gift: { trx: 600_000_000n, usdt: 1_000n } },
    disturb(next) {
      permille = next;
    },
    async turn() {
      ghost = random.below(12) === 0 ? begin() : random.below(3) === 0 ? undefined : ghost;
      if (random.below(20) === 0) clock.setNow(devnet.chain.now() + (random.below(2_000) - 1_000) * 3_600);
      clock.advance(3_000);
      for (const [act, often] of [
        [order, 5],
        [pay, 3],
        [decide, 15],
        [sendBack, 5],
        [approveOrCancel, 12],
        [compare, 6],
      ] as const)
        if (random.below(often) === 0) await act();
      await goOn(life);
      if (!ghost || random.below(2) === 0) return;
      await Promise.all([goOn(life), goOn(ghost)]);
    },
    async quietTurn() {
      ghost = undefined;
      clock.advance(7_500_000);
      await goOn(life);
      await compare();
    },
    comparisons: () => life.books.comparisons(),
    lives: () => lives,
    invoices: () => stored.page(NETWORK, ALL),
    receipts: () => stored.receipts(NETWORK, { ...ALL, unassigned: false }),
    refunds: () => payoutRows.page(NETWORK, ALL),
    refundEnds: () => stored.refundEnds(NETWORK, 0, -1),
    balance: (payee) => ledger.balance(NETWORK, payee),
    entries: (payee) => ledger.page(NETWORK, payee, ALL.before, ALL.limit),
    steps: () => stored.steps(NETWORK, 0, -1),
  };
}
