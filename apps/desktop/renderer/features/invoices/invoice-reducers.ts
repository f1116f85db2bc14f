import type { EventReducers } from "../../shared/api/apply-event.ts";

export const invoiceReducers: EventReducers<"invoices"> = {
  invoices(_event, { cache, queries }) {
    void cache.invalidateQueries({ queryKey: queries.invoices.key() });
    void cache.invalidateQueries({ queryKey: queries.sales.ofInvoice.key() });
  },
};
