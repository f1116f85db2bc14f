import { z } from "zod";
import { LoginSession } from "../logins/logins.schema.ts";
import { Account } from "../people/people.schema.ts";
import { ROLES } from "../shared/permissions.ts";
import { Bytes, Timestamp } from "../shared/shared.schema.ts";

/** An account as a list of many shows it: what it may do follows from the role. */
export const ListedAccount = Account.omit({ permissions: true }).meta({ id: "ListedAccount" });
export type ListedAccount = z.infer<typeof ListedAccount>;

/** What somebody may do to another account. */
export const ACCOUNT_ACTIONS = ["change", "suspend", "activate", "end_logins", "delete"] as const;

/** An account with everything that those need who look after it. */
export const Person = Account.extend({
  /** Null for one that is not suspended. */
  suspension: z
    .object({
      reason: z.string(),
      /** Null: until somebody lifts it. */
      until: Timestamp.nullable(),
    })
    .nullable(),
  /** Open ones, the last used first. */
  logins: z.array(LoginSession.omit({ is_current: true })),
  /** Deleted recordings are not counted. `open`: those that run or are being sealed. */
  sessions: z.object({ count: z.int(), size_bytes: Bytes, open: z.int() }),
  /** What the caller may do to it, and the roles that the caller may give. */
  may: z.object({ actions: z.array(z.enum(ACCOUNT_ACTIONS)), roles: z.array(z.enum(ROLES)) }),
}).meta({ id: "Person" });
export type Person = z.infer<typeof Person>;

/** What can be done to several accounts at once. */
export const BULK_ACTIONS = ["suspend", "activate", "end_logins", "add_to_group"] as const;
export type BulkAction = (typeof BULK_ACTIONS)[number];

export const BulkResult = z
  .object({
    user_id: Account.shape.user_id,
    done: z.boolean(),
    /** Code of the error that kept it from being done. */
    code: z.string().nullable(),
  })
  .meta({ id: "BulkResult" });
export type BulkResult = z.infer<typeof BulkResult>;

/** Stands before the canonical text of a verdict when it is signed. */
export const KYC_VERDICT_DOMAIN = "lucid-kyc-verdict-1";
/** A verdict counts for this long before and after the time it was made, as it says itself. */
export const KYC_VERDICT_WINDOW_S = 300;

/** What whoever checks persons found out about one. */
export const KycVerdict = z
  .strictObject({
    /** Made anew for each verdict: it counts once. */
    verdict_id: z.uuid(),
    user_id: Account.shape.user_id,
    status: z.enum(["pending", "verified", "rejected", "expired"]),
    /** Unix seconds. */
    issued_at: z.int().nonnegative(),
  })
  .meta({ id: "KycVerdict" });
export type KycVerdict = z.infer<typeof KycVerdict>;

/** What accounts may be searched by. */
export const AccountText = z.string().trim().min(1).max(100);
