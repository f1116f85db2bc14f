import { z } from "zod";
import { PolicyId } from "./policies.schema.ts";

/** A policy has another version, or is not in use any more, or again. */
export const PolicyEvent = z.object({ type: z.literal("policy"), policy_id: PolicyId });
