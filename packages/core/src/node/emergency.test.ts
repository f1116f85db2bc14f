import { type ErrorEntry, emergencyErrors } from "@lucid/contract";
import { createWallet, walletFromPhrase } from "@lucid/identity";
import { startTestNode } from "@lucid/testkit/node";
import { expect, it } from "vitest";
import { clientOf, logInAs, ownNode } from "./testing/owned-node.ts";

const newWallet = () => walletFromPhrase(createWallet().phrase);
const { LOCKED_DOWN, NEW_SESSIONS_DISABLED } = emergencyErrors.spec;
const told = { reason: "keys are out", until: expect.any(String) };
const refusedWith = ({ code, status }: ErrorEntry) => ({ status, data: { body: { error: { code, details: told } } } });
const draft = { name: "Two", consent: { text: "It is recorded.", accepted: true } };

it("is locked down: sessions end sealed with the reason, only super admins act and log in, and it is lifted", async () => {
  await using node = await startTestNode({ settings: { registration: "open" } });
  const owner = await ownNode(node);
  const wallet = newWallet();
  const user = clientOf(node, (await logInAs(node, wallet)).access_token);
  const session_id = await owner.prepare();
  await owner.start(session_id);
  await owner.record(session_id, 1);

  const { emergency_id } = await owner.client.emergency.lockdown({ reason: "keys are out" });
  await expect(user.sessions.list({})).rejects.toMatchObject(refusedWith(LOCKED_DOWN));
  await expect(logInAs(node, wallet)).rejects.toMatchObject(refusedWith(LOCKED_DOWN));
  await expect(logInAs(node, newWallet())).rejects.toMatchObject(refusedWith(LOCKED_DOWN));
  await expect(owner.client.sessions.create(draft)).rejects.toMatchObject(refusedWith(NEW_SESSIONS_DISABLED));
  expect((await user.emergency.notice()).in_force).toMatchObject([{ action: "lockdown_system", reason: "keys are out" }]);
  // No time passes while they end: nothing comes too late.
  while ((await owner.client.emergency.status()).current_emergency?.effective_at === null);
  expect(await owner.until(session_id, ({ state }) => state === "completed")).toMatchObject({
    end: "stopped",
    reason: { code: "ended-by-admin", data: { text: "keys are out" } },
  });

  const again = await owner.fresh(node);
  await again.emergency.lift({ emergency_id });
  expect((await user.sessions.list({})).sessions).toEqual([]);
  await user.sessions.create(draft);
});

it("undoes a session that is being started, and starts none while they are disabled", async () => {
  await using node = await startTestNode();
  const owner = await ownNode(node);
  const session_id = await owner.prepare();
  await owner.client.emergency.disableSessions({ reason: "keys are out" });
  await expect(owner.start(session_id)).rejects.toMatchObject(refusedWith(NEW_SESSIONS_DISABLED));
  await owner.client.emergency.enableSessions({ reason: "found" });
  await owner.start(session_id);
  await owner.client.emergency.stopSessions({ reason: "once more" });
  const last = async () => (await owner.client.emergency.status()).history.find(({ action }) => action === "stop_all_sessions");
  while ((await last()) === undefined);
  expect(await last()).toMatchObject({ outcome: "done" });
  expect((await owner.client.sessions.get({ session_id })).state).not.toBe("recording");
});

it("shows what is over page by page, the newest first", async () => {
  await using node = await startTestNode();
  const { client } = await ownNode(node);
  for (const reason of ["first", "second"]) {
    await client.emergency.disableSessions({ reason });
    await client.emergency.enableSessions({ reason: `${reason} over` });
  }
  const whole = await client.emergency.status();
  expect(whole.pagination).toEqual({ page: 1, limit: 50, total: 4, pages: 1 });
  const pages = await Promise.all([1, 2, 3].map((page) => client.emergency.status({ page, limit: 3 })));
  expect(pages.map(({ history }) => history.length)).toEqual([3, 1, 0]);
  expect(pages.flatMap(({ history }) => history)).toEqual(whole.history);
  expect(pages[2]?.pagination).toEqual({ page: 3, limit: 3, total: 4, pages: 2 });
});

it("asks its program to end it, and takes five emergency calls a minute", async () => {
  await using node = await startTestNode();
  const { client } = await ownNode(node);
  await client.emergency.shutdown({ reason: "moving house", delay_seconds: 10 });
  await node.time.pass(9);
  expect(node.stopsAsked()).toBe(0);
  await node.time.pass(2);
  expect(node.stopsAsked()).toBe(1);
  const calls = Array.from({ length: 6 }, () => client.emergency.enableSessions({ reason: "no" }).catch((error) => error.status));
  expect((await Promise.all(calls)).toSorted((one, other) => one - other)).toEqual([409, 409, 409, 409, 429, 429]);
});
