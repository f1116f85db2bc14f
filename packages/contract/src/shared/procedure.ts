import { oc } from "@orpc/contract";
import type { Permission } from "./permissions.ts";

/** Which limit of the rate table a call counts against. */
export type RateTier = "public" | "login" | "authenticated" | "admin" | "create" | "chain";

export interface ProcedureMeta {
  /** `public`: no token. `account`: any valid token. Else the permission the caller's role must hold. */
  readonly access: "public" | "account" | Permission;
  readonly rate: RateTier;
  /** Type of the event on `/events` that a successful call causes; `undefined` where it changes nothing that is shown. */
  readonly changes: string | undefined;
}

const base = oc.$meta<ProcedureMeta>({ access: "account", rate: "authenticated", changes: undefined });

export interface ProcedureOptions {
  /** Default `public` for public procedures, else `authenticated`. */
  readonly rate?: RateTier;
  readonly changes?: string;
}

/**
 * The one place that knows which contract library is in use. Every procedure starts here, so that
 * replacing the library is a change of this file and of the doors.
 */
export const procedure = (access: ProcedureMeta["access"], { rate, changes }: ProcedureOptions = {}) =>
  base.meta({ access, rate: rate ?? (access === "public" ? "public" : "authenticated"), changes });
