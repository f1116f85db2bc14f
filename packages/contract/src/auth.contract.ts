import { z } from "zod";
import { ROLES } from "./permissions.ts";
import { procedure } from "./procedure.ts";
import { AgeRecipient, Message, Timestamp, TronAddress, UserId } from "./shared.ts";

export const Account = z
  .object({
    user_id: UserId,
    tron_address: TronAddress,
    username: z.string().nullable(),
    role: z.enum(ROLES),
    permissions: z.array(z.string()),
    kyc_status: z.enum(["none", "pending", "verified", "rejected", "expired"]),
    status: z.enum(["active", "suspended"]),
    /** The account's encryption recipient, once its wallet has made one. */
    recipient: AgeRecipient.nullable(),
    created_at: Timestamp,
    updated_at: Timestamp,
    last_login: Timestamp.nullable(),
  })
  .meta({ id: "Account" });
export type Account = z.infer<typeof Account>;

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

export const SealedIdentity = z
  .object({
    recipient: AgeRecipient,
    /** The identity, sealed under a key that only the account's wallet can derive. */
    sealed: z.string().min(1).max(4_096),
  })
  .meta({ id: "SealedIdentity" });
export type SealedIdentity = z.infer<typeof SealedIdentity>;

const refreshTransport = z.enum(["body", "cookie"]).default("body");
const tags = ["auth"];

export const authContract = {
  setup: procedure("public")
    .route({
      method: "GET",
      path: "/auth/setup",
      tags,
      summary: "Whether this node still waits for its owner",
    })
    .output(
      z.object({
        needed: z.boolean(),
        registration: z.enum(["open", "closed"]),
      }),
    ),
  challenge: procedure("public", "login")
    .route({
      method: "POST",
      path: "/auth/challenge",
      tags,
      summary: "A text to sign with a TRON wallet",
    })
    .input(z.object({ tron_address: TronAddress }))
    .output(Challenge),
  login: procedure("public", "login")
    .route({
      method: "POST",
      path: "/auth/login",
      tags,
      summary: "Log in with a signed challenge",
    })
    .input(
      z.object({
        challenge_id: z.uuid(),
        tron_address: TronAddress,
        signature: z.string().max(200),
        setup_code: z.string().max(64).optional(),
        refresh: refreshTransport,
      }),
    )
    .output(AuthResponse),
  refresh: procedure("public", "login")
    .route({
      method: "POST",
      path: "/auth/refresh",
      tags,
      summary: "A new pair of tokens for a refresh token",
    })
    .input(
      z.object({
        refresh_token: z.string().max(512).optional(),
        refresh: refreshTransport,
      }),
    )
    .output(AuthResponse),
  logout: procedure("account")
    .route({
      method: "POST",
      path: "/auth/logout",
      tags,
      summary: "End this login, or all of them",
    })
    .input(z.object({ logout_all_sessions: z.boolean().default(false) }))
    .output(Message),
  status: procedure("account")
    .route({
      method: "GET",
      path: "/auth/status",
      tags,
      summary: "Who this token belongs to",
    })
    .output(
      z.object({
        authenticated: z.literal(true),
        user: Account,
        token_expires_at: Timestamp,
      }),
    ),
  verify: procedure("public", "login")
    .route({
      method: "POST",
      path: "/auth/verify",
      tags,
      summary: "Whether an access token is valid",
    })
    .input(z.object({ token: z.string().max(4_096) }))
    .output(
      z.object({
        valid: z.boolean(),
        user_id: UserId.nullable(),
        expires_at: Timestamp.nullable(),
      }),
    ),
  listLogins: procedure("view_own_profile")
    .route({
      method: "GET",
      path: "/auth/sessions",
      tags,
      summary: "Your open logins",
    })
    .output(z.object({ sessions: z.array(LoginSession) })),
  endLogin: procedure("update_own_profile")
    .route({
      method: "DELETE",
      path: "/auth/sessions/{session_id}",
      tags,
      summary: "End one of your logins",
    })
    .input(z.object({ session_id: z.uuid() }))
    .output(z.object({ terminated: z.boolean(), message: z.string() })),
  endAllLogins: procedure("update_own_profile")
    .route({
      method: "POST",
      path: "/auth/sessions/terminate-all",
      tags,
      summary: "End all your logins but this one",
    })
    .output(z.object({ terminated_count: z.int(), message: z.string() })),
};

const userTags = ["users"];
export const usersContract = {
  me: procedure("view_own_profile")
    .route({
      method: "GET",
      path: "/users/me",
      tags: userTags,
      summary: "Your account",
    })
    .output(Account),
  updateMe: procedure("update_own_profile")
    .route({
      method: "PUT",
      path: "/users/me",
      tags: userTags,
      summary: "Change your account",
    })
    .input(
      z.object({
        username: z.string().regex(/^[A-Za-z0-9_-]{3,50}$/, "3 to 50 letters, digits, _ or -"),
      }),
    )
    .output(Account),
  identity: procedure("view_own_profile")
    .route({
      method: "GET",
      path: "/users/me/identity",
      tags: userTags,
      summary: "Your sealed encryption identity",
    })
    .output(SealedIdentity.nullable()),
  setIdentity: procedure("update_own_profile")
    .route({
      method: "PUT",
      path: "/users/me/identity",
      tags: userTags,
      summary: "Keep your sealed encryption identity on the node",
    })
    .input(SealedIdentity)
    .output(SealedIdentity),
  get: procedure("view_all_users")
    .route({
      method: "GET",
      path: "/users/{user_id}",
      tags: userTags,
      summary: "One account",
    })
    .input(z.object({ user_id: UserId }))
    .output(Account),
};
