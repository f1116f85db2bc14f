import { z } from "zod";
import { ApiKeysEvent } from "./api-keys/api-keys.events.ts";
import { AuditEvent } from "./audit/audit.events.ts";
import { BackupsEvent } from "./backups/backups.events.ts";
import { ConfigurationEvent } from "./configuration/configuration.events.ts";
import { GroupEvent } from "./directory/groups.events.ts";
import { EmergencyEvent } from "./emergency/emergency.events.ts";
import { InvitationEvent } from "./invitations/invitations.events.ts";
import { InvoicesEvent } from "./invoices/invoices.events.ts";
import { KeysEvent } from "./keys/keys.events.ts";
import { LoginsEvent } from "./logins/logins.events.ts";
import { HeadEvent, TransactionEvent } from "./lucid-chain/lucid-chain.events.ts";
import { NetworkEvent } from "./network/network.events.ts";
import { BeatEvent } from "./node/node.events.ts";
import { NotesEvent } from "./notes/notes.events.ts";
import { NotificationsEvent } from "./notifications/notifications.events.ts";
import { PayoutsEvent } from "./payouts/payouts.events.ts";
import { AccountEvent } from "./people/people.events.ts";
import { AccessRequestEvent, PolicyEvent } from "./policies/policies.events.ts";
import { SessionEvent, SessionRemovedEvent } from "./sessions/sessions.events.ts";
import { TorEvent } from "./tor/tor.events.ts";
import { TronEvent, TronTransferEvent, TronWalletEvent } from "./tron/tron.events.ts";
import { WebhookEvent } from "./webhooks/webhooks.events.ts";

/** What a page needs to stay current, in one stream: the events of all areas. */
export const NodeEvent = z
  .discriminatedUnion("type", [
    SessionEvent,
    SessionRemovedEvent,
    NotesEvent,
    NotificationsEvent,
    PolicyEvent,
    AccessRequestEvent,
    AccountEvent,
    GroupEvent,
    LoginsEvent,
    ApiKeysEvent,
    InvitationEvent,
    HeadEvent,
    TransactionEvent,
    NetworkEvent,
    EmergencyEvent,
    ConfigurationEvent,
    WebhookEvent,
    TorEvent,
    TronEvent,
    TronTransferEvent,
    TronWalletEvent,
    PayoutsEvent,
    InvoicesEvent,
    BackupsEvent,
    KeysEvent,
    AuditEvent,
    BeatEvent,
  ])
  .meta({ id: "NodeEvent" });
export type NodeEvent = z.infer<typeof NodeEvent>;
