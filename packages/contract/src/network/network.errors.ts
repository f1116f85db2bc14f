import { z } from "zod";
import { errorCatalog } from "../shared/lucid-error.ts";

export const networkErrors = errorCatalog({
  NETWORK_NONE: {
    code: "LUCID_NETWORK_ERR_2901",
    status: 409,
    retryable: false,
    message: "This node is in no network of nodes",
  },
  NETWORK_ALREADY: {
    code: "LUCID_NETWORK_ERR_2902",
    status: 409,
    retryable: false,
    message: "This node is in a network already: it has to leave that one first",
  },
  NETWORK_INVITATION: {
    code: "LUCID_NETWORK_ERR_2903",
    status: 422,
    retryable: false,
    message: "This is no invitation into a network, or not all of it",
    data: z.object({ detail: z.string() }),
  },
  NETWORK_INVITATION_OVER: {
    code: "LUCID_NETWORK_ERR_2904",
    status: 409,
    retryable: false,
    message: "The invitation is over: ask for another one",
  },
  NETWORK_MEMBER: {
    code: "LUCID_NETWORK_ERR_2905",
    status: 404,
    retryable: false,
    message: "No other member of the network has this key",
  },
  NETWORK_ADDRESS: {
    code: "LUCID_NETWORK_ERR_2906",
    status: 409,
    retryable: false,
    message: "The network's address on this computer cannot be used: it is in the settings",
    data: z.object({ detail: z.string() }),
  },
  NETWORK_PROOF: {
    code: "LUCID_NETWORK_ERR_2907",
    status: 409,
    retryable: true,
    message: "The network has not made this recording final yet",
  },
  NETWORK_CHANGE: {
    code: "LUCID_NETWORK_ERR_2908",
    status: 404,
    retryable: false,
    message: "No change of the membership waits for this key: it was made, taken back, or is over",
  },
});
