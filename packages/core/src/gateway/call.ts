import type { Permission, RateTier } from "@lucid/contract";
import type { Principal } from "../logins/index.ts";
import type { Caller, Door } from "./services.ts";

/** How a door that has cookies keeps a refresh token out of the reach of scripts. */
export interface RefreshCookie {
  /** The token that came with the call. @throws NOT_ALLOWED when another site's page made the call. */
  read(): string | undefined;
  /** Undefined removes the cookie. */
  set(token: string | undefined): void;
}

/** What a door knows of one call. A door makes one per call and hands it to the router as its context. */
export interface Call {
  readonly door: Door;
  readonly ip: string;
  readonly circuit?: string | undefined;
  readonly userAgent?: string | undefined;
  readonly requestId: string;
  readonly signal: AbortSignal;
  /** Moment of arrival by `performance.now()`. */
  readonly startedMs: number;
  /** The access token as it came, not checked yet. */
  readonly token?: string | undefined;
  /** Whom the host program vouches for when no token came. */
  readonly vouched?: Principal | undefined;
  readonly refreshCookie?: RefreshCookie | undefined;
  /** Sets a header of the answer, where the door has headers. */
  readonly setHeader?: ((name: string, value: string) => void) | undefined;
  /** The guard's memory: a call is admitted once, by the door or by the router, whoever comes first. */
  admitted?: Promise<Caller>;
  /** The account that a valid token named, also when the call was refused in the end. */
  userId?: string;
  /** What the call is about, such as a session's id, for the audit log. */
  target?: string | undefined;
}

/** What is being called and what it asks for. */
export interface Operation {
  /** For example `sessions.create`. */
  readonly name: string;
  readonly access: "public" | "account" | Permission;
  /** `unlimited`: asked by machines every few seconds, and cheap. */
  readonly rate: RateTier | "unlimited";
  /** Whether it only reads. What changes something goes into the audit log also when it succeeds. */
  readonly reads: boolean;
}

export interface RouterContext {
  readonly call: Call;
}
