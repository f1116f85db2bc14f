import { errorCatalog } from "../shared/lucid-error.ts";

export const torErrors = errorCatalog({
  TOR_OFF: {
    code: "LUCID_TOR_ERR_2701",
    status: 409,
    retryable: false,
    message: "Tor is switched off on this node",
  },
  TOR_NOT_CONNECTED: {
    code: "LUCID_TOR_ERR_2702",
    status: 503,
    retryable: true,
    message: "Tor is not connected now: its state says why",
  },
  TOR_CLIENT_EXISTS: {
    code: "LUCID_TOR_ERR_2703",
    status: 409,
    retryable: false,
    message: "There is a client of this name, or with this key",
  },
  TOR_CLIENT_NOT_FOUND: {
    code: "LUCID_TOR_ERR_2704",
    status: 404,
    retryable: false,
    message: "There is no client of this name",
  },
  TOR_CLIENT_LIMIT: {
    code: "LUCID_TOR_ERR_2705",
    status: 409,
    retryable: false,
    message: "The onion service has as many clients as it may have: remove one first",
  },
});
