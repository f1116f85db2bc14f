import { createWallet, walletFromPhrase } from "@lucid/identity";
import { createNodeTime, startTestNode } from "@lucid/testkit/node";
import { describe, expect, it } from "vitest";
import { clientOf, logInAs, ownNode } from "./testing/owned-node.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe.each([
  ["back", -HOUR],
  ["forward", HOUR],
])("a clock that is set %s by an hour", (_name, step) => {
  it("while the node runs, ends no token early or late, and locks nobody out", async () => {
    await using node = await startTestNode({ settings: { registration: "open", login_per_minute: 10 } });
    const owner = await ownNode(node);
    const { clock } = node.time;
    clock.setNow(clock.now() + step);
    clock.advance(14 * MINUTE);
    expect(await owner.client.logins.status()).toMatchObject({
      authenticated: true,
      token_expires_at: new Date(clock.now() + MINUTE).toISOString(),
    });
    const other = await logInAs(node, walletFromPhrase(createWallet().phrase));
    expect((await clientOf(node, other.access_token).sessions.list({})).sessions).toEqual([]);
    clock.advance(MINUTE);
    await expect(owner.client.logins.status()).rejects.toMatchObject({ status: 401 });
    const renewed = await clientOf(node).logins.refresh({ refresh_token: owner.login.refresh_token });
    expect(await clientOf(node, renewed.access_token).logins.status()).toMatchObject({ authenticated: true });
  });

  it("while the node is off, ends no token either", async () => {
    const time = createNodeTime();
    await using first = await startTestNode({ time });
    const owner = await ownNode(first);
    await first.stop();
    time.clock.setNow(time.clock.now() + step);
    await using again = await startTestNode({ time, data: first.data });
    expect(await clientOf(again, owner.login.access_token).logins.status()).toMatchObject({ authenticated: true });
  });

  it("lets a session be recorded, stopped and kept", async () => {
    await using node = await startTestNode();
    const owner = await ownNode(node);
    const session_id = await owner.prepare();
    await owner.start(session_id);
    await owner.record(session_id, 1);
    node.time.clock.setNow(node.time.clock.now() + step);
    await node.work(11);
    await owner.stop(session_id);
    expect((await owner.client.sessions.get({ session_id })).state).not.toBe("failed");
  });
});

describe("a clock that is set far ahead", () => {
  it("ends no retention until it has gone on evenly for a week, or an admin says that it is right", async () => {
    await using node = await startTestNode();
    const owner = await ownNode(node);
    const session_id = await owner.prepare();
    await owner.start(session_id);
    await owner.record(session_id, 1);
    await owner.stop(session_id);
    await owner.until(session_id, ({ state }) => state === "completed");
    const { clock } = node.time;
    clock.setNow(clock.now() + 365 * DAY);
    clock.advance(7 * HOUR);
    const health = await owner.fresh(node).then(({ node: asked }) => asked.health());
    expect(health.status).toBe("degraded");
    expect(health.dependencies["clock"]).toMatchObject({
      ok: false,
      detail: expect.stringMatching(/^went ahead by 365 days: no retention ends/),
    });
    const later = await owner.fresh(node);
    expect(await later.sessions.get({ session_id })).toMatchObject({ state: "completed" });

    await later.node.confirmClock();
    expect((await later.node.health()).dependencies["clock"]).toMatchObject({ ok: true });
    clock.advance(7 * HOUR);
    const last = await owner.fresh(node);
    for (;;) {
      const { state } = await last.sessions.get({ session_id });
      if (state === "deleted") break;
    }
  });

  it("while the node was off, ends none at its start", async () => {
    const time = createNodeTime();
    await using first = await startTestNode({ time });
    const owner = await ownNode(first);
    const session_id = await owner.prepare();
    await owner.start(session_id);
    await owner.record(session_id, 1);
    await owner.stop(session_id);
    await owner.until(session_id, ({ state }) => state === "completed");
    await first.stop();
    time.clock.setNow(time.clock.now() + 365 * DAY);
    await using again = await startTestNode({ time, data: first.data });
    const client = await owner.fresh(again);
    expect(await client.sessions.get({ session_id })).toMatchObject({ state: "completed" });
    expect((await client.node.health()).dependencies["clock"]).toMatchObject({ ok: false });
  });
});
