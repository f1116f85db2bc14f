export { type InvoicesReport, runInvoices } from "./run-invoices.ts";
export { type PayoutsReport, runPayouts } from "./run-payouts.ts";
export { runTransfers, type TransfersReport } from "./run-transfers.ts";
