import { z } from "zod";
import { Account } from "../people/people.schema.ts";
import { procedure } from "../shared/procedure.ts";
import { Message, Timestamp, TronAddress, UserId } from "../shared/shared.schema.ts";
import { AuthResponse, Challenge, LoginSession } from "./logins.schema.ts";

const refreshTransport = z.enum(["body", "cookie"]).default("body");
const tags = ["auth"];

export const loginsContract = {
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
  challenge: procedure("public", { rate: "login" })
    .route({
      method: "POST",
      path: "/auth/challenge",
      tags,
      summary: "A text to sign with a TRON wallet",
    })
    .input(z.object({ tron_address: TronAddress }))
    .output(Challenge),
  login: procedure("public", { rate: "login", changes: "logins" })
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
  refresh: procedure("public", { rate: "login", changes: "logins" })
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
  logout: procedure("account", { changes: "logins" })
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
  verify: procedure("public", { rate: "login" })
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
  list: procedure("view_own_profile")
    .route({
      method: "GET",
      path: "/auth/sessions",
      tags,
      summary: "Your open logins",
    })
    .output(z.object({ sessions: z.array(LoginSession) })),
  end: procedure("update_own_profile", { changes: "logins" })
    .route({
      method: "DELETE",
      path: "/auth/sessions/{session_id}",
      tags,
      summary: "End one of your logins",
    })
    .input(z.object({ session_id: z.uuid() }))
    .output(z.object({ terminated: z.boolean(), message: z.string() })),
  endOthers: procedure("update_own_profile", { changes: "logins" })
    .route({
      method: "POST",
      path: "/auth/sessions/terminate-all",
      tags,
      summary: "End all your logins but this one",
    })
    .output(z.object({ terminated_count: z.int(), message: z.string() })),
};
