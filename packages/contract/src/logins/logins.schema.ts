import { z } from "zod";
import { Account } from "../people/people.schema.ts";
import { Timestamp } from "../shared/shared.schema.ts";

export const Challenge = z
  .object({
    challenge_id: z.uuid(),
    message: z.string(),
    nonce: z.string(),
    expires_at: Timestamp,
  })
  .meta({ id: "Challenge" });
export type Challenge = z.infer<typeof Challenge>;

/** `refresh_token` is empty when the caller asked for it as a cookie, which scripts cannot read. */
export const AuthResponse = z
  .object({
    access_token: z.string(),
    refresh_token: z.string(),
    token_type: z.literal("bearer"),
    expires_in: z.int().meta({ description: "Seconds until the access token expires" }),
    user: Account,
  })
  .meta({ id: "AuthResponse" });
export type AuthResponse = z.infer<typeof AuthResponse>;

export const LoginSession = z
  .object({
    session_id: z.uuid(),
    device_info: z.string(),
    ip_address: z.string(),
    created_at: Timestamp,
    last_activity: Timestamp,
    is_current: z.boolean(),
  })
  .meta({ id: "LoginSession" });
export type LoginSession = z.infer<typeof LoginSession>;
