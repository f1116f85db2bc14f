import { API_PREFIX, apiKeyErrors, contract, type KeyScope, loginErrors, metaOf, type NodeEvent } from "@lucid/contract";
import { startTestNode } from "@lucid/testkit/node";
import { isContractProcedure } from "@orpc/contract";
import { expect, it } from "vitest";
import { SAMPLE_CALLS } from "../gateway/testing/sample-inputs.ts";
import { clientOf, ownNode } from "./testing/owned-node.ts";

type Scope = KeyScope;

async function keyedNode(scopes: Scope[], addresses: string[] = []) {
  const stack = new AsyncDisposableStack();
  const node = stack.use(await startTestNode({ settings: { registration: "open" } }));
  const owner = await ownNode(node);
  const { key, secret } = await owner.client.apiKeys.create({ name: "A program", scopes, addresses });
  const ask = async (method: string, path: string, headers: Record<string, string>, body?: object) => {
    const json = { "content-type": "application/json" };
    const answer = await fetch(`${node.url}${API_PREFIX}${path}`, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : json) },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await answer.text();
    return { status: answer.status, code: answer.ok ? "ok" : (JSON.parse(text) as { error: { code: string } }).error.code };
  };
  return { node, owner, key, secret, ask, stack, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

it("opens every door that takes a bearer token: calls, bytes, streams and viewers", async () => {
  await using test = await keyedNode(["create_session", "view_own_sessions"]);
  const { owner, node, secret } = test;
  const session_id = await owner.prepare();
  await owner.start(session_id);
  await owner.record(session_id, 1);
  const program = clientOf(node, secret);
  expect((await program.sessions.get({ session_id })).state).toBe("recording");
  expect(await test.ask("GET", `/sessions/${session_id}`, { "x-api-key": secret })).toMatchObject({ status: 200 });
  expect(await test.ask("GET", `/sessions/${session_id}/chunks/0/download`, { "x-auth-token": secret })).toMatchObject({
    status: 200,
  });

  const events = await program.node.events();
  await owner.client.people.updateMe({ username: "hidden" });
  await program.sessions.pause({ session_id, reason: "a break" });
  const heard: NodeEvent["type"][] = [];
  for await (const event of events) {
    heard.push(event.type);
    if (event.type === "session" && event.session.state === "paused") break;
  }
  expect(heard).not.toContain("account");
  expect(heard).not.toContain("head");
  expect(heard).not.toContain("api_keys");

  await program.sessions.resume({ session_id });
  const { path } = await program.sessions.viewerTicket({ session_id });
  const socket = new WebSocket(`${node.url.replace("http", "ws")}${path}`, "binary");
  const opened = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<void>();
  socket.addEventListener("open", () => opened.resolve());
  socket.addEventListener("close", () => closed.resolve());
  await opened.promise;
  await owner.client.apiKeys.revoke({ key_id: test.key.key_id });
  await closed.promise;
  expect(await test.ask("GET", `/sessions/${session_id}`, { "x-api-key": secret })).toEqual({
    status: 401,
    code: loginErrors.spec.TOKEN_INVALID.code,
  });
});

it("is refused what it has no scope for, whatever its owner may", async () => {
  await using test = await keyedNode(["view_own_profile"]);
  const headers = { authorization: `Bearer ${test.secret}` };
  expect(await test.ask("GET", "/users/me", headers)).toMatchObject({ status: 200 });
  expect(await test.ask("GET", "/sessions", headers)).toEqual({ status: 403, code: loginErrors.spec.PERMISSION_DENIED.code });
});

it("never stands for a person: every procedure of one refuses it", async () => {
  await using test = await keyedNode(["view_own_profile", "update_own_profile", "api_gateway_access", "manage_users"]);
  const ofPersons = SAMPLE_CALLS.filter(({ name }) => {
    const [area = "", procedure = ""] = name.split(".");
    const found: unknown = (contract as Record<string, Record<string, unknown>>)[area]?.[procedure];
    return isContractProcedure(found) && metaOf(found).personOnly;
  });
  expect(ofPersons.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["apiKeys.create", "apiKeys.list", "apiKeys.revoke", "logins.endOthers", "people.setIdentity"]),
  );
  for (const { name, method, url, body } of ofPersons) {
    const answer = await test.ask(method, url.slice(API_PREFIX.length), { "x-api-key": test.secret }, body);
    expect([name, answer]).toEqual([name, { status: 403, code: apiKeyErrors.spec.PERSON_NEEDED.code }]);
  }
});

it("has no part in how people get in: of all that is about logins a key is only told whose it is", () => {
  const open = Object.entries(contract.logins)
    .filter(([, procedure]) => metaOf(procedure).access !== "public")
    .filter(([, procedure]) => !metaOf(procedure).personOnly && !metaOf(procedure).fresh)
    .map(([name]) => name);
  expect(open).toEqual(["status"]);
});

it("is refused from an address that it does not name, and counted as guessing", async () => {
  await using test = await keyedNode(["view_own_profile"], ["192.0.2.0/24"]);
  const answer = await test.ask("GET", "/users/me", { "x-api-key": test.secret });
  expect(answer).toEqual({ status: 403, code: apiKeyErrors.spec.API_KEY_ADDRESS.code });
});

it("counts against limits of its own, not against those of its owner's login", async () => {
  await using test = await keyedNode(["view_own_profile"]);
  const second = await test.owner.client.apiKeys.create({ name: "Another", scopes: ["view_own_profile"] });
  const left = async (token: string) => {
    const answer = await fetch(`${test.node.url}${API_PREFIX}/users/me`, { headers: { authorization: `Bearer ${token}` } });
    await answer.body?.cancel();
    return Number(answer.headers.get("x-ratelimit-remaining"));
  };
  const before = await left(second.secret);
  for (let times = 0; times < 5; times += 1) await left(test.secret);
  expect(await left(second.secret)).toBe(before - 1);
});
