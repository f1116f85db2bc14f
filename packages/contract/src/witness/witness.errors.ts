import { errorCatalog } from "../shared/lucid-error.ts";

export const witnessErrors = errorCatalog({
  WITNESS_PROOF: {
    code: "LUCID_WITNESS_ERR_4901",
    status: 409,
    retryable: true,
    message: "No witness has seen the block yet that holds this recording",
  },
});
