import { InvoiceId, invoiceErrors, type NodeEvent, type Session, type SessionId, TronWalletId, UserId } from "@lucid/contract";
import { createWallet, walletFromPhrase } from "@lucid/identity";
import type { TestDevnet } from "@lucid/testkit/node";
import { expect } from "vitest";
import type { NodeClient } from "./owned-node.ts";

type Change = () => Promise<(event: NodeEvent) => boolean>;

export interface InvoiceChangesDeps {
  readonly devnet: () => Pick<TestDevnet, "fund">;
  /** Of a super admin. */
  readonly client: () => NodeClient;
  readonly userId: () => string;
  readonly stepUp: () => Promise<void>;
  readonly settle: () => Promise<void>;
  /** Names a wallet that pays, and that holds something. */
  readonly setPayingWallet: () => Promise<unknown>;
  /** A session that was prepared, and what its owner signs for its start. */
  readonly signed: () => Promise<{
    readonly session_id: SessionId;
    readonly grant_signature: string;
    readonly recipients: string[];
  }>;
}

/** What is done with invoices, in the real process of payments on a real devnet. */
export function invoiceChanges(deps: InvoiceChangesDeps): Readonly<Record<string, Change>> {
  const { devnet, client, userId, stepUp, settle, setPayingWallet, signed } = deps;
  const { address } = walletFromPhrase(createWallet().phrase);
  const ofInvoice =
    (invoiceId: string) =>
    (event: NodeEvent): boolean =>
      event.type === "invoices" && event.invoice_id === invoiceId;
  const ofAll = (event: NodeEvent): boolean => event.type === "invoices" && event.invoice_id === null;

  async function setWallet(): Promise<void> {
    await stepUp();
    const { wallets } = await client().tron.listWallets();
    const kept = wallets.find((wallet) => wallet.address === address);
    const { wallet_id } = kept ?? (await client().tron.watchWallet({ name: "comes in", tron_address: address }));
    await client().invoices.setWallet({ wallet_id: TronWalletId.parse(wallet_id) });
  }
  async function made() {
    await setWallet();
    const order = { title: "a session", price: "200000000", payer: UserId.parse(userId()) } as const;
    const { invoice_id } = await client().invoices.create({ ...order, idempotency_key: crypto.randomUUID() });
    return { invoice_id: InvoiceId.parse(invoice_id) };
  }
  /** A transfer that no invoice asked for. */
  async function cameIn(usdt = 7n) {
    await devnet().fund(address, usdt);
    async function newest() {
      // Comparing reads what came in, before the process does so by itself.
      await client().payouts.reconcile();
      return (await client().invoices.receipts({ unassigned: true })).receipts[0];
    }
    await expect.poll(newest, { timeout: 60_000 }).toBeDefined();
    return (await newest()) ?? expect.fail("nothing came in");
  }
  async function assigned() {
    const one = await made();
    const { transaction_id, place } = await cameIn();
    await stepUp();
    await settle();
    await client().invoices.assign({ ...one, transaction_id, place });
    return one;
  }

  /** Ordered while sessions cost something, which they do not for the other changes. */
  async function ordered() {
    await setWallet();
    const start = await signed();
    await client().configuration.set({ settings: { session_price: "Session" } });
    await expect(client().sessions.start(start)).rejects.toMatchObject({ status: invoiceErrors.spec.SESSION_UNPAID.status });
    const { invoice_id } = await client().sales.order(start);
    await client().configuration.set({ settings: { session_price: null } });
    return { session_id: start.session_id, invoice_id: InvoiceId.parse(invoice_id) };
  }
  const inState =
    (id: SessionId, state: Session["state"]) =>
    (event: NodeEvent): boolean =>
      event.type === "session" && event.session.session_id === id && event.session.state === state;

  return {
    // To its end: paid, in blocks that nothing takes back, and started by nobody's call.
    "sales.order": async () => {
      const { session_id, invoice_id } = await ordered();
      const { transaction_id, place } = await cameIn();
      await stepUp();
      await client().invoices.assign({ invoice_id, transaction_id, place });
      return inState(session_id, "recording");
    },
    "sales.cancel": async () => {
      const { session_id } = await ordered();
      await settle();
      await client().sales.cancel({ session_id });
      return inState(session_id, "created");
    },
    "invoices.setWallet": async () => {
      await setWallet();
      return ofAll;
    },
    "invoices.create": async () => ofInvoice((await made()).invoice_id),
    "invoices.buy": async () => {
      await setWallet();
      return ofInvoice((await client().invoices.buy({ price: "Session", idempotency_key: crypto.randomUUID() })).invoice_id);
    },
    "invoices.assign": async () => ofInvoice((await assigned()).invoice_id),
    "invoices.find": async () => {
      await setWallet();
      const { transaction_id } = await cameIn();
      await settle();
      await client().invoices.find({ transaction_id });
      return ofAll;
    },
    "invoices.refund": async () => {
      await setPayingWallet();
      await setWallet();
      const { transaction_id, place, refundable } = await cameIn(200n);
      await stepUp();
      await settle();
      await client().invoices.refund({ transaction_id, place, amount: refundable, idempotency_key: crypto.randomUUID() });
      return ofAll;
    },
    "invoices.accept": async () => {
      const one = await assigned();
      await settle();
      await client().invoices.accept(one);
      return ofInvoice(one.invoice_id);
    },
    "invoices.cancel": async () => {
      const one = await made();
      await settle();
      await client().invoices.cancel(one);
      return ofInvoice(one.invoice_id);
    },
  };
}
