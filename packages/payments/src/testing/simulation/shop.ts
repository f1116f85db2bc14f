import type { OpenDatabase } from "@lucid/foundation";
import { createTestClock, type SeededRandom } from "@lucid/foundation/testing";
import type { Devnet } from "@lucid/tron-devnet";
import { createInvoices, type Invoices } from "../../invoices/create-invoices.ts";
import { createInvoiceRepository, type InvoiceRow, type ReceiptRow } from "../../invoices/invoice-repository.ts";
import { NetworkError } from "../../network/network-error.ts";
import { type Balances, createLedger, type EntryRow } from "../../payouts/ledger.ts";
import { Refusal } from "../../refusal.ts";
import { addressOfKey } from "../../tron/address.ts";
import { Crash, createDoom, mortal, mortalClient } from "./crash.ts";
import { keyFrom, partsOfLife } from "./life.ts";
import { createRoughClient } from "./rough-client.ts";
import type { Sufferer } from "./world.ts";

/** A node that sells by invoice: one wallet that money comes into, and people who pay too little, too much, too late, and twice. */
export interface Shop extends Sufferer {
  readonly payees: readonly string[];
  invoices(): readonly InvoiceRow[];
  receipts(): readonly ReceiptRow[];
  balance(payee: string): Balances;
  /** What the ledger says is owed, and for which invoice. */
  entries(payee: string): readonly EntryRow[];
  /** What invoices came to, in the order in which it is told. */
  steps(): readonly { readonly invoice_id: string; readonly state: string }[];
}

const NETWORK = "devnet";
const RULES = { expiry_s: 120, share_permille: 800, payer_open: 50 } as const;
const ALL = { before: Number.MAX_SAFE_INTEGER, limit: -1 } as const;

export function createShop(devnet: Devnet, db: OpenDatabase, random: SeededRandom, wallet_id: string): Shop {
  const clock = createTestClock(devnet.chain.now());
  const address = addressOfKey(keyFrom(random));
  const user_id = `owner of ${wallet_id}`;
  const payees = ["ada", "bob"] as const;
  let permille = 0;
  const line = createRoughClient(devnet, random.fork("line"), { permille: () => permille, isDeaf: () => false });
  const deaths = random.fork("deaths");
  const uuids = random.fork("ids");
  const ledger = createLedger(db);
  const stored = createInvoiceRepository(db, ledger);
  stored.name({ network: NETWORK, address, wallet_id, user_id, named_at: devnet.chain.solid().timestamp });
  let lives = 0;
  /** One process, and sometimes another beside it that has not heard that it is dead. */
  let life = begin();
  let ghost: Invoices | undefined;
  let orders = 0;

  function begin(): Invoices {
    lives += 1;
    const doom = createDoom(deaths, () => permille);
    return createInvoices(
      {
        ...partsOfLife({ devnet, clock, wallet_id, user_id, address }),
        client: mortalClient(line, doom),
        invoices: mortal(stored, doom, ["name", "add", "take", "assign", "decide"]),
        randomness: { bytes: (length) => random.bytes(length), uuid: () => Buffer.from(uuids.bytes(16)).toString("hex") },
        onChange: () => undefined,
        onOwed: () => undefined,
      },
      { network: NETWORK, invoice_rules: RULES },
    );
  }
  /** What is expected of a bad day; a death is followed by another life. */
  async function attempt(act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (error instanceof Crash) {
        life[Symbol.dispose]();
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
    await Promise.all([life, ...others].map((one) => attempt(() => one.calls.createInvoice(asked))));
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
    if (kind === 0) await attempt(() => life.calls.cancelInvoice({ actor, invoice_id }));
    else if (kind === 1) await attempt(() => life.calls.acceptInvoice({ actor, invoice_id }));
    else if (lost) {
      const { transaction_id, place } = lost;
      await attempt(() => life.calls.assignReceipt({ actor, invoice_id, transaction_id, place }));
    }
  }

  return {
    ...{ address, payees, gift: { trx: 0n, usdt: 1_000n } },
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
      ] as const)
        if (random.below(often) === 0) await act();
      await attempt(() => life.goOn());
      if (!ghost || random.below(2) === 0) return;
      const [one, other] = [life, ghost];
      await Promise.all([attempt(() => one.goOn()), attempt(() => other.goOn())]);
    },
    async quietTurn() {
      ghost = undefined;
      clock.advance(60_000);
      await attempt(() => life.goOn());
    },
    lives: () => lives,
    invoices: () => stored.page(NETWORK, ALL),
    receipts: () => stored.receipts(NETWORK, { ...ALL, unassigned: false }),
    balance: (payee) => ledger.balance(NETWORK, payee),
    entries: (payee) => ledger.page(NETWORK, payee, ALL.before, ALL.limit),
    steps: () => stored.steps(NETWORK, 0, -1),
  };
}
