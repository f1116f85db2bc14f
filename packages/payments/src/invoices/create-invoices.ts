import type { Invoice, InvoiceOrder, InvoiceOverview, PaymentsCalls, PaymentsOptions } from "@lucid/contract";
import type { Clock, Randomness } from "@lucid/foundation";
import { askNetwork, needNetwork } from "../accounts/ask-network.ts";
import type { NodeClient } from "../network/create-node-client.ts";
import { NetworkError } from "../network/network-error.ts";
import { readNewestBlock } from "../network/read-block.ts";
import type { NetworkWatch } from "../network/watch-network.ts";
import { Refusal } from "../refusal.ts";
import type { WalletRepository } from "../wallets/wallet-repository.ts";
import {
  type AccountRow,
  askedBy,
  type Changed,
  cameOf,
  type InvoiceRepository,
  type InvoiceRow,
  type ReceiptRow,
} from "./invoice-repository.ts";
import { sumsOf } from "./invoice-rules.ts";
import { listIncoming, readIncoming, readListed } from "./read-incoming.ts";
import { showInvoice, showReceipt } from "./show-invoice.ts";

/** How long what comes late is found to be an invoice's (operations domain 4.8, the window of refunds). */
const HOLD_MS = 72 * 3_600_000;
/** Millionths of a USDT above the price, by which an amount is told from others: less than a hundredth of a USDT. */
const TAGS = 9_999;
/** An event server behind a balancer may lack what another had a moment before. */
const OVERLAP_MS = 60_000;

type InvoiceMethod =
  | "invoiceOverview"
  | "setInvoiceWallet"
  | "createInvoice"
  | "listInvoices"
  | "getInvoice"
  | "cancelInvoice"
  | "acceptInvoice"
  | "returnInvoice"
  | "listReceipts"
  | "findReceipt"
  | "assignReceipt"
  | "refundEnds"
  | "invoiceSteps";
export interface Invoices extends Disposable {
  readonly calls: {
    readonly [Method in InvoiceMethod]: (input: PaymentsCalls[Method]["input"]) => Promise<PaymentsCalls[Method]["output"]>;
  };
  /** Something of a transfer that came in is sent back, or is not any more. */
  refunded(transactionId: string, place: number): void;
  /** Takes in what came. Resolves when all of it is taken in that is known. */
  goOn(): Promise<void>;
  /** Looks once more for what came into one account from a time of blocks on: a list may have what it lacked before. @throws NetworkError */
  readAgain(address: string, from: number): Promise<void>;
}

export interface InvoicesDeps {
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly client: NodeClient;
  readonly network: Pick<NetworkWatch, "view" | "usdt" | "look">;
  readonly wallets: Pick<WalletRepository, "find">;
  readonly invoices: InvoiceRepository;
  /** Of this invoice, and whom it is for; null: of all, or of what came in beside them. */
  readonly onChange: (invoiceId: string | null, payer: string | null) => void;
  /** Something is owed to somebody now. */
  readonly onOwed: (payee: string) => void;
}

/** Invoices, and the money that comes in for them: each transfer is taken in once, from solidified blocks alone. */
export function createInvoices(deps: InvoicesDeps, options: Pick<PaymentsOptions, "network" | "invoice_rules">): Invoices {
  const { clock, randomness, client, network, wallets, invoices, onChange, onOwed } = deps;
  const { network: name, invoice_rules: rules } = options;
  const troubles = new Map<string, string>();
  let round: Promise<void> | undefined;
  let isAskedAgain = false;
  let isStopped = false;

  function need(invoiceId: string): InvoiceRow {
    const row = invoices.find(name, invoiceId);
    if (!row) throw new Refusal("INVOICE_NOT_FOUND");
    return row;
  }
  const show = (row: InvoiceRow): Invoice => showInvoice(row, invoices.receiptsOf(row.invoice_id));
  function tell({ invoices: changed, payees }: Changed): void {
    for (const id of changed) onChange(id, invoices.find(name, id)?.payer ?? null);
    for (const payee of payees) onOwed(payee);
  }

  /** What was made under a key before. @throws Refusal INVOICE_DIFFERS where it is something else. */
  function known(key: string, { title, price, payer, payee }: InvoiceOrder): InvoiceRow | undefined {
    const row = invoices.byKey(key);
    if (!row) return undefined;
    const isSame = row.title === title && String(row.price) === price && row.payer === (payer?.user_id ?? null);
    if (!isSame || row.payee !== payee) throw new Refusal("INVOICE_DIFFERS");
    return row;
  }
  function needAccount(): AccountRow {
    const account = invoices.current(name);
    if (!account) throw new Refusal("NO_INVOICE_WALLET");
    return account;
  }
  /** An amount that no invoice has for which something may still come. @throws Refusal INVOICES_FULL */
  function freeAmount(address: string, price: number): number {
    const start = Buffer.from(randomness.bytes(4)).readUInt32BE() % TAGS;
    for (let tried = 0; tried < TAGS; tried += 1) {
      const amount = price + 1 + ((start + tried) % TAGS);
      if (!invoices.isHeld(name, address, amount)) return amount;
    }
    throw new Refusal("INVOICES_FULL");
  }

  /** All that came into one account until the newest solidified block. */
  async function readAccount(address: string, again = Number.POSITIVE_INFINITY): Promise<void> {
    const usdt = network.usdt();
    if (usdt === undefined) return;
    // Known before it is asked what came, so that nothing before it is missed.
    const solid = await readNewestBlock(client, "walletsolidity");
    const into = invoices.account(name, address);
    if (!into) return;
    const from = Math.max(into.named_at, Math.min(into.seen_at - OVERLAP_MS, again));
    for await (const listed of listIncoming(client, { address, usdt, from })) {
      if (isStopped) return;
      if (invoices.isTaken(name, listed.transaction_id, address)) continue;
      const found = await readListed(client, { address, usdt }, listed);
      if (isStopped) return;
      // What follows is newer: it waits, so that nothing is left out.
      if (found === "unknown") return;
      if (found === "unclear")
        return setTrouble(address, `the network's answers about ${listed.transaction_id} contradict each other`);
      tell(invoices.take(into, found, clock.now()));
      if (found.length > 0) onChange(null, null);
    }
    setTrouble(address, undefined);
    tell(invoices.take(into, [], clock.now(), { block: solid.number, at: solid.timestampMs }));
  }
  function setTrouble(address: string, trouble: string | undefined): void {
    if (troubles.get(address) === trouble) return;
    if (trouble === undefined) troubles.delete(address);
    else troubles.set(address, trouble);
    onChange(null, null);
  }

  async function look(): Promise<void> {
    // `round` is this one before anything of it runs, and is none in the same breath in which it ends.
    await Promise.resolve();
    try {
      do {
        isAskedAgain = false;
        for (const account of invoices.accounts(name)) {
          try {
            await readAccount(account.address);
          } catch (error) {
            // The network is asked again with the next look; everything else ends the process, which goes on from what is stored.
            if (!(error instanceof NetworkError)) throw error;
          }
          if (isStopped) return;
        }
      } while (isAskedAgain);
    } finally {
      round = undefined;
    }
  }
  function goOn(): Promise<void> {
    isAskedAgain = true;
    return (round ??= look());
  }

  function overview(): InvoiceOverview {
    const account = invoices.current(name);
    const { wallet_id, user_id, address } = account ?? {};
    const wallet = { wallet_id, user_id, address } as InvoiceOverview["wallet"];
    return {
      network: name,
      wallet: account ? wallet : null,
      read_until: account?.read_until ? { number: account.read_block, time: new Date(account.read_until).toISOString() } : null,
      trouble: troubles.values().next().value ?? null,
      ...{ expiry_s: rules.expiry_s, share_permille: rules.share_permille },
      ...{ open: invoices.countOpen(name), unassigned: invoices.countUnassigned(name) },
    };
  }
  /** The page, and the number that the next one goes on before. */
  function page<Row extends { readonly number: number }>(rows: readonly Row[], limit: number) {
    const shown = rows.slice(0, limit);
    return { shown, next_before: rows.length > limit ? (shown.at(-1)?.number ?? null) : null };
  }

  return {
    goOn,
    readAgain: readAccount,
    refunded(transactionId, place) {
      const invoiceId = invoices.receipt(name, transactionId, place)?.invoice_id;
      if (invoiceId) onChange(invoiceId, invoices.find(name, invoiceId)?.payer ?? null);
      else onChange(null, null);
    },
    calls: {
      invoiceOverview: async () => overview(),
      async setInvoiceWallet({ user_id, wallet_id }) {
        await needNetwork(network);
        const solid = await askNetwork(() => readNewestBlock(client, "walletsolidity"));
        const wallet = wallets.find(user_id, wallet_id);
        if (!wallet) throw new Refusal("WALLET_NOT_FOUND");
        invoices.name({ network: name, address: wallet.address, wallet_id, user_id, named_at: solid.timestampMs });
        onChange(null, null);
        return overview();
      },
      async createInvoice({ actor, own, ...order }) {
        const { title, price, payer, payee } = order;
        const idempotency_key = `${name}:${actor}:${order.idempotency_key}`;
        const before = known(idempotency_key, order);
        if (before) return show(before);
        needAccount();
        await needNetwork(network);
        const head = await askNetwork(() => readNewestBlock(client, "wallet"));
        // From here on nothing waits: what was made meanwhile counts.
        const meanwhile = known(idempotency_key, order);
        if (meanwhile) return show(meanwhile);
        const { address, read_until } = needAccount();
        if (own && invoices.countOpen(name, actor) >= rules.payer_open)
          throw new Refusal("TOO_MANY_OPEN", { limit: rules.payer_open });
        // A node that is behind has another head than the one that was read before.
        const created_at = Math.max(head.timestampMs, read_until);
        const expires_at = created_at + rules.expiry_s * 1_000;
        const invoice_id = randomness.uuid();
        invoices.add(
          {
            ...{ invoice_id, network: name, address, title, price: Number(price), amount: freeAmount(address, Number(price)) },
            ...{ created_by: actor, created_at, expires_at, held_until: expires_at + HOLD_MS, idempotency_key },
            ...{ payer: payer?.user_id ?? null, payer_address: payer?.address ?? null, payee },
            share_permille: payee === null ? 0 : rules.share_permille,
          },
          clock.now(),
        );
        onChange(invoice_id, payer?.user_id ?? null);
        return show(need(invoice_id));
      },
      async listInvoices({ limit, before, ...narrowed }) {
        const asked = { ...narrowed, before: before ?? Number.MAX_SAFE_INTEGER, limit: limit + 1 };
        const { shown, next_before } = page(invoices.page(name, asked), limit);
        return { invoices: shown.map(show), next_before };
      },
      getInvoice: async ({ invoice_id }) => show(need(invoice_id)),
      async cancelInvoice({ actor, invoice_id }) {
        const row = need(invoice_id);
        if (row.state !== "open" || invoices.receiptsOf(invoice_id).length > 0)
          throw new Refusal("INVOICE_STATE", { state: row.state });
        tell(invoices.decide(row, "cancelled", actor, clock.now()));
        return show(need(invoice_id));
      },
      async acceptInvoice({ actor, invoice_id }) {
        const row = need(invoice_id);
        if (
          row.state === "paid" ||
          row.state === "returned" ||
          sumsOf(askedBy(row), invoices.receiptsOf(invoice_id).map(cameOf)).left === 0n
        )
          throw new Refusal("INVOICE_STATE", { state: row.state });
        tell(invoices.decide(row, "paid", actor, clock.now()));
        return show(need(invoice_id));
      },
      async returnInvoice({ actor, invoice_id }) {
        const row = need(invoice_id);
        if (row.state === "returned") return show(row);
        if (row.state !== "paid") throw new Refusal("INVOICE_STATE", { state: row.state });
        tell(invoices.takeBack(row, actor, clock.now()));
        return show(need(invoice_id));
      },
      async listReceipts({ unassigned, limit, before }) {
        const asked = { unassigned, before: before ?? Number.MAX_SAFE_INTEGER, limit: limit + 1 };
        const { shown, next_before } = page(invoices.receipts(name, asked), limit);
        const back = ({ transaction_id, place }: ReceiptRow): bigint =>
          invoices.owedBack(name, transaction_id, place)?.amount ?? 0n;
        return { receipts: shown.map((row) => showReceipt(row, back(row))), next_before };
      },
      async findReceipt({ transaction_id }) {
        const usdt = await needNetwork(network);
        const taken: ReceiptRow[] = [];
        for (const { address } of invoices.accounts(name)) {
          const found = await askNetwork(() => readIncoming(client, { address, usdt }, transaction_id));
          if (typeof found === "string") continue;
          const into = invoices.account(name, address);
          // What is newer than all that was read is taken in by itself, and what is older than the account is no business of it.
          const own = found.filter(({ block, block_at }) => into && block <= into.read_block && block_at >= into.named_at);
          if (!into || own.length === 0) continue;
          tell(invoices.take(into, own, clock.now()));
          taken.push(...own.flatMap(({ place }) => invoices.receipt(name, transaction_id, place) ?? []));
        }
        if (taken.length === 0) throw new Refusal("RECEIPT_NOT_FOUND");
        onChange(null, null);
        return taken.map((row) => showReceipt(row, invoices.owedBack(name, transaction_id, row.place)?.amount ?? 0n));
      },
      async assignReceipt({ actor, invoice_id, transaction_id, place }) {
        const row = need(invoice_id);
        // What an unpaid invoice has got is being sent back: it comes to nothing else meanwhile.
        const isSentBack = sumsOf(askedBy(row), invoices.receiptsOf(invoice_id).map(cameOf)).sent_back > 0n;
        if (isSentBack && row.state !== "paid") throw new Refusal("INVOICE_STATE", { state: row.state });
        const changed = invoices.assign(row, transaction_id, place, actor, clock.now());
        if (!changed) throw new Refusal("RECEIPT_NOT_FOUND");
        tell(changed);
        onChange(null, null);
        return show(need(invoice_id));
      },
      refundEnds: async ({ after, limit }) => ({
        ends: invoices.refundEnds(name, after, limit),
        last: invoices.lastRefundEnd(name),
      }),
      async invoiceSteps({ after, limit }) {
        const steps = invoices.steps(name, after, limit).map(({ number, invoice_id, state }) => {
          const { title, price, received, late } = show(need(invoice_id));
          return { number, invoice_id, state, title, price, received: (BigInt(received) + BigInt(late)).toString() };
        });
        return { steps, last: invoices.lastStep(name) };
      },
    },
    [Symbol.dispose]() {
      isStopped = true;
    },
  };
}
