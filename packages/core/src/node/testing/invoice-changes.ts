import {
  InvoiceId,
  invoiceErrors,
  type NodeEvent,
  payoutErrors,
  type Session,
  type SessionId,
  TronWalletId,
  UserId,
} from "@lucid/contract";
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
  readonly another: () => Promise<NodeClient>;
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
  const { devnet, client, userId, another, stepUp, settle, setPayingWallet, signed } = deps;
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
  /** Paid, and its session was given up. */
  async function unused() {
    const { session_id, invoice_id } = await ordered();
    await client().sessions.cancel({ session_id });
    await expect.poll(async () => (await client().invoices.get({ invoice_id })).state, { timeout: 60_000 }).toBe("cancelled");
    const { transaction_id, place } = await cameIn(200n);
    await stepUp();
    await client().invoices.assign({ invoice_id, transaction_id, place });
    await client().invoices.accept({ invoice_id });
    const order = async () => (await client().sales.ofInvoice({ invoice_id })).order;
    await expect.poll(order, { timeout: 60_000 }).toMatchObject({ state: "paid", unused: true });
    return { session_id, invoice_id };
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
    "sales.askBack": async () => {
      const { session_id, invoice_id } = await unused();
      await settle();
      expect(await client().sales.askBack({ invoice_id })).toMatchObject({ state: "asked", unused: false });
      return inState(session_id, "cancelled");
    },
    "sales.keep": async () => {
      const { session_id, invoice_id } = await unused();
      await client().sales.askBack({ invoice_id });
      await settle();
      expect(await client().sales.keep({ invoice_id })).toMatchObject({ state: "paid", unused: true });
      // Else the next session that is ordered starts by it.
      await client().sales.askBack({ invoice_id });
      return inState(session_id, "cancelled");
    },
    // To its end: decided by somebody else, and a payout like any other that is on its way.
    "sales.giveBack": async () => {
      await setPayingWallet();
      const { session_id, invoice_id } = await unused();
      const decider = await another();
      await settle();
      const { status } = payoutErrors.spec.APPROVED_BY_ANOTHER;
      await expect(client().sales.giveBack({ invoice_id })).rejects.toMatchObject({ status });
      await expect(decider.sales.giveBack({ invoice_id })).resolves.toMatchObject({ state: "returned" });
      const { state, receipts } = await client().invoices.get({ invoice_id });
      expect(state).toBe("returned");
      expect(receipts).toMatchObject([{ refundable: "0", refund: { amount: "200000000" } }]);
      return inState(session_id, "cancelled");
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
