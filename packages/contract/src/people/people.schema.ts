import { z } from "zod";
import { ADMIN_LABELS, ROLES } from "../shared/permissions.ts";
import { AgeRecipient, Timestamp, TronAddress, UserId } from "../shared/shared.schema.ts";

export const KYC_STATUSES = ["none", "pending", "verified", "rejected", "expired"] as const;

export const Account = z
  .object({
    user_id: UserId,
    /** Null for a deleted account. */
    tron_address: TronAddress.nullable(),
    username: z.string().nullable(),
    role: z.enum(ROLES),
    /** What an administrator may do of what the role allows; null for everybody else. */
    admin_label: z.enum(["super_admin", ...ADMIN_LABELS]).nullable(),
    permissions: z.array(z.string()),
    kyc_status: z.enum(KYC_STATUSES),
    status: z.enum(["active", "suspended", "deleted"]),
    /** The account's encryption recipient, once its wallet has made one. */
    recipient: AgeRecipient.nullable(),
    created_at: Timestamp,
    updated_at: Timestamp,
    last_login: Timestamp.nullable(),
  })
  .meta({ id: "Account" });
export type Account = z.infer<typeof Account>;

/** What somebody says of oneself. */
export const Profile = z
  .object({
    username: z.string().nullable(),
    first_name: z.string().nullable(),
    last_name: z.string().nullable(),
  })
  .meta({ id: "Profile" });
export type Profile = z.infer<typeof Profile>;

export const SealedIdentity = z
  .object({
    recipient: AgeRecipient,
    /** The identity, sealed under a key that only the account's wallet can derive. */
    sealed: z
      .string()
      .max(4_096)
      .regex(/^v1(\.[0-9a-f]+){3}$/, "v1 and three parts in hex"),
  })
  .meta({ id: "SealedIdentity" });
export type SealedIdentity = z.infer<typeof SealedIdentity>;
