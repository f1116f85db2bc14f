import { z } from "zod";
import { PERMISSIONS } from "../shared/permissions.ts";
import { Timestamp } from "../shared/shared.schema.ts";
import { writtenLine } from "../shared/written-text.ts";

export const ApiKeyId = z.uuid().brand<"ApiKeyId">();
export type ApiKeyId = z.infer<typeof ApiKeyId>;

/** What every key begins with, so that whoever finds one in a file knows what it is. */
export const API_KEY_PREFIX = "lucid_";

/** What a person does and no program: no key has it, whatever its owner may. */
export const KeyScope = z
  .enum(PERMISSIONS)
  .exclude(["assign_roles", "approve_payouts", "emergency_lockdown", "emergency_shutdown"]);
export type KeyScope = z.infer<typeof KeyScope>;

/** API keys of one person at once. */
export const MAX_API_KEYS = 20;
export const MAX_KEY_DAYS = 730;

/** A network address or a range of them, as `192.0.2.7` or `10.0.0.0/8`. */
const AddressRange = z
  .string()
  .max(64)
  .regex(/^[0-9A-Fa-f:.]+(?:\/\d{1,3})?$/, "an address or a range of addresses, such as 192.0.2.7 or 10.0.0.0/8");

export const NewApiKey = z.strictObject({
  name: writtenLine(1, 80),
  scopes: z.array(KeyScope).min(1).max(PERMISSIONS.length),
  expires_in_days: z.int().min(1).max(MAX_KEY_DAYS).default(90),
  /** Where it may be used from; from everywhere when there is none. */
  addresses: z.array(AddressRange).max(20).default([]),
});

/** What is known of an API key. Its secret is shown once and not kept. */
export const ApiKey = z
  .object({
    key_id: ApiKeyId,
    name: z.string(),
    begins_with: z.string().meta({ description: "The first letters of the key, to know it again" }),
    scopes: z.array(z.string()).meta({ description: "It may do what is named here, as long as its owner may" }),
    addresses: z.array(z.string()),
    created_at: Timestamp,
    expires_at: Timestamp,
    last_used_at: Timestamp.nullable(),
    last_used_from: z.string().nullable(),
    ended_at: Timestamp.nullable(),
    end_reason: z.enum(["revoked", "expired", "owner_suspended"]).nullable(),
  })
  .meta({ id: "ApiKey" });
export type ApiKey = z.infer<typeof ApiKey>;
