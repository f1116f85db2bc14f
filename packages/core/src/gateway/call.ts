import type { ErrorEntry, Permission, RateTier } from "@lucid/contract";
import type { Caller, CallSubject, Door, Principal, RefreshCookie } from "../calls/index.ts";

/** What a door knows of one call. A door makes one per call and hands it to the router as its context. */
export interface Call {
  readonly door: Door;
  readonly ip: string;
  readonly circuit?: string | undefined;
  readonly userAgent?: string | undefined;
  /** Host and port under which the caller reached this node, checked by the door; `local` for a window. */
  readonly host: string;
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
  /** Told once a valid token or ticket has shown for which account the call is, where the door keeps room for those. */
  readonly onIdentified?: ((userId: string) => void) | undefined;
  /** The guard's memory: a call is admitted once, by the door or by the router, whoever comes first. */
  admitted?: Promise<Caller>;
  /** What the audit log says of the call: whom a valid token named, also when the call was refused in the end. */
  subject?: CallSubject;
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
  /** It only asks, though it does not come as GET. */
  readonly isQuestion?: boolean;
  /** It asks for a proof of the last minutes that the person is there. */
  readonly fresh?: boolean;
  readonly inLockdown?: boolean;
  /** For a person who is logged in, and for no API key. */
  readonly personOnly?: boolean;
  /** An account may call it that has to set up its second factor before anything else. */
  readonly unenrolled?: boolean;
  /** Its answer is a stream of events, of which nobody may have more than a few. */
  readonly isStream?: boolean;
  /** What its own work refuses with, beside what stands in front of every call. */
  readonly errors?: readonly ErrorEntry[];
}

export interface RouterContext {
  readonly call: Call;
}
