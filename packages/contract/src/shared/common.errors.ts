import { z } from "zod";
import { FieldIssue } from "./field-rule.ts";
import { errorCatalog } from "./lucid-error.ts";

const issues = z.object({
  issues: z.array(FieldIssue),
});

/** Whoever is refused because the shared store is away may try again after it. */
export const SHARED_STORE_RETRY_S = 2;

export const commonErrors = errorCatalog({
  INVALID_REQUEST: {
    code: "LUCID_ERR_1001",
    status: 400,
    retryable: false,
    message: "The request is not valid",
    data: issues,
  },
  REQUEST_TOO_LARGE: {
    code: "LUCID_ERR_1010",
    status: 413,
    retryable: false,
    message: "The request is too large",
  },
  RATE_LIMITED: {
    code: "LUCID_ERR_3001",
    status: 429,
    retryable: true,
    message: "Too many requests: wait a moment",
    data: z.object({ retry_after_s: z.number() }),
  },
  TOO_MANY_STREAMS: {
    code: "LUCID_ERR_3002",
    status: 429,
    retryable: true,
    message: "Too many open streams: close one first",
    data: z.object({ limit: z.int() }),
  },
  NOT_FOUND: {
    code: "LUCID_ERR_4001",
    status: 404,
    retryable: false,
    message: "Nothing is there",
  },
  ALREADY_EXISTS: {
    code: "LUCID_ERR_4002",
    status: 409,
    retryable: false,
    message: "It exists already",
  },
  NOT_ALLOWED: {
    code: "LUCID_ERR_4003",
    status: 403,
    retryable: false,
    message: "This operation is not allowed",
  },
  INTERNAL: {
    code: "LUCID_ERR_5001",
    status: 500,
    retryable: true,
    message: "The node could not finish this: see its log",
  },
  UNAVAILABLE: {
    code: "LUCID_ERR_5008",
    status: 503,
    retryable: true,
    message: "This part of the node is not available now",
  },
  SHARED_STORE_AWAY: {
    code: "LUCID_ERR_5009",
    status: 503,
    retryable: true,
    message: "What this node shares with its owner's other nodes is away: try again in a moment",
    data: z.object({ retry_after_s: z.number() }),
  },
});
