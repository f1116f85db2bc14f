import { z } from "zod";
import { errorCatalog } from "../shared/lucid-error.ts";
import { PolicyAction, PolicyDecision } from "./policy-rules.schema.ts";

const decided = z.object({ action: PolicyAction, decision: PolicyDecision });

export const policyErrors = errorCatalog({
  POLICY_NOT_FOUND: {
    code: "LUCID_SESSION_ERR_4318",
    status: 404,
    retryable: false,
    message: "No such policy",
  },
  POLICY_DENIES: {
    code: "LUCID_POLICY_ERR_4801",
    status: 403,
    retryable: false,
    message: "A policy of this node does not allow it",
    data: decided,
  },
  POLICY_ASKS: {
    code: "LUCID_POLICY_ERR_4802",
    status: 403,
    retryable: false,
    message: "A policy of this node wants somebody to allow it first",
    data: decided,
  },
  POLICY_DEMANDS: {
    code: "LUCID_POLICY_ERR_4803",
    status: 422,
    retryable: false,
    message: "The policy demands something that the session does not have",
    data: z.object({ missing: z.enum(["reason", "ticket", "retention"]), min_days: z.int(), max_days: z.int() }),
  },
  POLICY_READ_ONLY: {
    code: "LUCID_POLICY_ERR_4804",
    status: 403,
    retryable: false,
    message: "This policy comes with the program, or is not yours to change",
  },
  POLICY_CHANGED: {
    code: "LUCID_POLICY_ERR_4805",
    status: 409,
    retryable: false,
    message: "Somebody changed this policy in the meantime: look at it again",
    data: z.object({ version: z.int() }),
  },
  TOO_MANY_POLICIES: {
    code: "LUCID_POLICY_ERR_4806",
    status: 409,
    retryable: false,
    message: "You have as many policies as you may have: retire one first",
    data: z.object({ limit: z.int() }),
  },
  NOTHING_TO_ASK: {
    code: "LUCID_POLICY_ERR_4807",
    status: 409,
    retryable: false,
    message: "No rule wants somebody to allow that: it is allowed already, or denied",
    data: decided,
  },
  ASKED_ALREADY: {
    code: "LUCID_POLICY_ERR_4808",
    status: 409,
    retryable: false,
    message: "You have asked for that already",
  },
  TOO_MANY_REQUESTS: {
    code: "LUCID_POLICY_ERR_4809",
    status: 409,
    retryable: true,
    message: "You have as many open requests as you may have",
    data: z.object({ limit: z.int() }),
  },
  OWN_REQUEST: {
    code: "LUCID_POLICY_ERR_4810",
    status: 403,
    retryable: false,
    message: "Nobody decides about a request of their own",
  },
  REQUEST_NOT_FOUND: {
    code: "LUCID_POLICY_ERR_4811",
    status: 404,
    retryable: false,
    message: "No such request",
  },
  REQUEST_OVER: {
    code: "LUCID_POLICY_ERR_4812",
    status: 409,
    retryable: false,
    message: "The request is decided, or over, or you have decided it already",
    data: z.object({ status: z.string() }),
  },
  TOO_LONG: {
    code: "LUCID_POLICY_ERR_4813",
    status: 422,
    retryable: false,
    message: "The policy does not let that be allowed for so long",
    data: z.object({ longest_minutes: z.int() }),
  },
});
