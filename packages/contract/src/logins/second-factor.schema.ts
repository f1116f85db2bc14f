import { z } from "zod";
import { Timestamp } from "../shared/shared.schema.ts";

/** Six digits of an authenticator app, or a backup code. Spaces and dashes do not count. */
export const FactorCode = z
  .string()
  .max(32)
  .overwrite((text) => text.replace(/[\s-]/g, "").toUpperCase())
  .regex(/^(\d{6}|[A-Z2-9]{10})$/, "six digits, or a backup code");

export const SecondFactor = z
  .object({
    enabled: z.boolean(),
    /** The account's role needs it. */
    required: z.boolean(),
    enabled_at: Timestamp.nullable(),
    backup_codes_left: z.int(),
  })
  .meta({ id: "SecondFactor" });
export type SecondFactor = z.infer<typeof SecondFactor>;

/** Shown once. The node does not tell the secret again. */
export const SecondFactorSecret = z
  .object({
    /** Base32 (RFC 4648). */
    secret: z.string(),
    /** `otpauth://totp/...`, for a QR code. */
    uri: z.string(),
    expires_at: Timestamp,
  })
  .meta({ id: "SecondFactorSecret" });
export type SecondFactorSecret = z.infer<typeof SecondFactorSecret>;

/** Ten, each for one use. Shown once. */
export const BackupCodes = z.object({ backup_codes: z.array(z.string()) }).meta({ id: "BackupCodes" });
export type BackupCodes = z.infer<typeof BackupCodes>;
