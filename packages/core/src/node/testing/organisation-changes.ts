import { join } from "node:path";
import {
  type AuthResponse,
  DeliveryId,
  EmergencyId,
  type NodeEvent,
  NotificationId,
  type Session,
  type SessionId,
  WebhookId,
} from "@lucid/contract";
import { createWallet, type Wallet, walletFromPhrase } from "@lucid/identity";
import Database from "better-sqlite3";
import { backupChanges } from "./backup-changes.ts";
import type { NodeClient } from "./owned-node.ts";

type Change = () => Promise<(event: NodeEvent) => boolean>;

export interface OrganisationChangesDeps {
  /** Of a super admin. */
  readonly client: () => NodeClient;
  readonly pass: (seconds: number) => Promise<void>;
  /** A login of anybody, and the data folder of the node that it is on. */
  readonly logInAs: (wallet: Wallet) => Promise<{ readonly login: AuthResponse; readonly data: string }>;
  readonly clientOf: (token: string) => NodeClient;
  readonly stepUp: () => Promise<void>;
  /** Waits until every event of what was done before has come. */
  readonly settle: () => Promise<void>;
  readonly started: () => Promise<SessionId>;
  readonly ofSession: (sessionId: string, state?: Session["state"]) => (event: NodeEvent) => boolean;
}

/** Roles are given in the page by now, and in no procedure yet: the row is changed as an admin with the database would. */
export function makeOwner(data: string, userId: string): void {
  using database = new DisposableStack();
  const open = database.adopt(new Database(join(data, "node.db")), (one) => one.close());
  open.prepare("UPDATE users SET role = 'SUPER_ADMIN' WHERE user_id = ?").run(userId);
}

/** What admins change of a node: each causes its event. */
export function organisationChanges({
  client,
  pass,
  logInAs,
  clientOf,
  stepUp,
  settle,
  started,
  ofSession,
}: OrganisationChangesDeps): Readonly<Record<string, Change>> {
  const otherOwner = walletFromPhrase(createWallet().phrase);
  const ofEmergency = (event: NodeEvent): boolean => event.type === "emergency";
  const isInForce =
    (...actions: readonly string[]) =>
    (event: NodeEvent): boolean =>
      event.type === "emergency" && event.in_force.map(({ action }) => action).join() === actions.join();
  /** A limit of five a minute is no part of this, and time stands still. */
  async function lift(emergency_id: string): Promise<void> {
    await pass(60);
    await client().emergency.lift({ emergency_id: EmergencyId.parse(emergency_id) });
  }
  /** A lockdown that another super admin asks for. */
  async function askedByAnother(): Promise<{ emergency_id: EmergencyId }> {
    await pass(60);
    const { login, data } = await logInAs(otherOwner);
    makeOwner(data, login.user.user_id);
    const again = await logInAs(otherOwner);
    const { emergency_id } = await clientOf(again.login.access_token).emergency.lockdown({ reason: "a drill" });
    return { emergency_id: EmergencyId.parse(emergency_id) };
  }

  const ofWebhook = (id: string) => (event: NodeEvent) => event.type === "webhook" && event.webhook_id === id;
  const ofNotifications = (event: NodeEvent): boolean => event.type === "notifications";
  async function madeWebhook(): Promise<{ webhook_id: WebhookId }> {
    await stepUp();
    // A name that leads nowhere (RFC 2606).
    const { webhook } = await client().webhooks.create({ name: "one", url: "https://hooks.invalid/", kinds: ["alert.began"] });
    return { webhook_id: WebhookId.parse(webhook.webhook_id) };
  }
  /** What a super admin is told of an emergency. */
  async function told() {
    await stepUp();
    const { emergency_id } = await client().emergency.disableSessions({ reason: "a drill" });
    await lift(emergency_id);
    return (await client().notifications.list({ unread: true })).notifications;
  }

  return {
    "oversight.end": async () => {
      const session_id = await started();
      await settle();
      await client().oversight.end({ session_ids: [session_id], reason: "a drill for all" });
      return ofSession(session_id);
    },
    "oversight.pause": async () => {
      const session_id = await started();
      await client().oversight.pause({ session_id, reason: "a drill for all" });
      return ofSession(session_id, "paused");
    },
    "oversight.lockInput": async () => {
      const session_id = await started();
      await settle();
      await client().oversight.lockInput({ session_id, reason: "a drill for all" });
      return (event) => event.type === "session" && event.session.reason?.code === "input-locked";
    },
    "oversight.unlockInput": async () => {
      const session_id = await started();
      await client().oversight.lockInput({ session_id, reason: "a drill for all" });
      await settle();
      await client().oversight.unlockInput({ session_id });
      return ofSession(session_id, "recording");
    },
    "configuration.set": async () => {
      await stepUp();
      await client().configuration.set({ settings: { max_sessions: 90 } });
      return (event) => event.type === "configuration";
    },
    "configuration.undo": async () => {
      await stepUp();
      const [last] = (await client().configuration.set({ settings: { max_sessions: 91 } })).changes;
      await settle();
      await client().configuration.undo({ change_id: last?.change_id ?? 0 });
      return (event) => event.type === "configuration";
    },
    "webhooks.create": async () => ofWebhook((await madeWebhook()).webhook_id),
    "webhooks.update": async () => {
      const one = await madeWebhook();
      await settle();
      await client().webhooks.update({ ...one, name: "another" });
      return ofWebhook(one.webhook_id);
    },
    "webhooks.remove": async () => {
      const one = await madeWebhook();
      await settle();
      await client().webhooks.remove(one);
      return ofWebhook(one.webhook_id);
    },
    "webhooks.rotateSecret": async () => {
      const one = await madeWebhook();
      await settle();
      await client().webhooks.rotateSecret(one);
      return ofWebhook(one.webhook_id);
    },
    "webhooks.test": async () => {
      const one = await madeWebhook();
      await settle();
      await client().webhooks.test(one);
      return ofWebhook(one.webhook_id);
    },
    "webhooks.redeliver": async () => {
      const one = await madeWebhook();
      const delivery_id = DeliveryId.parse((await client().webhooks.test(one)).delivery_id);
      await settle();
      await client().webhooks.redeliver({ ...one, delivery_id });
      return ofWebhook(one.webhook_id);
    },
    "notifications.read": async () => {
      const [first] = await told();
      await settle();
      await client().notifications.read({ notification_id: NotificationId.parse(first?.notification_id) });
      return ofNotifications;
    },
    "notifications.readAll": async () => {
      await told();
      await settle();
      await client().notifications.readAll();
      return ofNotifications;
    },
    "notifications.choose": async () => {
      await client().notifications.choose({ choices: [{ kind: "alert.began", page: true, email: false }], language: "de" });
      return ofNotifications;
    },
    "keys.exchange": async () => {
      await stepUp();
      await client().keys.exchange({ key: "rdp", reason: "a drill" });
      return (event) => event.type === "keys";
    },
    ...backupChanges({ client, stepUp, settle }),
    "emergency.lockdown": async () => {
      await stepUp();
      const { emergency_id } = await client().emergency.lockdown({ reason: "a drill" });
      await lift(emergency_id);
      return isInForce("lockdown_system");
    },
    "emergency.stopSessions": async () => {
      await stepUp();
      await started();
      await client().emergency.stopSessions({ reason: "a drill" });
      // Its end, too, is told: what comes next finds nothing in force.
      return isInForce();
    },
    "emergency.disableSessions": async () => {
      await stepUp();
      const { emergency_id } = await client().emergency.disableSessions({ reason: "a drill" });
      await lift(emergency_id);
      return isInForce("disable_new_sessions");
    },
    "emergency.enableSessions": async () => {
      await stepUp();
      await client().emergency.disableSessions({ reason: "a drill" });
      await settle();
      await client().emergency.enableSessions({ reason: "it is over" });
      return isInForce();
    },
    "emergency.shutdown": async () => {
      await stepUp();
      const { emergency_id } = await client().emergency.shutdown({ reason: "a drill", delay_seconds: 300 });
      await lift(emergency_id);
      return isInForce("system_shutdown");
    },
    "emergency.approve": async () => {
      await stepUp();
      const { emergency_id } = await askedByAnother();
      await client().emergency.approve({ emergency_id });
      await lift(emergency_id);
      return isInForce("lockdown_system");
    },
    "emergency.decline": async () => {
      await stepUp();
      const { emergency_id } = await askedByAnother();
      await settle();
      await client().emergency.decline({ emergency_id });
      return ofEmergency;
    },
    "emergency.lift": async () => {
      await stepUp();
      const { emergency_id } = await client().emergency.disableSessions({ reason: "a drill" });
      await settle();
      await client().emergency.lift({ emergency_id });
      return isInForce();
    },
  };
}
