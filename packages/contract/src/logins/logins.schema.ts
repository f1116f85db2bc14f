import { z } from "zod";
import { Account } from "../people/people.schema.ts";
import { SignatureHex, Timestamp } from "../shared/shared.schema.ts";
import { PasskeyAssertion } from "./passkeys.schema.ts";
import { FactorCode } from "./second-factor.schema.ts";

/** How whoever logs in gets the refresh token: in the answer, or as a cookie that scripts cannot read. */
export const RefreshTransport = z.enum(["body", "cookie"]).default("body");

export const Challenge = z
  .object({
    challenge_id: z.uuid(),
    message: z.string(),
    nonce: z.string(),
    expires_at: Timestamp,
  })
  .meta({ id: "Challenge" });
export type Challenge = z.infer<typeof Challenge>;

/** A login counts as fresh for this long after it began or was proven anew, by time that passes. */
export const FRESH_FOR_S = 300;

/** A proof of who is logged in, by the account's wallet or one of its passkeys over a step-up challenge of that kind, or by its second factor. */
export const StepUp = z.discriminatedUnion("method", [
  z.strictObject({ method: z.literal("wallet"), challenge_id: z.uuid(), signature: SignatureHex }),
  z.strictObject({ method: z.literal("passkey"), challenge_id: z.uuid(), credential: PasskeyAssertion }),
  z.strictObject({ method: z.literal("totp"), code: FactorCode }),
]);
export type StepUp = z.infer<typeof StepUp>;

/** `refresh_token` is empty when the caller asked for it as a cookie, which scripts cannot read. */
export const AuthResponse = z
  .object({
    access_token: z.string(),
    refresh_token: z.string(),
    token_type: z.literal("bearer"),
    expires_in: z.int().meta({ description: "Seconds until the access token expires" }),
    user: Account,
    /** The role needs a second factor that the account does not have yet: nothing else can be called before. */
    second_factor_due: z.literal(true).optional(),
  })
  .meta({ id: "AuthResponse" });
export type AuthResponse = z.infer<typeof AuthResponse>;

export const LoginSession = z
  .object({
    session_id: z.uuid(),
    device_info: z.string(),
    ip_address: z.string(),
    /** From where: this computer, a network of its own, the onion service, or any other address. */
    place: z.enum(["this-computer", "local-network", "onion", "elsewhere"]),
    /** What the person came in with. */
    method: z.enum(["wallet", "wallet-and-code", "passkey", "email"]),
    created_at: Timestamp,
    last_activity: Timestamp,
    is_current: z.boolean(),
  })
  .meta({ id: "LoginSession" });
export type LoginSession = z.infer<typeof LoginSession>;
