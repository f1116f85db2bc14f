import { configurationErrors, loginErrors, sessionErrors } from "@lucid/contract";
import { silentLog } from "@lucid/foundation/testing";
import { createWallet, newIdentity, walletFromPhrase } from "@lucid/identity";
import { answerStampRequest, testAuthority } from "@lucid/testkit";
import { startTestNode, startTimeServer, type TestNode } from "@lucid/testkit/node";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ask } from "../gateway/testing/open-test-gateway.ts";
import { NodeSettings, settingsBase, withStored } from "./settings.ts";
import { clientOf, logInAs, ownNode } from "./testing/owned-node.ts";

const newWallet = () => walletFromPhrase(createWallet().phrase);
const refused = (code: string, details: object = {}) => ({ data: { body: { error: { code, details } } } });

describe("each setting that may change while the node runs takes effect at once", () => {
  let node: TestNode;
  let owner: Awaited<ReturnType<typeof ownNode>>;
  const tried = new Set<string>();

  beforeAll(async () => {
    node = await startTestNode();
    owner = await ownNode(node);
  });
  afterAll(() => node[Symbol.asyncDispose]());

  async function set(settings: Parameters<typeof owner.client.configuration.set>[0]["settings"]): Promise<void> {
    for (const key of Object.keys(settings)) tried.add(key);
    await owner.client.configuration.set({ settings });
  }
  const request = (path: string, headers: Record<string, string> = {}, body?: object) =>
    ask(Number(new URL(node.url).port), body ? "POST" : "GET", path, { headers, body });
  const challenge = (from: string) =>
    request("/api/v1/auth/challenge", { "X-Forwarded-For": from }, { tron_address: newWallet().address });

  it("registration", async () => {
    await expect(logInAs(node, newWallet())).rejects.toMatchObject(refused(loginErrors.spec.REGISTRATION_CLOSED.code));
    await set({ registration: "open" });
    await logInAs(node, newWallet());
  });

  it("max_sessions, max_sessions_per_user, rdp_host, and the range of ports", async () => {
    await set({ max_sessions: 1, rdp_host: "127.0.0.9", rdp_port_from: 14_001, rdp_port_to: 14_002 });
    const first = await owner.prepare();
    await owner.start(first);
    expect(await owner.client.sessions.connection({ session_id: first })).toMatchObject({ host: "127.0.0.9" });
    expect(node.desktops.of(first).rdp).toMatchObject({ fromPort: 14_001, toPort: 14_002 });
    const second = await owner.prepare();
    const full = (limit: number) => refused(sessionErrors.spec.SESSION_LIMIT_REACHED.code, { limit });
    await expect(owner.start(second)).rejects.toMatchObject(full(1));
    await set({ max_sessions: 20, max_sessions_per_user: 1 });
    await expect(owner.start(second)).rejects.toMatchObject(full(1));
    expect((await owner.client.node.status()).sessions.limit).toBe(20);
    await set({ max_sessions_per_user: 2 });
    await owner.start(second);
  });

  it("environment", async () => {
    await set({ environment: "laboratory" });
    expect((await clientOf(node).node.info()).environment).toBe("laboratory");
  });

  it("trusted_hosts, metrics_public and docs_public", async () => {
    const named = () => request("/health", { Host: "node.example" });
    expect([(await named()).status, (await request("/metrics")).status]).toEqual([403, 200]);
    await set({ trusted_hosts: ["https://node.example"] });
    expect([(await named()).status, (await request("/metrics")).status]).toEqual([200, 401]);
    await set({ metrics_public: true });
    expect([(await request("/metrics")).status, (await request("/openapi.json")).status]).toEqual([200, 403]);
    await set({ docs_public: true });
    expect((await request("/openapi.json")).status).toBe(200);
  });

  it("trusted_proxies and login_per_minute", async () => {
    await set({ login_per_minute: 1 });
    expect([(await challenge("192.0.2.1")).status, (await challenge("192.0.2.2")).status]).toContain(429);
    await set({ trusted_proxies: ["127.0.0.1"] });
    const statuses = [await challenge("192.0.2.3"), await challenge("192.0.2.4"), await challenge("192.0.2.4")];
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 429]);
  });

  it("log_level", async () => {
    await set({ log_level: "fatal" });
    expect(silentLog.level).toBe("fatal");
    silentLog.level = "silent";
  });

  it("through_tor", async () => {
    const { client } = owner;
    const wrong = client.configuration.set({ settings: { through_tor: ["telegrams"] } });
    await expect(wrong).rejects.toMatchObject(refused("LUCID_ERR_1001"));
    await set({ through_tor: ["webhooks"] });
    const made = await client.webhooks.create({ name: "one", url: "https://hooks.invalid/", kinds: ["alert.began"] });
    const { webhook_id } = made.webhook;
    await client.webhooks.test({ webhook_id });
    // Tor is off, and nothing goes past it.
    await vi.waitFor(async () => {
      const { deliveries } = await client.webhooks.deliveries({ webhook_id, page: 1, limit: 1 });
      expect(deliveries).toMatchObject([{ attempts: [{ status: null, error: "tor" }] }]);
    });
    await set({ through_tor: [] });
  });

  it("tor", async () => {
    const { state } = await owner.client.tor.status();
    expect(state).toBe("off");
    await set({ tor: true });
    // Whoever changed it through the onion service has the answer first.
    await node.time.pass(1);
    await vi.waitFor(async () => expect(await owner.client.tor.status()).toMatchObject({ state: "connected", wanted: true }));
  });

  it("time_authorities", async () => {
    const { client } = owner;
    const authority = testAuthority("Test authority");
    await using server = await startTimeServer((request, response) => {
      response.end(answerStampRequest(request, authority));
    });
    const one = "https://tsa.example/";
    const four = [1, 2, 3, 4].map((number) => `${one}${number}`);
    for (const wrong of [["ftp://tsa.example/"], ["https://name:word@tsa.example/"], [`${one}?key=1`], [one, one], four])
      await expect(client.configuration.set({ settings: { time_authorities: wrong } })).rejects.toMatchObject(
        refused("LUCID_ERR_1001"),
      );
    await expect(client.timeStamps.ask()).rejects.toMatchObject(refused("LUCID_TIME_ERR_3501"));
    await set({ time_authorities: [server.url] });
    await vi.waitFor(async () => {
      await node.time.pass(10);
      const { authorities } = await client.timeStamps.ask();
      expect(authorities).toMatchObject([{ fault: null, newest: { signer: "Test authority" } }]);
    }, 60_000);
    const session_id = await owner.prepare();
    await expect(client.timeStamps.proof({ session_id })).rejects.toMatchObject(refused(sessionErrors.spec.NOT_FINAL.code));
    const { dependencies } = await client.node.status();
    expect(dependencies["time_stamps"]).toMatchObject({ ok: true, detail: expect.stringMatching(/^127\.0\.0\.1: block \d+$/) });
    await set({ time_authorities: [] });
    expect(await client.timeStamps.status()).toMatchObject({ authorities: [] });
  });

  it("all of backups", async () => {
    const settings = {
      ...{ backup_folder: "/srv/backups", backup_recipients: [newIdentity().recipient], backup_at: "", backup_keep: 3 },
      ...{ backup_recordings: false, backup_identity_file: "/srv/identity.txt" },
    };
    await set(settings);
    expect(await owner.client.backups.get()).toMatchObject({
      ...{ folder: "/srv/backups", recipients: settings.backup_recipients, at: null, keep: 3 },
      ...{ with_recordings: false, rehearses: true, next_at: null },
    });
    await set({ backup_at: "02:30" });
    expect(await owner.client.backups.get()).toMatchObject({ at: "02:30", next_at: expect.any(String) });
    for (const wrong of [{ backup_folder: "backups" }, { backup_at: "24:00" }, { backup_recipients: ["age1nobody"] }])
      await expect(owner.client.configuration.set({ settings: wrong })).rejects.toMatchObject(refused("LUCID_ERR_1001"));
    await set({ backup_at: "" });
  });

  it("what a session costs, and who is owed a share of it", async () => {
    const { client, login } = owner;
    // That a price takes effect at once, where there are payments, is seen with what every change tells.
    await set({ session_price: "", session_payee: login.user.user_id });
    expect(await client.sales.price()).toEqual({ price: null });
    for (const wrong of [{ session_price: "Session" }, { session_payee: "somebody" }])
      await expect(client.configuration.set({ settings: wrong })).rejects.toMatchObject(refused("LUCID_ERR_1001"));
  });

  it("and there is no other", () => {
    const { live } = settingsBase({ settings: NodeSettings.parse({ data: "data" }), sources: {} });
    expect([...tried].toSorted((one, other) => one.localeCompare(other))).toEqual(
      live.toSorted((one, other) => one.localeCompare(other)),
    );
  });
});

it("keeps what was set over a restart, says where each value comes from, and takes it back", async () => {
  await using first = await startTestNode({ settings: { environment: "file's" }, sources: { environment: "file" } });
  const owner = await ownNode(first);
  const changed = await owner.client.configuration.set({ settings: { environment: "lab", max_sessions: 3 } });
  expect(changed.changes).toMatchObject([
    { key: "max_sessions", before: null, after: 3, by: { user_id: owner.login.user.user_id } },
    { key: "environment", before: null, after: "lab" },
  ]);
  const asked = { settings: NodeSettings.parse({ data: first.data }), sources: {} };
  expect(withStored(asked)).toMatchObject({ settings: { environment: "lab" }, sources: { environment: "stored" } });
  await first.stop();
  expect(withStored(asked)).toMatchObject({ settings: { max_sessions: 3 }, sources: { max_sessions: "stored" } });
  expect(withStored({ ...asked, sources: { max_sessions: "flag" } }).settings.max_sessions).toBe(10);

  const options = { data: first.data, time: first.time };
  await using again = await startTestNode({ ...options, settings: { environment: "file's" }, sources: { environment: "file" } });
  const { configuration } = await owner.fresh(again);
  const one = async (key: string) => (await configuration.get()).settings.find((setting) => setting.key === key);
  expect(await one("environment")).toMatchObject({ value: "lab", source: "stored", closed: null });
  expect(await one("max_sessions")).toMatchObject({ value: 3, source: "stored", default: 10 });
  expect(await one("workers")).toMatchObject({ source: "default", closed: "restart" });
  await configuration.undo({ change_id: changed.changes[1]?.change_id ?? 0 });
  expect(await one("environment")).toMatchObject({ value: "file's", source: "file" });
  await configuration.set({ settings: { max_sessions: null } });
  expect(await one("max_sessions")).toMatchObject({ value: 10, source: "default" });
  expect((await configuration.get()).changes).toHaveLength(4);
});

it("lets a flag and the environment win, and takes all that is valid or nothing", async () => {
  await using node = await startTestNode({ settings: { max_sessions: 7 }, sources: { max_sessions: "flag" } });
  const { client } = await ownNode(node);
  const { SETTING_CLOSED } = configurationErrors.spec;
  const attempts: [settings: Record<string, string | number | string[]>, refusal: object][] = [
    [{ max_sessions: 3 }, refused(SETTING_CLOSED.code, { key: "max_sessions", closed: "fixed" })],
    [{ port: 1 }, refused(SETTING_CLOSED.code, { closed: "restart" })],
    [{ data: "/" }, refused(SETTING_CLOSED.code, { closed: "new-folder" })],
    [{ nothing: 1 }, refused("LUCID_ERR_1001", { issues: [{ path: "settings.nothing" }] })],
    [
      { environment: "a", max_sessions_per_user: 0 },
      refused("LUCID_ERR_1001", { issues: [{ path: "settings.max_sessions_per_user", rule: { code: "at-least" } }] }),
    ],
    // A name that cannot be one would keep everybody out, also whoever could take it back.
    [{ trusted_hosts: ["a b"] }, refused("LUCID_ERR_1001", { issues: [{ path: "settings.trusted_hosts" }] })],
    [{ rdp_port_from: 14_390 }, refused("LUCID_ERR_1001", { issues: [{ path: "settings.rdp_port_from" }] })],
    // What is in order beside it is not blamed.
    [
      { backup_keep: 3, backup_folder: "backups" },
      refused("LUCID_ERR_1001", { issues: [{ path: "settings.backup_folder", message: expect.stringContaining("absolute") }] }),
    ],
  ];
  for (const [settings, refusal] of attempts) await expect(client.configuration.set({ settings })).rejects.toMatchObject(refusal);
  const { settings, changes } = await client.configuration.get();
  expect(changes).toEqual([]);
  expect(settings.find(({ key }) => key === "max_sessions")).toMatchObject({ value: 7, source: "flag", closed: "fixed" });
});
