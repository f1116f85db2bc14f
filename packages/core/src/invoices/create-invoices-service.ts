import { commonErrors, type Invoice, invoiceErrors } from "@lucid/contract";
import { type Caller, requirePrincipal, type Services } from "../calls/index.ts";
import type { AccountRow } from "../people/index.ts";
import { type PaymentsLink, pricesOf, type TronSettings } from "../tron/index.ts";

export type InvoicesSettings = Pick<TronSettings, "invoice_prices" | "invoice_expiry_s">;
export interface InvoicesServiceDeps {
  /** The port to the process of payments. @throws PAYMENTS_OFF */
  readonly payments: () => Pick<PaymentsLink, "call">;
  readonly accounts: { find(userId: string): Pick<AccountRow, "user_id" | "tron_address" | "status"> | undefined };
}

/** Says who asks and who pays; what came in and what it is for, the process of payments decides. */
export function createInvoicesService(deps: InvoicesServiceDeps, settings: InvoicesSettings): Services["invoices"] {
  const { payments, accounts } = deps;
  const userOf = (caller: Caller): string => requirePrincipal(caller).userId;
  const sold = pricesOf(settings);

  /** Somebody of this node who is there, and the address that they have, from which they may pay. @throws NOT_FOUND */
  function needPerson(userId: string): { readonly user_id: string; readonly address: string | null } {
    const account = accounts.find(userId);
    if (account?.status !== "active") throw commonErrors.NOT_FOUND();
    return { user_id: userId, address: account.tron_address };
  }
  async function needOwn(caller: Caller, invoice_id: string): Promise<Invoice> {
    const invoice = await payments().call("getInvoice", { invoice_id });
    if (invoice.payer !== userOf(caller)) throw invoiceErrors.INVOICE_NOT_FOUND();
    return invoice;
  }
  function noted(caller: Caller, invoice: Invoice): Invoice {
    const { invoice_id, price, payer, state } = invoice;
    caller.identify({ target: invoice_id, details: { price, state, ...(payer === null ? {} : { payer }) } });
    return invoice;
  }

  return {
    async prices() {
      const { network, wallet } = await payments().call("invoiceOverview", {});
      const prices = sold.map(({ name, micro_usdt }) => ({ name, price: micro_usdt.toString() }));
      return { network, is_open: wallet !== null, expiry_s: settings.invoice_expiry_s, prices };
    },
    async mine(input, caller) {
      const { invoices, next_before } = await payments().call("listInvoices", { ...input, payer: userOf(caller) });
      return { invoices: [...invoices], next_before };
    },
    mineOne: ({ invoice_id }, caller) => needOwn(caller, invoice_id),
    async buy({ price: named, idempotency_key }, caller) {
      const found = sold.find(({ name }) => name === named);
      if (!found) throw invoiceErrors.PRICE_NOT_FOUND();
      const userId = userOf(caller);
      const payer = { user_id: userId, address: accounts.find(userId)?.tron_address ?? null };
      const order = { title: found.name, price: found.micro_usdt.toString(), payer, payee: null, idempotency_key };
      return noted(caller, await payments().call("createInvoice", { actor: userId, own: true, ...order }));
    },
    overview: () => payments().call("invoiceOverview", {}),
    async setWallet({ wallet_id }, caller) {
      caller.identify({ target: wallet_id });
      return await payments().call("setInvoiceWallet", { user_id: userOf(caller), wallet_id });
    },
    async receipts(input) {
      const { receipts, next_before } = await payments().call("listReceipts", input);
      return { receipts: [...receipts], next_before };
    },
    async find({ transaction_id }, caller) {
      caller.identify({ details: { transaction_id } });
      return { receipts: [...(await payments().call("findReceipt", { transaction_id }))] };
    },
    async assign(input, caller) {
      caller.identify({ target: input.invoice_id, details: { transaction_id: input.transaction_id } });
      return await payments().call("assignReceipt", { actor: userOf(caller), ...input });
    },
    async refund(input, caller) {
      const { transaction_id, amount } = input;
      caller.identify({ details: { transaction_id, amount } });
      const made = await payments().call("refundReceipt", { actor: userOf(caller), ...input });
      caller.identify({ target: made.payout_id, details: { transaction_id, amount, address: made.address } });
      return made;
    },
    async list(input) {
      const { invoices, next_before } = await payments().call("listInvoices", input);
      return { invoices: [...invoices], next_before };
    },
    async create({ payer: payerId, payee: payeeId, ...order }, caller) {
      const payer = payerId === undefined ? null : needPerson(payerId);
      const payee = payeeId === undefined ? null : needPerson(payeeId).user_id;
      return noted(caller, await payments().call("createInvoice", { actor: userOf(caller), own: false, ...order, payer, payee }));
    },
    get: ({ invoice_id }) => payments().call("getInvoice", { invoice_id }),
    cancel: async ({ invoice_id }, caller) =>
      noted(caller, await payments().call("cancelInvoice", { actor: userOf(caller), invoice_id })),
    accept: async ({ invoice_id }, caller) =>
      noted(caller, await payments().call("acceptInvoice", { actor: userOf(caller), invoice_id })),
  };
}
