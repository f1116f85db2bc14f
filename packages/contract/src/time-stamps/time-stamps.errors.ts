import { errorCatalog } from "../shared/lucid-error.ts";

export const timeStampErrors = errorCatalog({
  TIME_NONE: {
    code: "LUCID_TIME_ERR_3501",
    status: 409,
    retryable: false,
    message: "No time-stamp authority is set up on this node: see the setting time_authorities",
  },
  TIME_TOO_EARLY: {
    code: "LUCID_TIME_ERR_3502",
    status: 409,
    retryable: true,
    message: "The chain has no final block yet that could be stamped",
  },
  TIME_PROOF: {
    code: "LUCID_TIME_ERR_3503",
    status: 409,
    retryable: true,
    message: "No authority has stamped a block yet that holds this recording",
  },
});
