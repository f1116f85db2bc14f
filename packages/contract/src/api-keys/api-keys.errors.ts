import { z } from "zod";
import { errorCatalog } from "../shared/lucid-error.ts";

export const apiKeyErrors = errorCatalog({
  API_KEY_LIMIT: {
    code: "LUCID_APIKEY_ERR_2101",
    status: 409,
    retryable: false,
    message: "This account has as many API keys as it may have: revoke one first",
    data: z.object({ limit: z.int() }),
  },
  SCOPE_NOT_HELD: {
    code: "LUCID_APIKEY_ERR_2102",
    status: 403,
    retryable: false,
    message: "A key gets no scope that its owner does not have",
    data: z.object({ scopes: z.array(z.string()) }),
  },
  PERSON_NEEDED: {
    code: "LUCID_APIKEY_ERR_2103",
    status: 403,
    retryable: false,
    message: "This is for a person who is logged in: an API key is not enough",
  },
  API_KEY_ADDRESS: {
    code: "LUCID_APIKEY_ERR_2104",
    status: 403,
    retryable: false,
    message: "This API key may not be used from this address",
  },
});
