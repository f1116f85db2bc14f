import { z } from "zod";
import { desktopErrors } from "../desktops/desktops.errors.ts";
import { emergencyErrors } from "../emergency/emergency.errors.ts";
import { invoiceErrors } from "../invoices/invoices.errors.ts";
import { InvoiceId, NamedPrice } from "../invoices/invoices.schema.ts";
import { payoutErrors } from "../payouts/payouts.errors.ts";
import { policyErrors } from "../policies/policies.errors.ts";
import { one, viewOne } from "../sessions/session-procedures.ts";
import { sessionErrors } from "../sessions/sessions.errors.ts";
import { StartSession } from "../sessions/sessions.schema.ts";
import { commonErrors } from "../shared/common.errors.ts";
import { Nothing, procedure } from "../shared/procedure.ts";
import { tronErrors } from "../tron/tron.errors.ts";
import { SessionOrder } from "./sales.schema.ts";

const tags = ["invoices"];
const changes = "session";
const { PAYMENTS_OFF, PAYMENTS_AWAY, NETWORK_AWAY } = tronErrors.spec;
const { INVOICE_NOT_FOUND, INVOICE_STATE, INVOICE_DIFFERS, NO_INVOICE_WALLET, INVOICES_FULL } = invoiceErrors.spec;
const { PRICE_NOT_FOUND, TOO_MANY_OPEN, ORDER_STATE } = invoiceErrors.spec;
const { PAYOUT_IMPOSSIBLE, APPROVED_BY_ANOTHER } = payoutErrors.spec;
const { SESSION_NOT_FOUND, SESSION_STATE, GRANT_INVALID, RECIPIENT_INVALID, SESSION_LIMIT_REACHED } = sessionErrors.spec;
const making = [PAYMENTS_OFF, PAYMENTS_AWAY, NETWORK_AWAY, NO_INVOICE_WALLET, INVOICES_FULL, INVOICE_DIFFERS, TOO_MANY_OPEN];
const starting = [
  ...[emergencyErrors.spec.NEW_SESSIONS_DISABLED, commonErrors.spec.SHARED_STORE_AWAY, commonErrors.spec.UNAVAILABLE],
  ...[policyErrors.spec.POLICY_DENIES, policyErrors.spec.POLICY_ASKS, desktopErrors.spec.PROGRAM_MISSING],
  ...[SESSION_NOT_FOUND, SESSION_STATE, GRANT_INVALID, RECIPIENT_INVALID, SESSION_LIMIT_REACHED],
];

const ofOne = z.strictObject({ invoice_id: InvoiceId });
const returning = [INVOICE_NOT_FOUND, ORDER_STATE];

/** Sessions that are paid for before they start. */
export const salesContract = {
  price: procedure("account")
    .route({ method: "GET", path: "/tron/sessions/price", tags, summary: "What a session costs here; null where nothing" })
    .input(Nothing)
    .output(z.object({ price: NamedPrice.nullable() })),
  list: procedure("view_all_payouts")
    .route({ method: "GET", path: "/tron/sessions/orders", tags, summary: "Sessions that were ordered, the newest first" })
    .input(z.strictObject({ limit: z.coerce.number().int().min(1).max(100).default(20) }))
    .output(z.object({ orders: z.array(SessionOrder) })),
  get: viewOne()
    .route({
      method: "GET",
      path: "/tron/sessions/{session_id}/order",
      tags,
      summary: "The order of a session; null without one",
    })
    .input(one)
    .output(z.object({ order: SessionOrder.nullable() })),
  order: procedure("create_session", { changes, errors: [...making, ...starting, PRICE_NOT_FOUND] })
    .route({
      method: "PUT",
      path: "/tron/sessions/{session_id}/order",
      tags,
      summary: "Order a session that was prepared: it starts by itself once its invoice is paid",
    })
    .input(one.extend(StartSession.shape))
    .output(SessionOrder),
  cancel: procedure("create_session", { changes, errors: [...making, SESSION_NOT_FOUND, INVOICE_NOT_FOUND, INVOICE_STATE] })
    .route({
      method: "DELETE",
      path: "/tron/sessions/{session_id}/order",
      tags,
      summary: "Give up an order for which nothing came in; the session stays prepared",
    })
    .input(one)
    .output(SessionOrder),
  ofInvoice: procedure("account", { errors: [PAYMENTS_OFF, PAYMENTS_AWAY, INVOICE_NOT_FOUND] })
    .route({
      method: "GET",
      path: "/tron/invoices/{invoice_id}/order",
      tags,
      summary: "The order of the session that an invoice is for, to who pays it and who sees all; null without one",
    })
    .input(ofOne)
    .output(z.object({ order: SessionOrder.nullable() })),
  askBack: procedure("account", { changes, errors: returning })
    .route({
      method: "PUT",
      path: "/tron/invoices/{invoice_id}/order/return",
      tags,
      summary: "Ask for what you have paid for a session of which nothing was recorded",
    })
    .input(ofOne)
    .output(SessionOrder),
  keep: procedure("account", { changes, errors: returning })
    .route({
      method: "DELETE",
      path: "/tron/invoices/{invoice_id}/order/return",
      tags,
      summary: "Leave to the next session what was asked for: by who asked, or who may manage payouts",
    })
    .input(ofOne)
    .output(SessionOrder),
  giveBack: procedure("manage_payouts", {
    changes,
    fresh: true,
    errors: [...returning, PAYMENTS_OFF, PAYMENTS_AWAY, NETWORK_AWAY, INVOICE_STATE, PAYOUT_IMPOSSIBLE, APPROVED_BY_ANOTHER],
  })
    .route({
      method: "POST",
      path: "/tron/invoices/{invoice_id}/order/return",
      tags,
      summary:
        "Send what somebody else has paid for a session back to where it came from: nothing was recorded, and nothing will be for it",
    })
    .input(ofOne)
    .output(SessionOrder),
};
