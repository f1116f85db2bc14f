import { type AnyContractProcedure, oc } from "@orpc/contract";
import { z } from "zod";
import { apiKeyErrors } from "../api-keys/api-keys.errors.ts";
import { emergencyErrors } from "../emergency/emergency.errors.ts";
import { loginErrors } from "../logins/logins.errors.ts";
import { commonErrors } from "./common.errors.ts";
import type { ErrorEntry } from "./lucid-error.ts";
import type { Permission } from "./permissions.ts";

/** Which limit of the rate table a call counts against. */
export type RateTier = "public" | "login" | "authenticated" | "admin" | "create" | "chain" | "emergency";

export interface ProcedureMeta {
  /** `public`: no token. `account`: any valid token. Else the permission the caller's role must hold. */
  readonly access: "public" | "account" | Permission;
  readonly rate: RateTier;
  /** Type of the event on `/events` that a successful call causes; `undefined` where it changes nothing that is shown. */
  readonly changes: string | undefined;
  /** A question whose words do not belong into an address: it comes as POST, changes nothing, and is no action. */
  readonly isQuestion: boolean;
  /** Whoever calls has proven to be there within `FRESH_FOR_S`: see `POST /auth/step-up`. */
  readonly fresh: boolean;
  /** Whoever is logged in may call it while the node is locked down. */
  readonly inLockdown: boolean;
  /** For a person who is logged in: an API key is refused, whatever its scopes. */
  readonly personOnly: boolean;
  /** May also be called by an account that has to set up its second factor before anything else. */
  readonly unenrolled: boolean;
  /** What its own work refuses with. `errorsOf` adds what stands in front of every call. */
  readonly errors: readonly ErrorEntry[];
}

const base = oc.$meta<ProcedureMeta>({
  access: "account",
  rate: "authenticated",
  changes: undefined,
  isQuestion: false,
  fresh: false,
  inLockdown: false,
  personOnly: false,
  unenrolled: false,
  errors: [],
});

export interface ProcedureOptions {
  /** Default `public` for public procedures, else `authenticated`. */
  readonly rate?: RateTier;
  readonly changes?: string;
  readonly isQuestion?: boolean;
  readonly fresh?: boolean;
  readonly inLockdown?: boolean;
  readonly personOnly?: boolean;
  readonly unenrolled?: boolean;
  /** Entries of the catalogue, as `sessionErrors.spec.NOT_SEALED`. */
  readonly errors?: readonly ErrorEntry[];
}

/**
 * The one place that knows which contract library is in use. Every procedure starts here, so that
 * replacing the library is a change of this file and of the doors.
 *
 * Errors are meta and not oRPC's `.errors()`: that would check each envelope against a schema and rebuild the error
 * on its way out, to set a flag that our wire does not carry.
 */
export const procedure = (
  access: ProcedureMeta["access"],
  {
    rate,
    changes,
    isQuestion = false,
    fresh = false,
    inLockdown = false,
    personOnly = false,
    unenrolled = false,
    errors = [],
  }: ProcedureOptions = {},
) =>
  base.meta({
    access,
    rate: rate ?? (access === "public" ? "public" : "authenticated"),
    changes,
    isQuestion,
    fresh,
    inLockdown,
    personOnly,
    unenrolled,
    errors,
  });

/** Input of a procedure that takes none. */
export const Nothing = z.strictObject({}).optional();

export const metaOf = (procedure: AnyContractProcedure): ProcedureMeta => procedure["~orpc"].meta as ProcedureMeta;

/** Every refusal that a call of this procedure can end with. */
export function errorsOf(procedure: AnyContractProcedure): readonly ErrorEntry[] {
  const { access, rate, fresh, inLockdown, personOnly, errors } = metaOf(procedure);
  const hasBody = procedure["~orpc"].route.method !== "GET";
  return refusalsOf({ access, rate, fresh, inLockdown, personOnly, errors, hasBody });
}

/** What a call is refused with by its own work, and by what stands in front of every call. */
export function refusalsOf({
  access,
  rate,
  fresh = false,
  errors,
  inLockdown,
  personOnly,
  hasBody,
}: Pick<ProcedureMeta, "access" | "errors" | "inLockdown"> & {
  readonly fresh?: boolean | undefined;
  /** `unlimited` counts refused tokens only. */
  readonly rate: RateTier | "unlimited";
  readonly personOnly?: boolean | undefined;
  readonly hasBody: boolean;
}): readonly ErrorEntry[] {
  const { INVALID_REQUEST, NOT_ALLOWED, REQUEST_TOO_LARGE, RATE_LIMITED, INTERNAL, UNAVAILABLE, SHARED_STORE_AWAY } =
    commonErrors.spec;
  const { TOKEN_INVALID, TOKEN_EXPIRED, PERMISSION_DENIED, FRESH_FACTOR_NEEDED, SECOND_FACTOR_REQUIRED } = loginErrors.spec;
  const { API_KEY_ADDRESS, PERSON_NEEDED } = apiKeyErrors.spec;
  return [
    ...new Set([
      INVALID_REQUEST,
      ...(access === "public" ? [] : [TOKEN_INVALID, TOKEN_EXPIRED, API_KEY_ADDRESS, SECOND_FACTOR_REQUIRED, SHARED_STORE_AWAY]),
      ...(personOnly === true || fresh ? [PERSON_NEEDED] : []),
      ...(access === "public" || access === "account" ? [] : [PERMISSION_DENIED]),
      ...(fresh ? [FRESH_FACTOR_NEEDED] : []),
      NOT_ALLOWED,
      ...(access === "public" || inLockdown ? [] : [emergencyErrors.spec.LOCKED_DOWN]),
      ...errors,
      ...(hasBody ? [REQUEST_TOO_LARGE] : []),
      ...(access === "public" && rate === "unlimited" ? [] : [RATE_LIMITED]),
      INTERNAL,
      UNAVAILABLE,
    ]),
  ];
}
