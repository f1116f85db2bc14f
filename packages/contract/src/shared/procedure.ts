import { oc } from "@orpc/contract";
import type { Permission } from "../people/permissions.ts";

/** Which limit of the rate table a call counts against. */
export type RateTier = "public" | "login" | "authenticated" | "admin" | "create" | "chain";

export interface ProcedureMeta {
  /** `public`: no token. `account`: any valid token. Else the permission the caller's role must hold. */
  readonly access: "public" | "account" | Permission;
  readonly rate: RateTier;
}

const base = oc.$meta<ProcedureMeta>({
  access: "account",
  rate: "authenticated",
});

/**
 * The one place that knows which contract library is in use. Every procedure starts here, so that
 * replacing the library is a change of this file and of the doors.
 */
export const procedure = (access: ProcedureMeta["access"], rate: RateTier = access === "public" ? "public" : "authenticated") =>
  base.meta({ access, rate });
