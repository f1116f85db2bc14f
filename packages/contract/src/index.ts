import { apiKeysContract } from "./api-keys/api-keys.contract.ts";
import { auditContract } from "./audit/audit.contract.ts";
import { backupsContract } from "./backups/backups.contract.ts";
import { configurationContract } from "./configuration/configuration.contract.ts";
import { dashboardContract } from "./dashboard/dashboard.contract.ts";
import { databaseContract } from "./database/database.contract.ts";
import { accountContract } from "./directory/account.contract.ts";
import { directoryContract } from "./directory/directory.contract.ts";
import { groupsContract } from "./directory/groups.contract.ts";
import { emailContract } from "./email/email.contract.ts";
import { emergencyContract } from "./emergency/emergency.contract.ts";
import { gatewayContract } from "./gateway/gateway.contract.ts";
import { invitationsContract } from "./invitations/invitations.contract.ts";
import { invoicesContract } from "./invoices/invoices.contract.ts";
import { keysContract } from "./keys/keys.contract.ts";
import { loginsContract } from "./logins/logins.contract.ts";
import { chainContract } from "./lucid-chain/lucid-chain.contract.ts";
import { networkContract } from "./network/network.contract.ts";
import { nodeContract } from "./node/node.contract.ts";
import { nodeLogContract } from "./node-log/node-log.contract.ts";
import { notesContract } from "./notes/notes.contract.ts";
import { notificationsContract } from "./notifications/notifications.contract.ts";
import { oversightContract } from "./oversight/oversight.contract.ts";
import { ownNodesContract } from "./own-nodes/own-nodes.contract.ts";
import { claimsContract } from "./payouts/claims.contract.ts";
import { payoutsContract } from "./payouts/payouts.contract.ts";
import { schedulesContract } from "./payouts/schedules.contract.ts";
import { peopleContract } from "./people/people.contract.ts";
import { accessRequestsContract } from "./policies/access-requests.contract.ts";
import { policiesContract } from "./policies/policies.contract.ts";
import { recordingContract } from "./recording/recording.contract.ts";
import { salesContract } from "./sales/sales.contract.ts";
import { searchContract } from "./search/search.contract.ts";
import { sessionsContract } from "./sessions/sessions.contract.ts";
import { timeStampsContract } from "./time-stamps/time-stamps.contract.ts";
import { torContract } from "./tor/tor.contract.ts";
import { tronContract } from "./tron/tron.contract.ts";
import { webhooksContract } from "./webhooks/webhooks.contract.ts";
import { witnessContract } from "./witness/witness.contract.ts";

export * from "./api-keys/index.ts";
export * from "./audit/index.ts";
export * from "./backups/index.ts";
export * from "./configuration/index.ts";
export * from "./dashboard/index.ts";
export * from "./database/index.ts";
export * from "./desktops/index.ts";
export * from "./directory/index.ts";
export * from "./email/index.ts";
export * from "./emergency/index.ts";
export * from "./errors.ts";
export * from "./events.ts";
export * from "./invitations/index.ts";
export * from "./invoices/index.ts";
export * from "./keys/index.ts";
export * from "./logins/index.ts";
export * from "./lucid-chain/index.ts";
export * from "./network/index.ts";
export * from "./node/index.ts";
export * from "./node-log/index.ts";
export * from "./notes/index.ts";
export * from "./notifications/index.ts";
export * from "./own-nodes/index.ts";
export * from "./payouts/index.ts";
export * from "./people/index.ts";
export * from "./policies/index.ts";
export * from "./recording/index.ts";
export * from "./sales/index.ts";
export * from "./search/index.ts";
export * from "./sessions/index.ts";
export * from "./shared/index.ts";
export * from "./time-stamps/index.ts";
export * from "./tor/index.ts";
export * from "./tron/index.ts";
export * from "./webhooks/index.ts";
export * from "./witness/index.ts";

/** Every procedure of a node: what REST, a window's port and calls in process have in common. */
export const contract = {
  logins: loginsContract,
  apiKeys: apiKeysContract,
  invitations: invitationsContract,
  email: emailContract,
  people: peopleContract,
  accessRequests: accessRequestsContract,
  directory: directoryContract,
  groups: groupsContract,
  account: accountContract,
  policies: policiesContract,
  sessions: sessionsContract,
  notes: notesContract,
  notifications: notificationsContract,
  chain: chainContract,
  network: networkContract,
  timeStamps: timeStampsContract,
  witness: witnessContract,
  recording: recordingContract,
  emergency: emergencyContract,
  configuration: configurationContract,
  webhooks: webhooksContract,
  ownNodes: ownNodesContract,
  tor: torContract,
  tron: tronContract,
  payouts: payoutsContract,
  claims: claimsContract,
  schedules: schedulesContract,
  invoices: invoicesContract,
  sales: salesContract,
  backups: backupsContract,
  keys: keysContract,
  database: databaseContract,
  oversight: oversightContract,
  dashboard: dashboardContract,
  node: nodeContract,
  nodeLog: nodeLogContract,
  search: searchContract,
  audit: auditContract,
  gateway: gatewayContract,
};
export type Contract = typeof contract;

/** Prefix of all REST paths. */
export const API_PREFIX = "/api/v1";
