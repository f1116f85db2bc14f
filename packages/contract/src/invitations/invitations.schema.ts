import { z } from "zod";
import { EmailAddress } from "../email/email.schema.ts";
import { Language } from "../shared/language.schema.ts";
import { ROLES } from "../shared/permissions.ts";
import { Timestamp, UserId } from "../shared/shared.schema.ts";
import { writtenLine } from "../shared/written-text.ts";

export const InvitationId = z.uuid().brand<"InvitationId">();
export type InvitationId = z.infer<typeof InvitationId>;

/** What the link of an invitation carries in its fragment: 256 bits in base64url. */
export const InvitationSecret = z.string().regex(/^[A-Za-z0-9_-]{43}$/, "the 43 letters of an invitation");

export const NewInvitation = z.strictObject({
  role: z.enum(ROLES).default("USER"),
  /** For those who keep the list: the invited do not see it. */
  label: writtenLine(0, 80).default(""),
  expires_in_hours: z.int().min(1).max(720).default(168),
  uses: z.int().min(1).max(100).default(1),
  /** Where the link is sent as well. */
  email: EmailAddress.optional(),
  language: Language.default("en"),
});

const Inviter = z.object({ user_id: UserId, name: z.string().nullable(), tron_address: z.string() });

export const INVITATION_STATES = ["open", "used", "expired", "revoked"] as const;

/** What of the list is wanted. All that is given must fit. */
export const InvitationFilter = z.strictObject({
  state: z.enum(INVITATION_STATES).optional(),
  role: z.enum(ROLES).optional(),
  /** A part of the label. */
  q: z.string().trim().min(1).max(80).optional(),
});

/** What is known of an invitation. Its link is shown once and not kept. */
export const Invitation = z
  .object({
    invitation_id: InvitationId,
    label: z.string(),
    role: z.enum(ROLES),
    state: z.enum(INVITATION_STATES),
    created_by: Inviter,
    created_at: Timestamp,
    expires_at: Timestamp,
    max_uses: z.int(),
    uses: z.int(),
    /** Accounts that came by it. */
    joined: z.array(UserId),
    /** Whether the caller may take it back. */
    may_revoke: z.boolean(),
  })
  .meta({ id: "Invitation" });
export type Invitation = z.infer<typeof Invitation>;

/** What the invited are told before they agree. */
export const InvitationOffer = z
  .object({
    role: z.enum(ROLES),
    invited_by: Inviter.omit({ user_id: true }),
    expires_at: Timestamp,
    node: z.object({ id: z.string(), host: z.string() }),
  })
  .meta({ id: "InvitationOffer" });
export type InvitationOffer = z.infer<typeof InvitationOffer>;
