import { apiKeyReducers } from "../../features/api-keys/index.ts";
import { auditReducers } from "../../features/audit/index.ts";
import { backupReducers } from "../../features/backup/index.ts";
import { chainReducers } from "../../features/chain/index.ts";
import { configurationReducers } from "../../features/configuration/index.ts";
import { emergencyReducers } from "../../features/emergency/index.ts";
import { invitationReducers } from "../../features/invitations/index.ts";
import { invoiceReducers } from "../../features/invoices/index.ts";
import { keyReducers } from "../../features/keys/index.ts";
import { networkReducers } from "../../features/network/index.ts";
import { noteReducers } from "../../features/notes/index.ts";
import { notificationReducers } from "../../features/notifications/index.ts";
import { payoutReducers } from "../../features/payouts/index.ts";
import { policyReducers } from "../../features/policies/index.ts";
import { sessionReducers } from "../../features/sessions/index.ts";
import { accountReducers } from "../../features/settings/index.ts";
import { torReducers } from "../../features/tor/index.ts";
import { tronReducers } from "../../features/tron/index.ts";
import { webhookReducers } from "../../features/webhooks/index.ts";
import type { EventReducers } from "../../shared/api/apply-event.ts";

/** What this window does with each event of the node. A type of event that is missing here does not compile. */
export const eventReducers: EventReducers = {
  ...sessionReducers,
  ...noteReducers,
  ...notificationReducers,
  ...webhookReducers,
  ...policyReducers,
  ...chainReducers,
  ...networkReducers,
  ...accountReducers,
  ...emergencyReducers,
  ...apiKeyReducers,
  ...invitationReducers,
  ...configurationReducers,
  ...backupReducers,
  ...keyReducers,
  ...auditReducers,
  ...torReducers,
  ...tronReducers,
  ...payoutReducers,
  ...invoiceReducers,
  // A beat says that the node is there, which the one who follows the stream notes of every event.
  beat: () => undefined,
};
