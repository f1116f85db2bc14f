import { type InvoiceState, LucidError, type NotificationKind } from "@lucid/contract";
import type { OpenDatabase, Tables } from "@lucid/foundation";
import type { Logger } from "pino";
import type { NotificationsArea } from "../notifications/index.ts";
import type { PaymentsLink } from "../tron/index.ts";

/** Until which step of an invoice, and which end of sending back, people and webhooks were told, by network. */
export const toldTables: Tables = {
  name: "invoices",
  migrations: [
    {
      id: "0001-told",
      sql: "CREATE TABLE invoice_told (network TEXT PRIMARY KEY, number INTEGER NOT NULL) STRICT;",
    },
  ],
};

/** Steps that are asked for at once. */
const PART = 100;
const KINDS: Readonly<Partial<Record<InvoiceState, NotificationKind>>> = {
  paid: "payment.completed",
  underpaid: "payment.failed",
  expired: "payment.failed",
};

type Announce = NotificationsArea["announce"];
export interface TellerDeps {
  readonly db: Pick<OpenDatabase, "read" | "write">;
  readonly log: Logger;
  /** The port to the process of payments. @throws PAYMENTS_OFF */
  readonly payments: () => Pick<PaymentsLink, "call">;
  readonly announce: Announce;
  /** After it nothing is written any more. */
  readonly stopped: AbortSignal;
}

/** What happened after so many, and how many there are. */
interface Happened {
  readonly facts: readonly { readonly number: number; readonly fact: Parameters<Announce>[0] | undefined }[];
  readonly last: number;
}

/**
 * Tells people and webhooks what invoices have come to, and what was sent back: each once. The process of payments numbers and keeps it; how far it
 * is told is kept here, after it is, and a fact that is told again is known by its key.
 * @returns what looks for what is not told yet. One look at a time.
 */
export function createTeller({ db, log, payments, announce, stopped }: TellerDeps): () => Promise<void> {
  const told = db.read.prepare<[string], { number: number }>("SELECT number FROM invoice_told WHERE network = ?");
  const setTold = db.write.prepare<[string, number]>(
    "INSERT INTO invoice_told (network, number) VALUES (?, ?) ON CONFLICT (network) DO UPDATE SET number = excluded.number",
  );
  let looking: Promise<void> | undefined;
  let isAskedAgain = false;

  /** @param name under which it is kept how far it is told. */
  async function tellAll(name: string, read: (after: number) => Promise<Happened>): Promise<void> {
    for (;;) {
      if (stopped.aborted) return;
      const before = told.get(name)?.number ?? 0;
      const { facts, last } = await read(before);
      if (stopped.aborted) return;
      // Of a backup that was taken back, there are fewer than were told.
      if (last < before) setTold.run(name, last);
      for (const { number, fact } of facts) {
        if (fact) announce(fact);
        setTold.run(name, number);
      }
      if (facts.length < PART) return;
    }
  }

  async function lookOnce(): Promise<void> {
    const link = payments();
    const { network } = await link.call("invoiceOverview", {});
    await tellAll(network, async (after) => {
      const { steps, last } = await link.call("invoiceSteps", { after, limit: PART });
      const facts = steps.map(({ number, invoice_id, state, price, received }) => {
        const kind = KINDS[state];
        const to = { permission: "manage_payouts" } as const;
        const data = { invoice_id, state, network, price, received };
        const key = `${kind} ${invoice_id} ${number}`;
        return { number, fact: kind && { key, kind, to, link: `/admin/invoices/${invoice_id}`, data } };
      });
      return { facts, last };
    });
    await tellAll(`${network} refunds`, async (after) => {
      const { ends, last } = await link.call("refundEnds", { after, limit: PART });
      const facts = ends.map(({ number, payout_id, state, amount, invoice_id }) => {
        const kind = state === "settled" ? ("payment.refunded" as const) : ("payment.refund_failed" as const);
        const data = { payout_id, state, network, amount, ...(invoice_id === null ? {} : { invoice_id }) };
        const where = invoice_id === null ? "/admin/payouts" : `/admin/invoices/${invoice_id}`;
        return {
          number,
          fact: { key: `${kind} ${payout_id}`, kind, to: { permission: "manage_payouts" } as const, link: where, data },
        };
      });
      return { facts, last };
    });
  }

  async function look(): Promise<void> {
    try {
      do {
        isAskedAgain = false;
        await lookOnce();
      } while (isAskedAgain);
    } catch (error) {
      if (error instanceof LucidError)
        log.debug({ cause: error.message }, "what invoices have come to is told when payments are back");
      else if (!stopped.aborted) log.error({ err: error }, "what invoices have come to is told at the next look");
    } finally {
      looking = undefined;
    }
  }

  return () => {
    isAskedAgain = true;
    return (looking ??= look());
  };
}
