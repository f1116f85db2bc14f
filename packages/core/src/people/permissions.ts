import { type Account, PERMISSIONS, type Permission, type Role } from "@lucid/contract";

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

const admin = {
  ...nodeOperator,
  view_all_sessions: "all",
  delete_any_session: "all",
  view_all_users: "all",
  manage_users: "all",
  assign_roles: "all",
  view_all_nodes: "all",
  manage_pools: "all",
  manage_trust_policies: "all",
  view_all_payouts: "all",
  access_admin_dashboard: "all",
  view_system_metrics: "all",
  view_audit_logs: "all",
  spawn_services: "all",
  manage_mongodb_instances: "all",
  clone_services: "all",
  manage_service_lifecycle: "all",
  view_spawned_services: "all",
  force_user_logout: "all",
  admin_api_access: "all",
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

/** What each role holds: the table of 49 permissions of the core domain with its gaps filled. */
const ROLE_GRANTS: Readonly<Record<Role, Grants>> = {
  USER: user,
  NODE_OPERATOR: nodeOperator,
  ADMIN: admin,
  SUPER_ADMIN: superAdmin,
  AUDITOR: auditor,
};

/** Nobody gives or touches a role of a higher rank than the own. */
export const ROLE_RANK: Readonly<Record<Role, number>> = { USER: 1, NODE_OPERATOR: 2, AUDITOR: 2, ADMIN: 3, SUPER_ADMIN: 4 };

const permissionSets = Object.fromEntries(
  Object.entries(ROLE_GRANTS).map(([role, grants]) => [role, new Set(PERMISSIONS.filter((name) => Object.hasOwn(grants, name)))]),
) as unknown as Readonly<Record<Role, ReadonlySet<Permission>>>;

export const permissionsOf = (role: Role): ReadonlySet<Permission> => permissionSets[role];
export const can = (role: Role, permission: Permission): boolean => permissionSets[role].has(permission);
export const scopeOf = (role: Role, permission: Permission): Scope | undefined => ROLE_GRANTS[role][permission];

/** The account's KYC status that a permission asks for on top of the role. */
const KYC_REQUIRED: Readonly<Partial<Record<Permission, readonly Account["kyc_status"][]>>> = {
  register_node: ["verified"],
  request_payout: ["verified"],
  submit_poot_votes: ["pending", "verified"],
};

export const passesKyc = (permission: Permission, status: Account["kyc_status"]): boolean =>
  KYC_REQUIRED[permission]?.includes(status) ?? true;
