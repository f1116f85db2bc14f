import {
  type AuditEventName,
  type AuditSeverity,
  type AuditStatus,
  type AuditType,
  type Contract,
  DECLARED_ERRORS,
} from "@lucid/contract";

/** What an entry says of its action beside its name. */
export interface Classification {
  readonly event_type: AuditType;
  readonly severity: AuditSeverity;
  readonly status: AuditStatus;
  readonly event: AuditEventName | null;
  readonly resource_type: string;
}

interface Kind {
  readonly type: AuditType;
  readonly severity?: AuditSeverity;
  readonly event?: AuditEventName;
  /** What the id of the entry is an id of. */
  readonly resource?: string;
}

/** What the actions of each namespace are, where `ACTIONS` says nothing else. A new namespace does not compile without its line. */
const AREAS: Readonly<Record<keyof Contract | "bulk", Kind & { readonly resource: string }>> = {
  apiKeys: { type: "security_event", resource: "api_key" },
  logins: { type: "authentication", resource: "user" },
  people: { type: "user_action", resource: "user" },
  invitations: { type: "user_action", resource: "invitation" },
  notifications: { type: "user_action", resource: "notification" },
  webhooks: { type: "configuration_change", severity: "warning", resource: "webhook" },
  configuration: { type: "configuration_change", severity: "warning", event: "CONFIG_CHANGED", resource: "setting" },
  backups: { type: "system_event", severity: "warning", resource: "backup" },
  keys: { type: "security_event", severity: "warning", resource: "key" },
  database: { type: "system_event", resource: "database" },
  accessRequests: { type: "user_action", resource: "access_request" },
  groups: { type: "user_action", resource: "group" },
  email: { type: "authentication", resource: "user" },
  oversight: { type: "user_action", severity: "warning", resource: "session" },
  dashboard: { type: "system_event", resource: "node" },
  account: { type: "user_action", resource: "user" },
  directory: { type: "user_action", resource: "user" },
  policies: { type: "configuration_change", resource: "policy" },
  emergency: { type: "emergency_action", severity: "critical", resource: "emergency" },
  sessions: { type: "user_action", resource: "session" },
  notes: { type: "user_action", resource: "session" },
  chain: { type: "user_action", resource: "chain" },
  network: { type: "configuration_change", severity: "warning", resource: "network" },
  witness: { type: "configuration_change", resource: "node" },
  timeStamps: { type: "system_event", resource: "chain" },
  recording: { type: "system_event", resource: "session" },
  node: { type: "system_event", resource: "node" },
  ownNodes: { type: "system_event", resource: "node" },
  search: { type: "data_access", resource: "node" },
  nodeLog: { type: "data_access", resource: "log" },
  audit: { type: "data_access", resource: "audit" },
  tor: { type: "configuration_change", severity: "warning", resource: "node" },
  tron: { type: "user_action", resource: "wallet" },
  payouts: { type: "user_action", severity: "warning", resource: "payout" },
  claims: { type: "user_action", severity: "warning", resource: "payout" },
  schedules: { type: "user_action", severity: "warning", resource: "payout" },
  invoices: { type: "user_action", severity: "warning", resource: "invoice" },
  sales: { type: "user_action", resource: "session" },
  gateway: { type: "system_event", resource: "node" },
  bulk: { type: "data_access", resource: "session" },
};

/** What stands out of its namespace. With a space and an outcome behind it, a line is for that outcome alone. */
const ACTIONS: Readonly<Record<string, Kind>> = {
  "logins.login": { type: "authentication", event: "USER_LOGIN" },
  "logins.logout": { type: "authentication", event: "USER_LOGOUT" },
  "logins.end": { type: "authentication", event: "USER_LOGOUT", resource: "login" },
  "logins.endOthers": { type: "authentication", event: "USER_LOGOUT" },
  "logins.ended": { type: "authentication", event: "USER_LOGOUT" },
  "logins.ended refresh_reused": { type: "security_event", severity: "warning", event: "SUSPICIOUS_ACTIVITY" },
  "logins.account_locked": { type: "security_event", severity: "warning", event: "SUSPICIOUS_ACTIVITY", resource: "address" },
  "logins.setup_code_issued": { type: "security_event" },
  "people.account_created": { type: "user_action", event: "USER_CREATED" },
  "people.account_changed": { type: "authorization", severity: "warning", event: "USER_UPDATED" },
  "account.delete": { type: "user_action", severity: "warning", event: "USER_DELETED" },
  "directory.delete": { type: "user_action", severity: "warning", event: "USER_DELETED" },
  "account.export": { type: "data_access", event: "DATA_EXPORTED" },
  "people.updateMe": { type: "user_action", event: "USER_UPDATED" },
  "people.setIdentity": { type: "security_event", event: "USER_UPDATED" },
  "emergency.lockdown": { type: "emergency_action", severity: "critical", event: "EMERGENCY_LOCKDOWN" },
  "emergency.shutdown": { type: "emergency_action", severity: "critical", event: "EMERGENCY_SHUTDOWN" },
  "emergency.enableSessions": { type: "emergency_action", severity: "critical", event: "EMERGENCY_RESOLVED" },
  "emergency.stopSessions": { type: "emergency_action", severity: "critical", event: "SESSION_BULK_TERMINATED" },
  "oversight.end": { type: "user_action", severity: "warning", event: "SESSION_BULK_TERMINATED" },
  "sessions.create": { type: "user_action", event: "SESSION_CREATED" },
  "sessions.stop": { type: "user_action", event: "SESSION_TERMINATED" },
  "sessions.remove": { type: "user_action", severity: "warning", event: "DATA_DELETED" },
  "sessions.addKey": { type: "authorization", severity: "warning" },
  "sessions.connection": { type: "data_access" },
  "sessions.viewerTicket": { type: "data_access" },
  "tron.createWallet": { type: "security_event" },
  "tron.removeWallet": { type: "security_event", severity: "warning" },
  "tron.unlockWallet": { type: "security_event" },
  "tron.sendTransfer": { type: "security_event", severity: "warning", resource: "transfer" },
  "tron.orderStaking": { type: "security_event", severity: "warning", resource: "transfer" },
  "tron.retryTransfer": { type: "security_event", severity: "warning", resource: "transfer" },
  "tron.cancelTransfer": { type: "user_action", resource: "transfer" },
  "node.confirmClock": { type: "configuration_change", severity: "warning", event: "CONFIG_CHANGED" },
  "node.retryUnit": { type: "system_event", event: "NODE_MAINTENANCE" },
  "bulk.bundle": { type: "data_access", event: "DATA_EXPORTED" },
  "bulk.auditExport": { type: "data_access", severity: "warning", event: "DATA_EXPORTED", resource: "audit" },
  "audit.cleaned_up": { type: "system_event", severity: "warning", event: "DATA_DELETED" },
  "audit.entries_lost": { type: "error", severity: "critical", event: "SYSTEM_ERROR" },
};

const statusByCode: ReadonlyMap<string, number> = new Map(DECLARED_ERRORS.map(({ code, status }) => [code, status]));

/** Whether an outcome is the code of a refusal. Others say what came of an action that was done. */
export const isRefusal = (outcome: string): boolean => outcome.startsWith("LUCID_");

/** Type, severity, status and name of one action with what came of it. */
export function classify(action: string, outcome: string): Classification {
  const { type, severity = "info", event = null, resource = resourceOf(action) } = kindOf(action, outcome);
  const done = { event_type: type, severity, status: "success", event, resource_type: resource } as const;
  if (!isRefusal(outcome)) return done;
  const refused = { ...done, status: "failure", event: action === "logins.login" ? "LOGIN_FAILED" : null } as const;
  const status = statusByCode.get(outcome) ?? 500;
  if (status >= 500) return { ...refused, event_type: "error", severity: "error", event: "SYSTEM_ERROR" };
  if (status === 401) return { ...refused, event_type: "authentication", severity: "warning" };
  if (status === 403)
    return { ...refused, event_type: "authorization", severity: "warning", event: refused.event ?? "PERMISSION_DENIED" };
  if (status === 423) return { ...refused, event_type: "security_event", severity: "warning", event: "SUSPICIOUS_ACTIVITY" };
  return { ...refused, severity: status === 429 ? "warning" : "info" };
}

const isArea = (name: string): name is keyof typeof AREAS => Object.hasOwn(AREAS, name);

/** What the node does by itself in a part that has no namespace is an event of the system. */
function kindOf(action: string, outcome: string): Kind {
  const [area = ""] = action.split(".", 1);
  return ACTIONS[`${action} ${outcome}`] ?? ACTIONS[action] ?? (isArea(area) ? AREAS[area] : { type: "system_event" });
}

function resourceOf(action: string): string {
  const [area = ""] = action.split(".", 1);
  return isArea(area) ? AREAS[area].resource : area;
}
