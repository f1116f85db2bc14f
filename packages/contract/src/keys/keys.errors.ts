import { errorCatalog } from "../shared/lucid-error.ts";

export const keyErrors = errorCatalog({
  KEY_SHARED: {
    code: "LUCID_KEY_ERR_2601",
    status: 409,
    retryable: false,
    message: "This key follows from the owner key that several nodes share: exchange that one",
  },
  KEY_ABSENT: {
    code: "LUCID_KEY_ERR_2602",
    status: 404,
    retryable: false,
    message: "This node does not use such a key: it hosts no desktops",
  },
});
