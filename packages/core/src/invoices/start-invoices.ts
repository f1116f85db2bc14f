import { InvoiceId } from "@lucid/contract";
import type { Area } from "../calls/index.ts";
import type { Ground } from "../ground/index.ts";
import { createInvoicesService, type InvoicesServiceDeps, type InvoicesSettings } from "./create-invoices-service.ts";
import { createTeller, type TellerDeps, toldTables } from "./create-teller.ts";

/** What people are asked to pay, and what came in. Invoices are kept by the process of payments; who is who, this node knows. */
export function startInvoices(
  { db, changes, log }: Pick<Ground, "db" | "changes" | "log">,
  deps: InvoicesServiceDeps & Pick<TellerDeps, "announce">,
  settings: InvoicesSettings,
): Area {
  db.attach(toldTables);
  const running = new DisposableStack();
  const stopping = running.adopt(new AbortController(), (controller) => controller.abort());
  const look = createTeller({ ...deps, db, log, stopped: stopping.signal });
  // What the process of payments did not get to say before it ended is asked for when it says how its network is.
  for (const topic of ["invoices", "tron"]) running.use(changes.on(topic, () => void look()));
  return {
    services: { invoices: createInvoicesService(deps, settings) },
    events: {
      invoices(id, { principal }) {
        const [invoice = "", payer] = id.split(" ");
        if (!principal || (payer !== principal.userId && !principal.permissions.has("view_all_payouts"))) return undefined;
        return { type: "invoices", invoice_id: invoice === "" ? null : InvoiceId.parse(invoice) };
      },
    },
    [Symbol.asyncDispose]: async () => running.dispose(),
  };
}
