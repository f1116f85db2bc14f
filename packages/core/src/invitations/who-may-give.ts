import { type Permission, ROLES, type Role } from "@lucid/contract";
import { permissionsOf, ROLE_RANK, STANDINGS } from "../people/index.ts";

export interface Giver {
  readonly role: Role;
  readonly permissions: ReadonlySet<Permission>;
}

/** The permission without which somebody may not make accounts of a role; undefined when nothing is lacking. */
export function lackingFor(giver: Giver, role: Role): Permission | undefined {
  if (!giver.permissions.has("manage_users")) return "manage_users";
  const mayAssign = giver.permissions.has("assign_roles") && ROLE_RANK[role] <= ROLE_RANK[giver.role];
  return role === "USER" || mayAssign ? undefined : "assign_roles";
}

/** A role, and the role and label of an account that may give it, with spaces between; all that there are, as a JSON list. */
export const GIVERS: string = JSON.stringify(
  ROLES.flatMap((role) =>
    STANDINGS.filter((giver) => lackingFor({ role: giver.role, permissions: permissionsOf(giver) }, role) === undefined).map(
      (giver) => `${role} ${giver.role} ${giver.admin_label ?? ""}`,
    ),
  ),
);
