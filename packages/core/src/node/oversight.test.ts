import { loginErrors, SessionId, sessionErrors } from "@lucid/contract";
import { createWallet, newIdentity, walletFromPhrase } from "@lucid/identity";
import { startTestNode } from "@lucid/testkit/node";
import { expect, it } from "vitest";
import { clientOf, logInAs, ownNode } from "./testing/owned-node.ts";

const reason = "Unknown person at the desk";

it("locks the input of somebody's session, pauses it, and ends several with a result for each", async () => {
  await using node = await startTestNode({ settings: { registration: "open" } });
  const { client: admin } = await ownNode(node);
  const wallet = walletFromPhrase(createWallet().phrase);
  const user = clientOf(node, (await logInAs(node, wallet)).access_token);
  const prepare = async () =>
    SessionId.parse(
      (await user.sessions.create({ name: "Mine", consent: { text: "It is recorded.", accepted: true } })).session_id,
    );
  const session_id = await prepare();
  const draft = await prepare();
  const { text } = await user.sessions.grant({ session_id });
  const grant_signature = wallet.signMessage(text);
  await user.sessions.start({ session_id, grant_signature, recipients: [newIdentity().recipient] });

  await expect(user.oversight.lockInput({ session_id, reason })).rejects.toMatchObject({
    data: { body: { error: { code: loginErrors.spec.PERMISSION_DENIED.code } } },
  });
  const typed = () => {
    let keys = 0;
    using _hearing = node.desktops.of(session_id).onEvent(({ type }) => {
      if (type === "key") keys += 1;
    });
    node.desktops.type();
    return keys;
  };
  expect(typed()).toBeGreaterThan(0);
  await admin.oversight.lockInput({ session_id, reason });
  expect(typed()).toBe(0);
  expect(await user.sessions.get({ session_id })).toMatchObject({
    state: "recording",
    reason: { code: "input-locked", data: { text: reason } },
  });
  expect(await admin.oversight.unlockInput({ session_id })).toMatchObject({ reason: null });
  expect(typed()).toBeGreaterThan(0);

  await node.work(11);
  expect(await admin.oversight.pause({ session_id, reason })).toMatchObject({ state: "paused" });
  await user.sessions.resume({ session_id });
  const unknown = SessionId.parse(crypto.randomUUID());
  const { results } = await admin.oversight.end({ session_ids: [session_id, draft, unknown, session_id], reason });
  expect(results).toEqual([
    { session_id, ended: true, code: null },
    { session_id: draft, ended: false, code: sessionErrors.spec.SESSION_STATE.code },
    { session_id: unknown, ended: false, code: sessionErrors.spec.SESSION_NOT_FOUND.code },
  ]);
  expect(await user.sessions.get({ session_id })).toMatchObject({
    end: "stopped",
    reason: { code: "ended-by-admin", data: { text: reason } },
  });
});
