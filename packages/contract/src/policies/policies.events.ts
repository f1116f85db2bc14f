import { z } from "zod";
import { RequestId } from "./access-requests.schema.ts";
import { PolicyId } from "./policies.schema.ts";

/** A policy has another version, or is not in use any more, or again. */
export const PolicyEvent = z.object({ type: z.literal("policy"), policy_id: PolicyId });

/** A request for access was made, decided, used, taken back, or is over. */
export const AccessRequestEvent = z.object({ type: z.literal("access_request"), request_id: RequestId });
