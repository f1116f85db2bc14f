import { type Account, type AdminLabel, PERMISSIONS, type Permission, type Role } from "@lucid/contract";

/** How far a permission reaches: things of the account itself, or everybody's. */
export type Scope = "own" | "all";
type Grants = Readonly<Partial<Record<Permission, Scope>>>;

const user = {
  create_session: "own",
  view_own_sessions: "own",
  delete_own_sessions: "own",
  view_own_profile: "own",
  update_own_profile: "own",
  connect_hardware_wallet: "own",
  sign_with_hardware_wallet: "own",
  view_blockchain_info: "all",
  anchor_sessions: "own",
  view_trust_policies: "all",
  manage_trust_policies: "own",
  api_gateway_access: "own",
} as const satisfies Grants;

const nodeOperator = {
  ...user,
  register_node: "own",
  manage_own_nodes: "own",
  view_own_nodes: "own",
  view_pool_info: "all",
  submit_poot_votes: "own",
  view_poot_scores: "all",
  submit_transactions: "own",
  validate_blocks: "own",
  view_own_payouts: "own",
  request_payout: "own",
} as const satisfies Grants;

/** Sees what an admin sees, and changes nothing of anybody else's. */
const readOnlyAdmin = {
  ...nodeOperator,
  view_all_sessions: "all",
  view_all_users: "all",
  view_all_nodes: "all",
  access_admin_dashboard: "all",
  view_system_metrics: "all",
  view_audit_logs: "all",
  view_spawned_services: "all",
  admin_api_access: "all",
} as const satisfies Grants;

/** Helps with sessions that run. */
const operatingAdmin = { ...readOnlyAdmin, end_any_session: "all" } as const satisfies Grants;

const admin = {
  ...operatingAdmin,
  delete_any_session: "all",
  manage_users: "all",
  assign_roles: "all",
  manage_pools: "all",
  manage_trust_policies: "all",
  view_all_payouts: "all",
  spawn_services: "all",
  manage_mongodb_instances: "all",
  clone_services: "all",
  manage_service_lifecycle: "all",
  force_user_logout: "all",
} as const satisfies Grants;

/** Reads and verifies. Of what can be changed it has only its own profile: its name, logins and recipient. */
const auditor = {
  view_own_sessions: "own",
  view_all_sessions: "all",
  view_own_profile: "own",
  update_own_profile: "own",
  view_all_users: "all",
  view_all_nodes: "all",
  view_pool_info: "all",
  view_poot_scores: "all",
  view_blockchain_info: "all",
  view_trust_policies: "all",
  view_all_payouts: "all",
  access_admin_dashboard: "all",
  view_system_metrics: "all",
  view_audit_logs: "all",
  view_spawned_services: "all",
  api_gateway_access: "own",
} as const satisfies Grants;

const superAdmin: Grants = Object.fromEntries(PERMISSIONS.map((permission) => [permission, "all"]));

/** Who somebody is by rights: a role, and of an ADMIN the label (operations domain, 3.2). */
export interface Standing {
  readonly role: Role;
  /** Null for every role but ADMIN. */
  readonly admin_label: AdminLabel | null;
}
type Rank = Exclude<Role, "ADMIN"> | `ADMIN ${AdminLabel}`;

/** What each role holds, and an ADMIN by label: the table of the core domain with its gaps filled. */
const GRANTS: Readonly<Record<Rank, Grants>> = {
  USER: user,
  NODE_OPERATOR: nodeOperator,
  AUDITOR: auditor,
  "ADMIN read_only": readOnlyAdmin,
  "ADMIN operator": operatingAdmin,
  "ADMIN admin": admin,
  SUPER_ADMIN: superAdmin,
};

/** Every standing that there is, the least first. */
export const STANDINGS: readonly Standing[] = [
  ...(["USER", "NODE_OPERATOR", "AUDITOR"] as const).map((role) => ({ role, admin_label: null })),
  ...(["read_only", "operator", "admin"] as const).map((label) => ({ role: "ADMIN" as const, admin_label: label })),
  { role: "SUPER_ADMIN", admin_label: null },
];

/** An ADMIN nobody gave a label only reads. */
const rankOf = ({ role, admin_label: label }: Standing): Rank => (role === "ADMIN" ? `ADMIN ${label ?? "read_only"}` : role);

/** Nobody gives or touches a role of a higher rank than the own. */
export const ROLE_RANK: Readonly<Record<Role, number>> = { USER: 1, NODE_OPERATOR: 2, AUDITOR: 2, ADMIN: 3, SUPER_ADMIN: 4 };

const permissionSets: ReadonlyMap<Rank, ReadonlySet<Permission>> = new Map(
  STANDINGS.map(rankOf).map((rank) => [rank, new Set(PERMISSIONS.filter((name) => Object.hasOwn(GRANTS[rank], name)))]),
);
const NONE: ReadonlySet<Permission> = new Set();

export const permissionsOf = (standing: Standing): ReadonlySet<Permission> => permissionSets.get(rankOf(standing)) ?? NONE;
export const can = (standing: Standing, permission: Permission): boolean => permissionsOf(standing).has(permission);
export const scopeOf = (standing: Standing, permission: Permission): Scope | undefined => GRANTS[rankOf(standing)][permission];

/** The account's KYC status that a permission asks for on top of the role. */
const KYC_REQUIRED: Readonly<Partial<Record<Permission, readonly Account["kyc_status"][]>>> = {
  register_node: ["verified"],
  request_payout: ["verified"],
  submit_poot_votes: ["pending", "verified"],
};

export const passesKyc = (permission: Permission, status: Account["kyc_status"]): boolean =>
  KYC_REQUIRED[permission]?.includes(status) ?? true;
