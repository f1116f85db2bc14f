import { type InvoiceState, LucidError, type NotificationKind } from "@lucid/contract";
import type { OpenDatabase, Tables } from "@lucid/foundation";
import type { Logger } from "pino";
import type { NotificationsArea } from "../notifications/index.ts";
import type { PaymentsLink } from "../tron/index.ts";

/** Until which step of an invoice people and webhooks were told, by network. */
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

export interface TellerDeps {
  readonly db: Pick<OpenDatabase, "read" | "write">;
  readonly log: Logger;
  /** The port to the process of payments. @throws PAYMENTS_OFF */
  readonly payments: () => Pick<PaymentsLink, "call">;
  readonly announce: NotificationsArea["announce"];
}

/**
 * Tells people and webhooks what invoices have come to: each step once. The process of payments numbers and keeps them; how far they are told is
 * kept here, after they are, and a fact that is told again is known by its key.
 * @returns what looks for steps that are not told yet. One look at a time.
 */
export function createTeller({ db, log, payments, announce }: TellerDeps): () => Promise<void> {
  const told = db.read.prepare<[string], { number: number }>("SELECT number FROM invoice_told WHERE network = ?");
  const setTold = db.write.prepare<[string, number]>(
    "INSERT INTO invoice_told (network, number) VALUES (?, ?) ON CONFLICT (network) DO UPDATE SET number = excluded.number",
  );
  let looking: Promise<void> | undefined;
  let isAskedAgain = false;

  async function tellAll(): Promise<void> {
    const { network } = await payments().call("invoiceOverview", {});
    for (;;) {
      const before = told.get(network)?.number ?? 0;
      const { steps, last } = await payments().call("invoiceSteps", { after: before, limit: PART });
      // Of a backup that was taken back, there are fewer steps than were told.
      if (last < before) setTold.run(network, last);
      for (const { number, invoice_id, state, price, received } of steps) {
        const kind = KINDS[state];
        if (kind !== undefined)
          announce({
            key: `${kind} ${invoice_id} ${number}`,
            ...{ kind, to: { permission: "manage_payouts" }, link: `/admin/invoices/${invoice_id}` },
            data: { invoice_id, state, network, price, received },
          });
        setTold.run(network, number);
      }
      if (steps.length < PART) return;
    }
  }

  async function look(): Promise<void> {
    try {
      do {
        isAskedAgain = false;
        await tellAll();
      } while (isAskedAgain);
    } catch (error) {
      if (!(error instanceof LucidError)) throw error;
      log.debug({ cause: error.message }, "what invoices have come to is told when payments are back");
    } finally {
      looking = undefined;
    }
  }

  return () => {
    isAskedAgain = true;
    return (looking ??= look());
  };
}
