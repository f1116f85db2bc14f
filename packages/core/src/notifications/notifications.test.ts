import { NOTIFICATION_KINDS, NotificationId } from "@lucid/contract";
import { describe, expect, it, onTestFinished } from "vitest";
import { openTestGround } from "../ground/testing/open-test-ground.ts";
import type { Mail } from "../mail/index.ts";
import type { AskedChange } from "../network/index.ts";
import { startPeople } from "../people/index.ts";
import { insertUsers, OTHER_USER, USER } from "../sessions/testing/session-fixtures.ts";
import { testCaller } from "../sessions/testing/test-caller.ts";
import type { Fact } from "./create-announcer.ts";
import { startNotifications } from "./start-notifications.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const me = testCaller(USER, ["view_own_profile", "update_own_profile"]);
const other = testCaller(OTHER_USER, ["view_own_profile", "update_own_profile"]);
const page = { page: 1, limit: 20, unread: false };
const fact = (key: string, change: Partial<Fact> = {}): Fact => ({
  key,
  kind: "session.failed",
  to: { account: USER },
  link: "/sessions/x",
  ...change,
});

interface TestOptions {
  /** Whether the SMTP server takes what comes. */
  readonly takes?: () => boolean;
  readonly hasMail?: boolean;
}

async function openNotifications({ takes = () => true, hasMail = true }: TestOptions = {}) {
  const stack = new AsyncDisposableStack();
  onTestFinished(() => stack.disposeAsync());
  const ground = stack.use(await openTestGround());
  const people = stack.use(startPeople(ground, { audit: { record: () => undefined } }));
  const mails: Mail[] = [];
  const messenger = {
    linkBase: "https://node.example",
    send: async (mail: Mail) => {
      if (takes()) mails.push(mail);
      return takes();
    },
  };
  /** What the other areas hold. */
  const world = {
    settled: [] as string[],
    ending: [] as { session_id: string; user_id: string; first_at: number; recordings: number }[],
    asked: [] as AskedChange[],
  };
  const start = () =>
    startNotifications(ground, {
      accounts: people.accounts,
      messenger: hasMail ? messenger : undefined,
      sessions: {
        names: (ids) => new Map(ids.map((id) => [id, "Patch window"])),
        notice: () => ({ userId: USER, state: "interrupted", completedAt: null }),
        settledSince: () => world.settled,
        ending: (from, until) => world.ending.filter(({ first_at }) => first_at >= from && first_at < until),
      },
      requests: { request: () => undefined, pending: () => [] },
      emergency: { open: () => [], ended: () => ({ rows: [], total: 0 }), find: () => undefined },
      logins: { newcomer: () => undefined },
      apiKeys: { ending: () => [] },
      invitations: { usesOf: () => undefined },
      network: { asked: () => world.asked },
    });
  const area = stack.use(start());
  insertUsers(ground.db);
  const service = area.services?.notifications;
  if (!service) throw new Error("The area of notifications has no service");
  const kinds = async (caller = me) => (await service.list(page, caller)).notifications.map(({ kind }) => kind);
  /** Lets time pass, and with it the digests run to their end. */
  async function pass(ms: number): Promise<void> {
    ground.clock.freeze(ms);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const addressOf = (userId: string, email: string) => people.accounts.setEmail(userId, email);
  return { ground, people, area, start, service, mails, world, kinds, pass, addressOf };
}

describe("notifications", () => {
  it("are told once, however often something says so, and only to whom they concern", async () => {
    const test = await openNotifications();
    test.area.announce(fact("one"));
    test.area.announce(fact("one"));
    test.area.announce(fact("two", { to: { account: OTHER_USER } }));
    expect(await test.kinds()).toEqual(["session.failed"]);
    expect(await test.kinds(other)).toEqual(["session.failed"]);
  });

  it("go to everybody whose permission reaches all, but for one", async () => {
    const test = await openNotifications();
    for (const id of [USER, OTHER_USER]) test.people.accounts.change(id, { role: "ADMIN", admin_label: "admin" });
    test.area.announce(fact("one", { kind: "access.requested", to: { permission: "manage_trust_policies", except: USER } }));
    expect(await test.kinds()).toEqual([]);
    expect(await test.kinds(other)).toEqual(["access.requested"]);
    test.people.accounts.change(OTHER_USER, { role: "USER" });
    test.area.announce(fact("two", { kind: "access.requested", to: { permission: "manage_trust_policies" } }));
    expect(await test.kinds(other)).toEqual(["access.requested"]);
  });

  it("are read one by one or all at once, by nobody else, and told to their reader", async () => {
    const test = await openNotifications();
    for (const key of ["one", "two", "three"]) test.area.announce(fact(key, { sessionId: USER }));
    const listed = await test.service.list(page, me);
    expect(listed).toMatchObject({ unread: 3, pagination: { total: 3 } });
    expect(listed.notifications[0]).toMatchObject({
      read: false,
      session: { session_id: USER, name: "Patch window" },
      who: null,
    });
    const notification_id = NotificationId.parse(listed.notifications[0]?.notification_id);
    expect(() => test.service.read({ notification_id }, other)).toThrow(expect.objectContaining({ code: "LUCID_ERR_4001" }));
    await test.service.read({ notification_id }, me);
    expect(test.area.events?.["notifications"]?.(USER, me)).toEqual({ type: "notifications", unread: 2 });
    expect(test.area.events?.["notifications"]?.(USER, other)).toBeUndefined();
    expect((await test.service.list({ ...page, unread: true }, me)).notifications).toHaveLength(2);
    expect(await test.service.readAll(undefined, me)).toEqual({ read: 2 });
    expect(await test.service.unread(undefined, me)).toEqual({ unread: 0 });
  });

  it("tell once, to who decides, that a change of the network's members waits for approval, and anew when it is asked for again", async () => {
    const test = await openNotifications();
    test.people.accounts.change(USER, { role: "SUPER_ADMIN" });
    const [hash, key] = ["a".repeat(64), "b".repeat(64)];
    const change = { network: hash, network_name: "home", public_key: key, kind: "admit", proposed_by: "c".repeat(64) } as const;
    test.world.asked.push({ ...change, expires_at: Date.UTC(2026, 10, 1) });
    test.area.begin();
    const { notifications } = await test.service.list(page, me);
    expect(notifications).toMatchObject([
      {
        ...{ kind: "network.asked", link: "/chain" },
        data: { network: hash, network_name: "home", change: "admit", public_key: key, expires_at: "2026-11-01T00:00:00.000Z" },
      },
    ]);
    expect(await test.kinds(other)).toEqual([]);
    test.ground.changes.publish({ topic: "network", id: hash });
    expect(await test.kinds()).toHaveLength(1);
    // A block of the network is no reason to look.
    test.world.asked.splice(0, 1, { ...change, kind: "remove", expires_at: Date.UTC(2026, 10, 8) });
    test.ground.changes.publish({ topic: "network", id: "" });
    expect(await test.kinds()).toHaveLength(1);
    test.ground.changes.publish({ topic: "network", id: hash });
    expect(await test.kinds()).toEqual(["network.asked", "network.asked"]);
  });

  it("stay for ninety days, also over a restart", async () => {
    const test = await openNotifications();
    test.area.begin();
    test.area.announce(fact("one"));
    await test.area[Symbol.asyncDispose]();
    await using again = test.start();
    again.begin();
    again.announce(fact("one"));
    await test.pass(89 * DAY_MS);
    expect(await test.kinds()).toHaveLength(1);
    await test.pass(2 * DAY_MS);
    expect(await test.kinds()).toEqual([]);
  });

  it("tell what happened while nobody looked, such as a session that a crash interrupted", async () => {
    const test = await openNotifications();
    test.world.settled.push(USER);
    test.area.begin();
    expect(await test.kinds()).toEqual(["session.interrupted"]);
    test.ground.changes.publish({ topic: "session", id: USER });
    expect(await test.kinds()).toHaveLength(1);
  });

  it("tell within a week before that recordings are deleted, once for each day", async () => {
    const test = await openNotifications();
    test.addressOf(USER, "ada@example.org");
    test.area.begin();
    const midnight = test.ground.clock.now();
    const ending = { session_id: OTHER_USER, user_id: USER, first_at: midnight + 8 * DAY_MS, recordings: 3 };
    test.world.ending = [ending];
    await test.pass(3_600_000);
    expect(await test.kinds()).toEqual([]);
    await test.pass(2 * DAY_MS);
    await test.pass(3_600_000);
    const { notifications } = await test.service.list(page, me);
    expect(notifications).toMatchObject([{ kind: "recording.expires_soon", session: null, link: "/sessions" }]);
    expect(notifications[0]?.data).toEqual({ at: new Date(ending.first_at).toISOString(), recordings: 3 });
    test.world.ending = [ending, { ...ending, first_at: midnight + 7 * DAY_MS, recordings: 1 }];
    await test.pass(3_600_000);
    expect((await test.service.list(page, me)).notifications[0]).toMatchObject({ link: `/sessions/${OTHER_USER}` });
    await test.pass(3_600_000);
    expect(await test.kinds()).toHaveLength(2);
    expect(test.mails[0]?.text).toContain("3 recordings of yours are deleted within 7 days.");
  });

  it("follow what somebody chose, and offer what may come to that one", async () => {
    const test = await openNotifications();
    const settings = await test.service.settings(undefined, me);
    expect(settings.choices.map(({ kind }) => kind)).not.toContain("alert.began");
    const admin = testCaller(USER, []);
    const all = { ...admin, principal: { ...admin.principal, role: "SUPER_ADMIN" } } as typeof admin;
    expect((await test.service.settings(undefined, all)).choices.map(({ kind }) => kind)).toEqual(NOTIFICATION_KINDS);
    await test.service.choose({ choices: [{ kind: "session.failed", page: false, email: false }] }, me);
    test.area.announce(fact("one"));
    test.area.announce(fact("two", { kind: "session.interrupted" }));
    expect(await test.kinds()).toEqual(["session.interrupted"]);
  });

  it("go with the account", async () => {
    const test = await openNotifications();
    test.area.begin();
    test.area.announce(fact("one"));
    await test.service.choose({ choices: [], language: "de" }, me);
    test.people.accounts.erase(USER, OTHER_USER);
    for (const table of ["notifications", "notification_readers"])
      expect(test.ground.db.read.prepare(`SELECT * FROM ${table}`).all()).toEqual([]);
  });
});

describe("e-mail about notifications", () => {
  it("gathers what happens together, and comes once in a quarter of an hour", async () => {
    const test = await openNotifications();
    test.addressOf(USER, "ada@example.org");
    test.area.begin();
    for (let count = 0; count < 100; count += 1) test.area.announce(fact(`session ${count}`));
    await test.pass(30_000);
    expect(test.mails).toEqual([]);
    await test.pass(MINUTE_MS);
    expect(test.mails).toMatchObject([{ to: "ada@example.org", subject: "100 messages of Lucid" }]);
    expect(test.mails[0]?.text).toContain("100 sessions of yours failed.");
    expect(test.mails[0]?.text).toContain("https://node.example/notifications");
    test.area.announce(fact("one more"));
    await test.pass(5 * MINUTE_MS);
    expect(test.mails).toHaveLength(1);
    await test.pass(10 * MINUTE_MS);
    expect(test.mails[1]?.subject).toBe("Lucid: A session of yours failed");
    await test.pass(DAY_MS / 2);
    expect(test.mails).toHaveLength(2);
  });

  it("is written in the language of its reader", async () => {
    const test = await openNotifications();
    test.addressOf(USER, "ada@example.org");
    await test.service.choose({ choices: [], language: "de" }, me);
    test.area.begin();
    const data = { code: "disk-filling", severity: "warning", share: 0.83 };
    test.area.announce(fact("one", { kind: "alert.began", data, link: "/admin" }));
    test.area.announce(fact("two"));
    await test.pass(2 * MINUTE_MS);
    expect(test.mails[0]?.subject).toBe("2 Nachrichten von Lucid");
    expect(test.mails[0]?.text).toContain("Der Datenträger füllt sich: 83\u00a0% sind belegt. Löschen Sie Aufnahmen");
    expect(test.mails[0]?.text).toContain("Eine Ihrer Sitzungen ist gescheitert.");
  });

  it("waits for an SMTP server that is away, and says nothing of what was read meanwhile", async () => {
    let isThere = false;
    const test = await openNotifications({ takes: () => isThere });
    test.addressOf(USER, "ada@example.org");
    test.area.begin();
    test.area.announce(fact("one"));
    test.area.announce(fact("two", { kind: "session.interrupted" }));
    await test.pass(2 * MINUTE_MS);
    const { notifications } = await test.service.list(page, me);
    const read = notifications.find(({ kind }) => kind === "session.interrupted");
    await test.service.read({ notification_id: NotificationId.parse(read?.notification_id) }, me);
    isThere = true;
    await test.pass(MINUTE_MS);
    expect(test.mails).toEqual([]);
    await test.pass(5 * MINUTE_MS);
    expect(test.mails.map(({ subject }) => subject)).toEqual(["Lucid: A session of yours failed"]);
  });

  it("goes to nobody without a confirmed address, for nothing that is not chosen, and from no node without SMTP", async () => {
    const test = await openNotifications();
    test.area.begin();
    test.area.announce(fact("nowhere"));
    test.addressOf(USER, "ada@example.org");
    test.area.announce(fact("page only", { kind: "recording.provable" }));
    await test.pass(2 * MINUTE_MS);
    expect(test.mails).toEqual([]);
    const silent = await openNotifications({ hasMail: false });
    silent.addressOf(USER, "ada@example.org");
    silent.area.announce(fact("one"));
    expect(await silent.service.settings(undefined, me)).toMatchObject({
      email: { available: false, address: "ada@example.org" },
    });
    expect(silent.ground.db.read.prepare("SELECT * FROM notifications WHERE mail = 1").all()).toEqual([]);
  });

  it("is told of no session and no person by name", async () => {
    const test = await openNotifications();
    test.addressOf(USER, "ada@example.org");
    test.area.begin();
    await test.service.choose({ choices: NOTIFICATION_KINDS.map((kind) => ({ kind, page: true, email: true })) }, me);
    for (const kind of NOTIFICATION_KINDS) {
      if (kind === "alert.began" || kind === "alert.ended") continue;
      test.area.announce(fact(kind, { kind, sessionId: USER, who: OTHER_USER, data: { name: "Project Thunder" } }));
    }
    await test.pass(2 * MINUTE_MS);
    expect(test.mails).toHaveLength(1);
    expect(test.mails[0]?.text).not.toMatch(/Thunder|Patch window|TVjsyZ7/);
  });
});
