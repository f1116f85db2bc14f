import { z } from "zod";
import { desktopErrors } from "../desktops/desktops.errors.ts";
import { emergencyErrors } from "../emergency/emergency.errors.ts";
import { invoiceErrors } from "../invoices/invoices.errors.ts";
import { NamedPrice } from "../invoices/invoices.schema.ts";
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
const { PRICE_NOT_FOUND, TOO_MANY_OPEN } = invoiceErrors.spec;
const { SESSION_NOT_FOUND, SESSION_STATE, GRANT_INVALID, RECIPIENT_INVALID, SESSION_LIMIT_REACHED } = sessionErrors.spec;
const making = [PAYMENTS_OFF, PAYMENTS_AWAY, NETWORK_AWAY, NO_INVOICE_WALLET, INVOICES_FULL, INVOICE_DIFFERS, TOO_MANY_OPEN];
const starting = [
  ...[emergencyErrors.spec.NEW_SESSIONS_DISABLED, commonErrors.spec.SHARED_STORE_AWAY, commonErrors.spec.UNAVAILABLE],
  ...[policyErrors.spec.POLICY_DENIES, policyErrors.spec.POLICY_ASKS, desktopErrors.spec.PROGRAM_MISSING],
  ...[SESSION_NOT_FOUND, SESSION_STATE, GRANT_INVALID, RECIPIENT_INVALID, SESSION_LIMIT_REACHED],
];

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
};
