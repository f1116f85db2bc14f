import { z } from "zod";
import { InvoiceId } from "../invoices/invoices.schema.ts";
import { SessionId, Timestamp, UserId } from "../shared/shared.schema.ts";
import { TronAmount } from "../tron/tron.schema.ts";

/**
 * Where the order of a session is. `waiting`: for the money. `paid`: the session starts by itself, or by its owner's hand where it could not.
 * `used`: it was recorded. `lapsed`: the time of the invoice is over and nothing started. What is found to have come in time makes an order that
 * lapsed or was cancelled `paid` also later. `asked`: nothing was recorded, and who has paid asks for the money. `returning`: that was decided.
 * `returned`: it goes back, as far as it can; the payouts of its invoice say how far that is.
 */
export const OrderState = z.enum(["waiting", "paid", "used", "lapsed", "cancelled", "asked", "returning", "returned"]);
export type OrderState = z.infer<typeof OrderState>;

/** A session that starts once its invoice is paid. */
export const SessionOrder = z
  .object({
    session_id: SessionId,
    user_id: UserId,
    state: OrderState,
    ordered_at: Timestamp,
    /** What the invoice is for, and its price in millionths of a USDT. */
    title: z.string(),
    price: TronAmount,
    /** Null until the process of payments has made it. */
    invoice_id: InvoiceId.nullable(),
    /** Code of the refusal because of which the paid session did not start by itself, or what was paid for it did not go back. */
    reason: z.string().nullable(),
    /** Whether what was paid for it brought nothing so far, and can be asked for. */
    unused: z.boolean(),
  })
  .meta({ id: "SessionOrder" });
export type SessionOrder = z.infer<typeof SessionOrder>;
