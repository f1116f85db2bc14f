import { GrantRequest, policyErrors, SessionId, SessionPolicy, sessionErrors } from "@lucid/contract";
import { grantText, hashObject } from "@lucid/proof";
import { expect, it } from "vitest";
import { openTestGround } from "../../ground/testing/open-test-ground.ts";
import { insertUsers, OTHER_USER, sessionId, sessionRecord, USER } from "../testing/session-fixtures.ts";
import { startSessionsArea } from "../testing/start-sessions-area.ts";
import { testCaller } from "../testing/test-caller.ts";

const session_id = SessionId.parse(sessionId(1));
const owner = testCaller(USER, ["create_session"]);
const refused = (name: keyof typeof sessionErrors.spec) => expect.objectContaining({ code: sessionErrors.spec[name].code });

async function openDraft(state: "created" | "cancelled" | "completed" = "created") {
  const stack = new AsyncDisposableStack();
  const ground = stack.use(await openTestGround());
  const { sessions, insert } = stack.use(await startSessionsArea(ground));
  insertUsers(ground.db);
  insert(sessionRecord({ state }));
  return { sessions, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

it("gives a draft another policy, and asks its owner to sign that one", async () => {
  await using test = await openDraft();
  const policy = SessionPolicy.parse({ network: "internet", limits: { duration_s: 60, idle_s: 30 } });
  const before = await test.sessions.grant({ session_id }, owner);
  const changed = await test.sessions.update({ session_id, policy, name: "With internet" }, owner);
  expect(changed).toMatchObject({ name: "With internet", policy, policy_hash: hashObject(policy) });
  const { terms } = await test.sessions.grant({ session_id }, owner);
  expect(terms.policy_hash).toBe(changed.policy_hash);
  expect(terms.policy_hash).not.toBe(before.terms.policy_hash);
  const { policy: watched } = await test.sessions.update({ session_id, policy: "view-only" }, owner);
  expect(watched.input).toEqual({ mouse: false, keyboard: false });
});

it("asks to sign terms that name a final block, as the text of the page has them", async () => {
  await using test = await openDraft();
  const { text, terms, owner: address } = await test.sessions.grant({ session_id }, owner);
  expect(terms.after).toEqual({ height: expect.any(Number), hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  const told = GrantRequest.parse({ text, terms, owner: address });
  expect(grantText(told.terms)).toBe(text);
});

it("refuses what the node does not offer, and leaves the draft as it was", async () => {
  await using test = await openDraft();
  expect(() => test.sessions.update({ session_id, policy: "anything goes" }, owner)).toThrow(
    expect.objectContaining({ code: policyErrors.spec.POLICY_NOT_FOUND.code }),
  );
  expect(() => test.sessions.update({ session_id, name: "Other", template: "windows" }, owner)).toThrow(
    refused("TEMPLATE_NOT_FOUND"),
  );
  expect(await test.sessions.get({ session_id }, owner)).toMatchObject({ name: "Quarterly patch window", template: "desktop" });
});

it.each(["completed", "cancelled"] as const)("leaves the policy of a session that is %s alone", async (state) => {
  await using test = await openDraft(state);
  expect(() => test.sessions.update({ session_id, policy: "internet" }, owner)).toThrow(refused("SESSION_STATE"));
});

it("is for the owner alone", async () => {
  await using test = await openDraft();
  const admin = testCaller(OTHER_USER, ["create_session", "view_all_sessions", "delete_any_session"]);
  expect(await test.sessions.update({ session_id, name: "Renamed" }, admin)).toMatchObject({ name: "Renamed" });
  expect(() => test.sessions.update({ session_id, policy: "internet" }, admin)).toThrow(refused("SESSION_NOT_FOUND"));
});
