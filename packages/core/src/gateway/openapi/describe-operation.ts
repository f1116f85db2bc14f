import { OPERATIONS } from "../operations.ts";
import type { DescribedOperation } from "./document.types.ts";

export const securitySchemes = {
  bearer: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "The access token of a login, valid for 15 minutes",
  },
  authToken: { type: "apiKey", in: "header", name: "X-Auth-Token", description: "The same token, where Authorization is taken" },
};

const envelope = { "application/json": { schema: { $ref: "#/components/schemas/ErrorEnvelope" } } };
const seconds = { schema: { type: "integer" } };
const limits = {
  "X-RateLimit-Limit": { ...seconds, description: "Calls that may be made at once" },
  "X-RateLimit-Remaining": { ...seconds, description: "Calls left now" },
  "X-RateLimit-Reset": { ...seconds, description: "Unix time at which none counts any more" },
};

export const errorResponses = {
  InvalidRequest: { description: "The request is not valid: the details list every field", content: envelope },
  Unauthorized: { description: "No valid token", content: envelope },
  Forbidden: { description: "The role does not allow it", content: envelope },
  NotFound: { description: "Nothing is there", content: envelope },
  Conflict: { description: "The state does not allow it", content: envelope },
  TooLarge: { description: "The body is larger than 1 MiB", content: envelope },
  RateLimited: {
    description: "Too many requests",
    headers: { "Retry-After": { ...seconds, description: "Seconds to wait" }, ...limits },
    content: envelope,
  },
  Internal: { description: "The node could not finish it; its log has the request id", content: envelope },
  Unavailable: { description: "A part of the node is not available now", content: envelope },
};

const ref = (name: keyof typeof errorResponses) => ({ $ref: `#/components/responses/${name}` });

/** Adds what the guard asks for and what it may answer, neither of which stands in the schemas. */
export function describeOperation(method: string, path: string, operation: DescribedOperation): DescribedOperation {
  const known = OPERATIONS.find((one) => one.method.toLowerCase() === method && one.path === path);
  const access = known?.access ?? "view_own_sessions";
  const open = access === "public";
  return {
    ...operation,
    operationId: known?.name ?? operation.operationId ?? `${method}${path}`,
    ...(open ? { security: [] } : {}),
    ...(open || access === "account" ? {} : { description: `Needs the permission \`${access}\`.` }),
    responses: {
      ...operation.responses,
      "400": ref("InvalidRequest"),
      "401": ref("Unauthorized"),
      ...(open ? {} : { "403": ref("Forbidden") }),
      ...(path.includes("{") ? { "404": ref("NotFound") } : {}),
      ...(method === "get" ? {} : { "409": ref("Conflict"), "413": ref("TooLarge") }),
      "429": ref("RateLimited"),
      "500": ref("Internal"),
      "503": ref("Unavailable"),
    },
  };
}
