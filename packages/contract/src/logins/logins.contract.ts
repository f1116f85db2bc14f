import { z } from "zod";
import { emailErrors } from "../email/email.errors.ts";
import { EmailAddress, MailToken } from "../email/email.schema.ts";
import { emergencyErrors } from "../emergency/emergency.errors.ts";
import { invitationErrors } from "../invitations/invitations.errors.ts";
import { InvitationSecret } from "../invitations/invitations.schema.ts";
import { peopleErrors } from "../people/people.errors.ts";
import { Account } from "../people/people.schema.ts";
import { commonErrors } from "../shared/common.errors.ts";
import { Language } from "../shared/language.schema.ts";
import { Nothing, procedure } from "../shared/procedure.ts";
import { Message, SignatureHex, Timestamp, TronAddress, UserId } from "../shared/shared.schema.ts";
import { loginErrors } from "./logins.errors.ts";
import { AuthResponse, Challenge, LoginSession, RefreshTransport, StepUp } from "./logins.schema.ts";
import { passkeysContract } from "./passkeys.contract.ts";
import { secondFactorContract } from "./second-factor.contract.ts";

const tags = ["auth"];
const {
  ACCOUNT_LOCKED,
  CHALLENGE_INVALID,
  CODE_INVALID,
  CODES_LOCKED,
  PASSKEY_INVALID,
  PASSKEYS_UNAVAILABLE,
  REFRESH_INVALID,
  REGISTRATION_CLOSED,
  SECOND_FACTOR_NEEDED,
  SETUP_CODE_INVALID,
  SIGNATURE_INVALID,
} = loginErrors.spec;

const { ACCOUNT_SUSPENDED } = peopleErrors.spec;
const { SHARED_STORE_AWAY } = commonErrors.spec;

export const loginsContract = {
  ...passkeysContract,
  ...secondFactorContract,
  setup: procedure("public")
    .route({
      method: "GET",
      path: "/auth/setup",
      tags,
      summary: "Whether this node still waits for its owner",
    })
    .input(Nothing)
    .output(
      z.object({
        needed: z.boolean(),
        registration: z.enum(["open", "invitation", "closed"]),
        /** Whether passkeys work under the address that this call came to. */
        passkeys: z.boolean(),
        /** Whether a link to log in can be had by e-mail. */
        email: z.boolean(),
      }),
    ),
  challenge: procedure("public", { rate: "login", isQuestion: true })
    .route({
      method: "POST",
      path: "/auth/challenge",
      tags,
      summary: "A text to sign with a TRON wallet",
    })
    .input(z.strictObject({ tron_address: TronAddress }))
    .output(Challenge),
  login: procedure("public", {
    rate: "login",
    changes: "logins",
    errors: [
      CHALLENGE_INVALID,
      SIGNATURE_INVALID,
      SETUP_CODE_INVALID,
      REGISTRATION_CLOSED,
      SECOND_FACTOR_NEEDED,
      ACCOUNT_SUSPENDED,
      ACCOUNT_LOCKED,
      emergencyErrors.spec.LOCKED_DOWN,
      invitationErrors.spec.INVITATION_INVALID,
      invitationErrors.spec.INVITATION_NOT_NEEDED,
      SHARED_STORE_AWAY,
    ],
  })
    .route({
      method: "POST",
      path: "/auth/login",
      tags,
      summary: "Log in with a signed challenge",
    })
    .input(
      z
        .strictObject({
          challenge_id: z.uuid(),
          tron_address: TronAddress,
          signature: SignatureHex,
          setup_code: z.string().max(64).optional(),
          /** Of whoever was invited and has no account yet. */
          invitation: InvitationSecret.optional(),
          refresh: RefreshTransport,
        })
        .refine(({ setup_code, invitation }) => setup_code === undefined || invitation === undefined, {
          error: "a setup code and an invitation are two ways: give one of them",
          path: ["invitation"],
        }),
    )
    .output(AuthResponse),
  emailLink: procedure("public", { rate: "login", isQuestion: true, errors: [emailErrors.spec.MAIL_OFF] })
    .route({
      method: "POST",
      path: "/auth/email",
      tags,
      summary: "Send a link to log in, where an account has this address; the answer is always the same",
    })
    .input(z.strictObject({ address: EmailAddress, language: Language.default("en") }))
    .output(Message),
  emailLogin: procedure("public", {
    rate: "login",
    changes: "logins",
    errors: [emailErrors.spec.MAIL_LINK_INVALID, SECOND_FACTOR_NEEDED, emergencyErrors.spec.LOCKED_DOWN, SHARED_STORE_AWAY],
  })
    .route({
      method: "POST",
      path: "/auth/email/login",
      tags,
      summary: "Log in with the token of a link that was sent by e-mail",
    })
    .input(z.strictObject({ token: MailToken, refresh: RefreshTransport }))
    .output(AuthResponse),
  refresh: procedure("public", { rate: "login", changes: "logins", errors: [REFRESH_INVALID] })
    .route({
      method: "POST",
      path: "/auth/refresh",
      tags,
      summary: "A new pair of tokens for a refresh token",
    })
    .input(
      z.strictObject({
        refresh_token: z.string().max(512).optional(),
        refresh: RefreshTransport,
      }),
    )
    .output(AuthResponse),
  logout: procedure("account", { changes: "logins", personOnly: true, inLockdown: true, unenrolled: true })
    .route({
      method: "POST",
      path: "/auth/logout",
      tags,
      summary: "End this login, or all of them",
    })
    .input(z.strictObject({ logout_all_sessions: z.boolean().default(false) }))
    .output(Message),
  status: procedure("account", { inLockdown: true, unenrolled: true })
    .route({
      method: "GET",
      path: "/auth/status",
      tags,
      summary: "Who this token belongs to",
    })
    .input(Nothing)
    .output(
      z.object({
        authenticated: z.literal(true),
        user: Account,
        token_expires_at: Timestamp,
      }),
    ),
  verify: procedure("public", { rate: "login", isQuestion: true })
    .route({
      method: "POST",
      path: "/auth/verify",
      tags,
      summary: "Whether an access token is valid",
    })
    .input(z.strictObject({ token: z.string().max(4_096) }))
    .output(
      z.object({
        valid: z.boolean(),
        user_id: UserId.nullable(),
        expires_at: Timestamp.nullable(),
      }),
    ),
  stepUpChallenge: procedure("account", { isQuestion: true, personOnly: true, unenrolled: true })
    .route({
      method: "POST",
      path: "/auth/step-up/challenge",
      tags,
      summary: "A text to sign with your account's wallet, to prove anew that it is you",
    })
    .input(Nothing)
    .output(Challenge),
  stepUp: procedure("account", {
    unenrolled: true,
    rate: "login",
    changes: "logins",
    personOnly: true,
    errors: [
      CHALLENGE_INVALID,
      SIGNATURE_INVALID,
      PASSKEY_INVALID,
      PASSKEYS_UNAVAILABLE,
      CODE_INVALID,
      CODES_LOCKED,
      ACCOUNT_LOCKED,
    ],
  })
    .route({
      method: "POST",
      path: "/auth/step-up",
      tags,
      summary: "Prove anew that it is you, for what asks for it",
    })
    .input(StepUp)
    .output(z.object({ fresh_until: Timestamp })),
  list: procedure("view_own_profile", { personOnly: true })
    .route({
      method: "GET",
      path: "/auth/sessions",
      tags,
      summary: "Your open logins",
    })
    .input(Nothing)
    .output(z.object({ sessions: z.array(LoginSession) })),
  end: procedure("update_own_profile", { changes: "logins", personOnly: true, errors: [commonErrors.spec.NOT_FOUND] })
    .route({
      method: "DELETE",
      path: "/auth/sessions/{session_id}",
      tags,
      summary: "End one of your logins",
    })
    .input(z.strictObject({ session_id: z.uuid() }))
    .output(z.object({ terminated: z.boolean(), message: z.string() })),
  endOthers: procedure("update_own_profile", { changes: "logins", personOnly: true })
    .route({
      method: "POST",
      path: "/auth/sessions/terminate-all",
      tags,
      summary: "End all your logins but this one",
    })
    .input(Nothing)
    .output(z.object({ terminated_count: z.int(), message: z.string() })),
  resetSecondFactor: procedure("manage_users", { changes: "logins", fresh: true, errors: [commonErrors.spec.NOT_FOUND] })
    .route({
      method: "DELETE",
      path: "/auth/users/{user_id}/2fa",
      tags,
      summary: "Take the second factor from somebody who lost it, and end all logins",
    })
    .input(z.strictObject({ user_id: UserId }))
    .output(Message),
};
