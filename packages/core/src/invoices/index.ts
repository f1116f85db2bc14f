export { startInvoices } from "./start-invoices.ts";
