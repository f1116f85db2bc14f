import type { Permission } from "@lucid/contract";
import type { Door } from "./caller.ts";

/** What an action was about beyond its names: counts, states before and after, ids. Flat, and never a secret. */
export type AuditDetails = Readonly<Record<string, string | number | boolean | null>>;

/** One call that changed something or was refused, for the audit log. Never holds a secret. */
export interface AuditedCall {
  readonly requestId: string;
  readonly door: Door;
  readonly ip: string;
  readonly userAgent?: string | undefined;
  readonly userId: string | undefined;
  /** Id of what the call is about, where it names one. */
  readonly target: string | undefined;
  readonly loginSessionId: string | undefined;
  /** Of a call with an API key, which is named by its id. */
  readonly apiKeyId?: string | undefined;
  /** For example `sessions.create`. */
  readonly procedure: string;
  readonly permission: Permission | "public" | "account";
  /** `ok`, or the code of the error. */
  readonly outcome: string;
  readonly durationMs: number;
  readonly details?: AuditDetails | undefined;
}
