import { z } from "zod";
import { InvoiceId } from "./invoices.schema.ts";

/** An invoice is not what it was; null where it concerns all of them, or what came in beside them. */
export const InvoicesEvent = z.object({ type: z.literal("invoices"), invoice_id: InvoiceId.nullable() });
