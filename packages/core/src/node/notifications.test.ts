import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { API_PREFIX, NotificationId, RequestId } from "@lucid/contract";
import { createWallet, type Wallet, walletFromPhrase } from "@lucid/identity";
import { startSmtp, startTestNode, type TestNode, tokenOf } from "@lucid/testkit/node";
import { expect, it, onTestFinished } from "vitest";
import { clientOf, logInAs, type NodeClient, ownNode } from "./testing/owned-node.ts";

const newWallet = (): Wallet => walletFromPhrase(createWallet().phrase);
const toldTo = async (client: NodeClient) => (await client.notifications.list({})).notifications;
const kindsTo = async (client: NodeClient) => (await toldTo(client)).map(({ kind }) => kind);

/** Logs in as from another network: the node believes its proxy. */
async function logInFrom(node: TestNode, wallet: Wallet, ip: string): Promise<NodeClient> {
  const { logins } = clientOf(node);
  const { challenge_id, message } = await logins.challenge({ tron_address: wallet.address });
  const answer = await fetch(`${node.url}${API_PREFIX}/auth/login`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-forwarded-for": ip },
    body: JSON.stringify({ challenge_id, tron_address: wallet.address, signature: wallet.signMessage(message) }),
  });
  const { access_token } = (await answer.json()) as { access_token: string };
  return clientOf(node, access_token);
}

it("tells who may decide of a request for access, and who asked of the decision", async () => {
  await using node = await startTestNode({ settings: { registration: "open" } });
  const owner = await ownNode(node);
  const other = clientOf(node, (await logInAs(node, newWallet())).access_token);
  const action = "start_session" as const;
  const rules = [{ rule_id: "asks", effect: "ask" as const, priority: 5, actions: [action] }];
  const { policy_id } = await owner.client.policies.create({ kind: "node", document: { name: "Careful", session: {}, rules } });
  const { request_id } = await other.accessRequests.ask({ policy_id, action, reason: "Patch night", minutes: 5 });
  const [asked] = await toldTo(owner.client);
  const { user_id } = await other.people.me();
  expect(asked).toMatchObject({ kind: "access.requested", who: { user_id }, link: `/requests?which=to_decide&id=${request_id}` });
  expect(await toldTo(other)).toEqual([]);
  await owner.client.accessRequests.decide({ request_id: RequestId.parse(request_id), decision: "approve" });
  expect(await toldTo(other)).toMatchObject([{ kind: "access.decided", data: { status: "approved" } }]);
  await owner.client.notifications.read({ notification_id: NotificationId.parse(asked?.notification_id) });
  expect(await owner.client.notifications.unread()).toEqual({ unread: 0 });
});

it("tells an account of a login from a network that it never came from, once", async () => {
  await using node = await startTestNode({ settings: { registration: "open", trusted_proxies: ["127.0.0.1"] } });
  const wallet = newWallet();
  const first = await logInFrom(node, wallet, "203.0.113.7");
  await node.time.pass(1);
  await logInFrom(node, wallet, "203.0.113.99");
  expect(await toldTo(first)).toEqual([]);
  await node.time.pass(1);
  const elsewhere = await logInFrom(node, wallet, "198.51.100.1");
  await node.time.pass(1);
  await logInFrom(node, wallet, "198.51.100.1");
  await elsewhere.people.updateMe({ username: "ada" });
  expect(await toldTo(first)).toMatchObject([{ kind: "login.new_place", data: { place: "elsewhere", method: "wallet" } }]);
});

it("tells who came by an invitation, that a key ends, and what happens to a recording", async () => {
  await using node = await startTestNode();
  const owner = await ownNode(node);
  const { secret } = await owner.client.invitations.create({ role: "USER" });
  const wallet = newWallet();
  const { logins } = clientOf(node);
  const { challenge_id, message } = await logins.challenge({ tron_address: wallet.address });
  const signature = wallet.signMessage(message);
  const { user } = await logins.login({ challenge_id, tron_address: wallet.address, signature, invitation: secret });
  expect(await toldTo(owner.client)).toMatchObject([
    { kind: "invitation.used", who: { user_id: user.user_id }, link: `/admin/people/${user.user_id}` },
  ]);

  const { key } = await owner.client.apiKeys.create({ name: "nightly", scopes: ["view_own_sessions"], expires_in_days: 8 });
  await owner.client.apiKeys.create({ name: "short", scopes: ["view_own_sessions"], expires_in_days: 2 });
  node.time.clock.freeze(2 * 86_400_000);
  const client = await owner.fresh(node);
  expect((await toldTo(client))[0]).toMatchObject({ kind: "api_key.expires_soon", data: { key_id: key.key_id } });
});

it("tells an owner when a recording can be proven, by its name", async () => {
  await using node = await startTestNode();
  const owner = await ownNode(node);
  const session_id = await owner.prepare();
  await owner.start(session_id);
  await owner.record(session_id, 1);
  await owner.stop(session_id);
  await owner.until(session_id, ({ anchor }) => anchor.status === "final");
  expect(await toldTo(owner.client)).toMatchObject([
    { kind: "recording.provable", session: { session_id, name: "One" }, link: `/sessions/${session_id}` },
  ]);
  await owner.client.sessions.remove({ session_id });
  expect(await toldTo(owner.client)).toMatchObject([{ session: { session_id, name: null } }]);
});

it("tells of an emergency from its beginning to its end, in the page, by e-mail and to a webhook", async () => {
  await using smtp = await startSmtp();
  const bodies: { type: string; data: object }[] = [];
  const receiver = createServer((request, response) => {
    void text(request).then((body) => {
      bodies.push(JSON.parse(body) as { type: string; data: object });
      response.end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void receiver.close());
  const address = receiver.address();
  if (address === null || typeof address === "string") throw new Error("The receiver has no port");

  await using node = await startTestNode({ settings: { ...smtp.settings, webhook_networks: ["127.0.0.1"] } });
  const { client, wallet } = await ownNode(node);
  await client.email.set({ address: "ada@example.org", language: "de" });
  await clientOf(node).email.confirm({ token: tokenOf(await smtp.take("ada@example.org")) });
  await client.notifications.choose({ choices: [], language: "de" });
  await client.webhooks.create({
    name: "tickets",
    url: `http://127.0.0.1:${address.port}/`,
    kinds: ["emergency.started", "emergency.ended"],
  });
  const { emergency_id } = await client.emergency.disableSessions({ reason: "a drill for Project Thunder" });
  await node.time.pass(60);
  await client.emergency.enableSessions({ reason: "it is over" });
  await node.time.pass(120);
  const sent = await smtp.take("ada@example.org");
  expect(sent.source).toContain("Eine Notfallma");
  expect(sent.source).not.toContain("Thunder");
  const again = clientOf(node, (await logInAs(node, wallet)).access_token);
  expect((await kindsTo(again)).toSorted()).toEqual(["emergency.ended", "emergency.started"]);
  // Either may be sent again, when time passes while its receiver answers.
  while (new Set(bodies.map(({ type }) => type)).size < 2) await node.time.pass(1);
  expect(bodies.find(({ type }) => type === "emergency.started")).toMatchObject({
    data: { action: "disable_new_sessions", emergency_id, link: "/admin/emergency" },
  });
  expect(JSON.stringify(bodies)).not.toContain("Thunder");
});

it("tells who may see the dashboard of an alert that lasts, once over a restart, and when it is over", async () => {
  let isConnected = false;
  const transport = {
    health: () => ({ ok: isConnected, detail: "no peer yet", last_success: null }),
    sendBlock: () => undefined,
    sendAttestation: () => undefined,
    sendTransaction: () => undefined,
    requestBlock: () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  };
  const first = await startTestNode({ parts: { transport }, settings: { registration: "open" } });
  const owner = await ownNode(first);
  const wallet = newWallet();
  const other = clientOf(first, (await logInAs(first, wallet)).access_token);
  const ofTransport = async (client: NodeClient) => (await toldTo(client)).filter(({ data }) => data["part"] === "transport");
  /** Lets time pass until there are so many: what the node looks at takes time of its own. */
  async function until(node: TestNode, count: number) {
    for (;;) {
      const found = await ofTransport(await owner.fresh(node));
      if (found.length >= count) return found;
      await node.time.pass(30);
    }
  }
  expect(await until(first, 1)).toMatchObject([
    { kind: "alert.began", data: { code: "part-failing", severity: "warning", part: "transport" }, link: "/admin" },
  ]);
  expect(await toldTo(other)).toEqual([]);
  await first.stop();
  const options = { data: first.data, time: first.time, parts: { transport }, settings: { registration: "open" } } as const;
  await using second = await startTestNode(options);
  onTestFinished(() => first[Symbol.asyncDispose]());
  await second.time.pass(300);
  isConnected = true;
  expect((await until(second, 2)).map(({ kind }) => kind)).toEqual(["alert.ended", "alert.began"]);
});
