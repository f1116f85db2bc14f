import { errorCatalog } from "../shared/lucid-error.ts";

export const tronErrors = errorCatalog({
  PAYMENTS_OFF: {
    code: "LUCID_TRON_ERR_2601",
    status: 409,
    retryable: false,
    message: "Payments are off on this node: its settings name no TRON network",
  },
  PAYMENTS_AWAY: {
    code: "LUCID_TRON_ERR_2602",
    status: 503,
    retryable: true,
    message: "The process of payments does not run or does not answer: nothing was done, or it is seen in what it shows later",
  },
});
