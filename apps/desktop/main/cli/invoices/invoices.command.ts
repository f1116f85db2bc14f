import { randomUUID } from "node:crypto";
import { HashHex, type Invoice, InvoiceId, InvoiceState, type SessionOrder, UserId } from "@lucid/contract";
import type { Command } from "commander";
import { CommandError, EXIT } from "../exit-codes.ts";
import { helpNotes } from "../help-notes.ts";
import { askAsSomebody, type Entrance, withEntrance } from "../rest/enter-node.ts";
import type { NodeClient } from "../rest/node-client.ts";
import { formatTable } from "../table.ts";
import { terminalJson, terminalText } from "../terminal-text.ts";
import { readUsdt, showUsdt } from "../usdt.ts";

interface Options extends Entrance {
  readonly json?: boolean;
}
interface ListOptions extends Options {
  readonly state?: string;
  readonly limit: string;
}
interface ReceiptOptions extends Options {
  readonly unassigned?: boolean;
  readonly limit: string;
}
interface RefundOptions extends Options {
  readonly place: string;
  readonly key?: string;
}
interface NewOptions extends Options {
  readonly payer?: string;
  readonly payee?: string;
  readonly key?: string;
}
type AskOrder = (client: NodeClient, asked: { invoice_id: InvoiceId }) => Promise<ShownOrder>;
type ShownOrder = Awaited<ReturnType<NodeClient["sales"]["askBack"]>>;
/** An invoice as REST has it. */
type Shown = Awaited<ReturnType<NodeClient["invoices"]["get"]>>;

/** `lucid invoices`: what a running node asks people to pay, and what came in. */
export function addInvoicesCommand(program: Command): void {
  const invoices = program.command("invoices").description("Ask for money in USDT, and see what came in, on a running node");
  const command = (name: string, description: string): Command =>
    withEntrance(invoices.command(name).description(description)).option("--json", "print one JSON object");
  command("list", "List invoices, the newest first")
    .option("--state <state>", `only those that are ${InvoiceState.options.join(", ")}`)
    .option("--limit <count>", "most of them, up to 100", "20")
    .action(list);
  command("show", "Show one invoice, and what came in for it")
    .argument("<id>", "the invoice")
    .action((id: string, options: Options) => one(id, options, (client, invoice_id) => client.invoices.get({ invoice_id })));
  command("new", "Ask for money: the answer says how much exactly, where to, and until when")
    .argument("<usdt>", "the price, such as 2.50")
    .argument("<title>", "what it is for")
    .option("--payer <id>", "account that is to pay it")
    .option("--payee <id>", "account to which a share of it is owed then")
    .option("--key <key>", "idempotency key: asked for twice under one key, it is one invoice")
    .addHelpText(
      "after",
      helpNotes(`
The amount is the price and some millionths, by which the node knows what a transfer is for: it has to be sent exactly. It is paid
once its block is solidified, about a minute after it was sent.`),
    )
    .action(make);
  command("sessions", "List sessions that were ordered, the newest first, and what each waits for")
    .option("--limit <count>", "most of them, up to 100", "20")
    .action(listOrders);
  const order = (name: string, description: string, ask: AskOrder): Command =>
    command(name, description)
      .argument("<id>", "the invoice of the session")
      .action((id: string, options: Options) => ofOrder(id, options, ask));
  order("ask-back", "Ask for what you have paid for a session of which nothing was recorded", (client, asked) =>
    client.sales.askBack(asked),
  );
  order("keep", "Leave to the next session what was asked for", (client, asked) => client.sales.keep(asked));
  order("give-back", "Send back what somebody else has paid for a session of which nothing was recorded", (client, asked) =>
    client.sales.giveBack(asked),
  ).addHelpText(
    "after",
    helpNotes(`
All that came in for the invoice goes back to where it came from, as payouts within their limits. No session starts by it any more.
"lucid invoices show" says how far it is.`),
  );
  command("cancel", "Cancel an invoice for which nothing came in")
    .argument("<id>", "the invoice")
    .action((id: string, options: Options) => one(id, options, (client, invoice_id) => client.invoices.cancel({ invoice_id })));
  command("receipts", "List transfers that came in, the newest first, and what of each can be sent back")
    .option("--unassigned", "only those that are for no invoice and not sent back")
    .option("--limit <count>", "most of them, up to 100", "20")
    .action(listReceipts);
  command("find", "Take in a transfer that is not listed, by its transaction: the chain's receipt proves it")
    .argument("<transaction>", "the transaction, as an explorer of the network names it")
    .action(find);
  command("refund", "Send back what came too much, too late, twice or for no invoice, to whom it came from")
    .argument("<transaction>", "the transfer that came in")
    .argument("<usdt>", "how much of it: no more than can be sent back")
    .option("--place <number>", "which event of the transaction it is", "0")
    .option("--key <key>", "idempotency key: asked for twice under one key, it is sent back once")
    .addHelpText(
      "after",
      helpNotes(`
It is a payout like any other: the wallet that pays payouts sends it, within their limits, and large ones wait for somebody's approval.
Of one transfer something is sent back once, and never more than came.`),
    )
    .action(sendBack);
  command("accept", "Take an invoice as paid for which too little came in, or too late")
    .argument("<id>", "the invoice")
    .action((id: string, options: Options) => one(id, options, (client, invoice_id) => client.invoices.accept({ invoice_id })));
}

function readLimit({ limit: typed }: Pick<ListOptions, "limit">): number {
  const limit = Number(typed);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100)
    throw new CommandError(EXIT.usage, "--limit is a whole number from 1 to 100");
  return limit;
}

async function list(options: ListOptions): Promise<void> {
  const state = InvoiceState.optional().safeParse(options.state);
  if (!state.success) throw new CommandError(EXIT.usage, `--state is one of ${InvoiceState.options.join(", ")}`);
  const limit = readLimit(options);
  const asked = { limit, ...(state.data === undefined ? {} : { state: state.data }) };
  const { invoices } = await askAsSomebody(options, (client) => client.invoices.list(asked));
  if (options.json) return void process.stdout.write(`${terminalJson({ invoices })}\n`);
  if (invoices.length === 0) return void process.stdout.write("There are no invoices.\n");
  const rows = invoices.map(({ invoice_id, created_at, state: at, price, title }) => [
    ...[invoice_id, created_at, at, `${showUsdt(price)} USDT`],
    terminalText(title),
  ]);
  process.stdout.write(formatTable(["INVOICE", "MADE", "STATE", "PRICE", "FOR"], rows));
}

const ORDERS: Readonly<Record<SessionOrder["state"], string>> = {
  waiting: "waits to be paid",
  paid: "paid, and not started",
  used: "started",
  lapsed: "not paid in time",
  cancelled: "cancelled",
  asked: "the money is asked for",
  returning: "the money is about to go back",
  returned: "the money goes back",
};

async function listOrders(options: Options & Pick<ListOptions, "limit">): Promise<void> {
  const limit = readLimit(options);
  const { orders } = await askAsSomebody(options, (client) => client.sales.list({ limit }));
  if (options.json) return void process.stdout.write(`${terminalJson({ orders })}\n`);
  if (orders.length === 0) return void process.stdout.write("No session was ordered.\n");
  const rows = orders.map(({ session_id, ordered_at, state, price, invoice_id, reason }) => [
    ...[session_id, ordered_at, reason === null ? ORDERS[state] : `${ORDERS[state]} (${reason})`],
    ...[`${showUsdt(price)} USDT`, invoice_id ?? "-"],
  ]);
  process.stdout.write(formatTable(["SESSION", "ORDERED", "STATE", "PRICE", "INVOICE"], rows));
}

async function ofOrder(id: string, options: Options, ask: AskOrder): Promise<void> {
  const invoice_id = readInvoice(id);
  const made = await askAsSomebody(options, (client) => ask(client, { invoice_id }));
  if (options.json) return void process.stdout.write(`${terminalJson(made)}\n`);
  process.stdout.write(`Session ${made.session_id}, ${showUsdt(made.price)} USDT: ${ORDERS[made.state]}\n`);
}

function readInvoice(id: string): InvoiceId {
  const named = InvoiceId.safeParse(id);
  if (!named.success) throw new CommandError(EXIT.usage, `${terminalText(id)} is no id of an invoice`);
  return named.data;
}

async function listReceipts(options: ReceiptOptions): Promise<void> {
  const { unassigned = false } = options;
  const limit = readLimit(options);
  const { receipts } = await askAsSomebody(options, (client) => client.invoices.receipts({ limit, unassigned }));
  if (options.json) return void process.stdout.write(`${terminalJson({ receipts })}\n`);
  if (receipts.length === 0) return void process.stdout.write("No transfer has come in.\n");
  const rows = receipts.map(({ block_at, amount, refundable, invoice_id, refund, transaction_id, place }) => [
    ...[block_at, `${showUsdt(amount)} USDT`, `${showUsdt(refundable)} USDT`, refund ? refund.state : "-"],
    ...[invoice_id ?? "no invoice", place === 0 ? transaction_id : `${transaction_id} --place ${place}`],
  ]);
  process.stdout.write(formatTable(["BLOCK", "CAME", "CAN GO BACK", "SENT BACK", "FOR", "TRANSACTION"], rows));
}

function readTransaction(typed: string): string {
  const read = HashHex.safeParse(typed);
  if (!read.success) throw new CommandError(EXIT.usage, `${terminalText(typed)} is no id of a transaction`);
  return read.data;
}

async function find(typed: string, options: Options): Promise<void> {
  const transaction_id = readTransaction(typed);
  const { receipts } = await askAsSomebody(options, (client) => client.invoices.find({ transaction_id }));
  if (options.json) return void process.stdout.write(`${terminalJson({ receipts })}\n`);
  for (const { amount, from_address, block, invoice_id } of receipts)
    process.stdout.write(
      `${showUsdt(amount)} USDT from ${from_address} in block ${block}, for ${invoice_id === null ? "no invoice" : `invoice ${invoice_id}`}\n`,
    );
}

async function sendBack(typedId: string, typed: string, options: RefundOptions): Promise<void> {
  const transaction_id = readTransaction(typedId);
  const amount = readUsdt(typed);
  if (amount === undefined) throw new CommandError(EXIT.usage, `${terminalText(typed)} is no amount in USDT, such as 2.50`);
  const place = Number(options.place);
  if (!Number.isInteger(place) || place < 0) throw new CommandError(EXIT.usage, "--place is a whole number from 0 on");
  const order = { transaction_id, place, amount, idempotency_key: options.key ?? randomUUID() };
  const made = await askAsSomebody(options, (client) => client.invoices.refund(order));
  if (options.json) return void process.stdout.write(`${terminalJson(made)}\n`);
  const waits = made.state === "locked" ? "waits for approval" : "waits for the wallet that pays";
  process.stdout.write(`${showUsdt(made.amount)} USDT go back to ${made.address}: payout ${made.payout_id} ${waits}\n`);
}

async function one(id: string, options: Options, ask: (client: NodeClient, id: InvoiceId) => Promise<Shown>): Promise<void> {
  const invoiceId = readInvoice(id);
  tell(await askAsSomebody(options, (client) => ask(client, invoiceId)), options);
}

async function make(typed: string, title: string, options: NewOptions): Promise<void> {
  const price = readUsdt(typed);
  if (price === undefined) throw new CommandError(EXIT.usage, `${terminalText(typed)} is no price in USDT, such as 2.50`);
  const person = (flag: string, id: string | undefined): UserId | undefined => {
    const read = UserId.optional().safeParse(id);
    if (!read.success) throw new CommandError(EXIT.usage, `${flag} is the id of an account`);
    return read.data;
  };
  const [payer, payee] = [person("--payer", options.payer), person("--payee", options.payee)];
  const order = {
    ...{ title, price, idempotency_key: options.key ?? randomUUID() },
    ...(payer === undefined ? {} : { payer }),
    ...(payee === undefined ? {} : { payee }),
  };
  tell(await askAsSomebody(options, (client) => client.invoices.create(order)), options);
}

function tell(invoice: Shown, { json }: Options): void {
  process.stdout.write(json ? `${terminalJson(invoice)}\n` : `${describe(invoice).join("\n")}\n`);
}

const STATES: Readonly<Record<Invoice["state"], string>> = {
  open: "waits to be paid",
  paid: "paid",
  underpaid: "not paid in full in time",
  expired: "not paid in time",
  cancelled: "cancelled",
  returned: "goes back: its session did not run",
};

function describe(invoice: Shown): readonly string[] {
  const { invoice_id, title, state, decided_by, price, amount, address, network, expires_at, received, late, over, sent_back } =
    invoice;
  const worth = network === "mainnet" ? "TRON's main network" : `${network}, whose coins are worth nothing`;
  return [
    `Invoice ${invoice_id}: ${STATES[state]}${state === "paid" && decided_by !== null ? ", as somebody decided" : ""}`,
    `For ${terminalText(title)}, ${showUsdt(price)} USDT on ${worth}`,
    ...(state === "open" ? [`Send exactly ${showUsdt(amount)} USDT`, `to ${address}`, `in a block until ${expires_at}`] : []),
    ...(received === "0" ? [] : [`Came in time: ${showUsdt(received)} USDT`]),
    ...(late === "0" ? [] : [`Came late: ${showUsdt(late)} USDT`]),
    ...(over === "0" ? [] : [`More than was asked for: ${showUsdt(over)} USDT`]),
    ...(sent_back === "0" ? [] : [`Sent back: ${showUsdt(sent_back)} USDT`]),
    ...invoice.receipts.flatMap((receipt) => [
      `  ${showUsdt(receipt.amount)} USDT from ${receipt.from_address} in block ${receipt.block} of ${receipt.block_at}, transaction ${receipt.transaction_id}`,
      ...(receipt.refundable === "0" ? [] : [`    can be sent back: ${showUsdt(receipt.refundable)} USDT`]),
      ...(receipt.refund === null ? [] : [`    sent back: ${showUsdt(receipt.refund.amount)} USDT, ${receipt.refund.state}`]),
    ]),
  ];
}
