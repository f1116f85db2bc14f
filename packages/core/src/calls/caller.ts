import { type Account, type AdminLabel, loginErrors, type Permission, type Role } from "@lucid/contract";
import type { AuditDetails } from "./audited-call.ts";

/** Which way a call came in. `port:<kind>` is a window of the desktop application. */
export type Door = "http" | `port:${string}`;

/** Whom an access token speaks for. The same object may be handed out for many calls. */
export interface Principal {
  readonly userId: string;
  readonly tronAddress: string;
  readonly role: Role;
  /** Which of the labels an ADMIN has; null for every other role. */
  readonly adminLabel: AdminLabel | null;
  readonly permissions: ReadonlySet<Permission>;
  readonly kycStatus: Account["kyc_status"];
  /** The login, or the API key, with which what is open for the caller ends. */
  readonly loginSessionId: string;
  /** Of a program that calls with an API key: its scopes are the permissions, and it is no proof that a person is there. */
  readonly apiKeyId?: string | undefined;
  readonly tokenId: string;
  /** By the node's steady time. */
  readonly tokenExpiresAtMs: number;
  /** When the person last proved to be there, by the node's steady time; undefined for a machine, which never does. */
  readonly provenAtMs: number | undefined;
  /** Public key of another node of the owner, where the login is at that one. It proves nothing fresh here. */
  readonly homeNode?: string | undefined;
  /** The role needs a second factor that the account does not have yet: it is led there before anything else. */
  readonly mustEnrol?: boolean;
}

/** Where a call comes from, as far as a token may depend on it. */
export interface CallOrigin {
  readonly ip: string;
  readonly circuit?: string | undefined;
}

export type TokenOutcome =
  | { readonly kind: "valid"; readonly principal: Principal }
  /** `expired`: the token's own time is over, a refresh of a login helps. `ended`: log in again. */
  | { readonly kind: "refused"; readonly reason: "malformed" | "expired" | "ended" }
  /** An API key that is good elsewhere. */
  | { readonly kind: "refused"; readonly reason: "address"; readonly principal: Principal };

/** How a door that has cookies keeps a refresh token out of the reach of scripts. */
export interface RefreshCookie {
  /** The token that came with the call. @throws NOT_ALLOWED when another site's page made the call. */
  read(): string | undefined;
  /** Undefined removes the cookie. */
  set(token: string | undefined): void;
}

/** What a handler found out about its call, for the audit log. */
export interface CallSubject {
  /** The account that acts, where no token named it. */
  readonly userId?: string | undefined;
  /** Id of what the call is about. */
  readonly target?: string | undefined;
  readonly loginSessionId?: string | undefined;
  readonly details?: AuditDetails | undefined;
  readonly apiKeyId?: string | undefined;
}

/** Who calls, and from where. One object per call. */
export interface Caller {
  /** Absent on public procedures called without a token. Use `requirePrincipal` everywhere else. */
  readonly principal?: Principal | undefined;
  /** Address of the other side; `local` for a window. */
  readonly ip: string;
  /** Circuit of the onion service: behind Tor every caller has the same address. */
  readonly circuit?: string | undefined;
  readonly userAgent?: string | undefined;
  /** Host and port under which the caller reached this node, checked by the door; `local` for a window. */
  readonly host: string;
  /** Stands in the answer, the error envelope and the log. */
  readonly requestId: string;
  readonly door: Door;
  /** Aborted when the caller is gone or the gateway closes. Streams end by it. */
  readonly signal: AbortSignal;
  readonly refreshCookie?: RefreshCookie | undefined;
  /** Completes the call's one entry of the audit log. */
  identify(subject: CallSubject): void;
}

/** The account behind a call. @throws TOKEN_INVALID on a call that came without one. */
export function requirePrincipal(caller: Pick<Caller, "principal">): Principal {
  if (!caller.principal) throw loginErrors.TOKEN_INVALID();
  return caller.principal;
}
