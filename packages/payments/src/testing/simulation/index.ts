export { type PayoutsReport, runPayouts } from "./run-payouts.ts";
export { runTransfers, type TransfersReport } from "./run-transfers.ts";
