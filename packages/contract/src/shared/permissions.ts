/**
 * The permissions of the role table, by group: the 49 of the core domain, and two without which the admin labels of the operations
 * domain could not be told apart (`end_any_session`, `delete_users`). What each role holds is decided in the core.
 */
export const PERMISSIONS = [
  "create_session",
  "view_own_sessions",
  "delete_own_sessions",
  "view_all_sessions",
  "delete_any_session",
  "end_any_session",
  "view_own_profile",
  "update_own_profile",
  "view_all_users",
  "manage_users",
  "delete_users",
  "assign_roles",
  "connect_hardware_wallet",
  "sign_with_hardware_wallet",
  "register_node",
  "manage_own_nodes",
  "view_own_nodes",
  "view_all_nodes",
  "manage_all_nodes",
  "view_pool_info",
  "manage_pools",
  "assign_nodes_to_pools",
  "submit_poot_votes",
  "view_poot_scores",
  "validate_poot_scores",
  "view_blockchain_info",
  "submit_transactions",
  "anchor_sessions",
  "validate_blocks",
  "view_trust_policies",
  "manage_trust_policies",
  "view_own_payouts",
  "request_payout",
  "view_all_payouts",
  "manage_payouts",
  "approve_payouts",
  "access_admin_dashboard",
  "view_system_metrics",
  "view_audit_logs",
  "manage_system_config",
  "spawn_services",
  "manage_mongodb_instances",
  "clone_services",
  "manage_service_lifecycle",
  "view_spawned_services",
  "orchestrate_containers",
  "emergency_lockdown",
  "emergency_shutdown",
  "force_user_logout",
  "api_gateway_access",
  "admin_api_access",
] as const;
export type Permission = (typeof PERMISSIONS)[number];

export const ROLES = ["USER", "NODE_OPERATOR", "ADMIN", "SUPER_ADMIN", "AUDITOR"] as const;
export type Role = (typeof ROLES)[number];

/** How far an ADMIN's hand reaches. A SUPER_ADMIN always has the label `super_admin`; others have none. */
export const ADMIN_LABELS = ["admin", "operator", "read_only"] as const;
export type AdminLabel = (typeof ADMIN_LABELS)[number];
