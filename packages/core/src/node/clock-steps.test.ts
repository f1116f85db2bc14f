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
  it("is said in the node's health at once", async () => {
    await using node = await startTestNode();
    const { client } = await ownNode(node);
    expect((await client.node.health()).dependencies["clock"]).toMatchObject({ ok: true, detail: "goes on evenly" });
    node.time.clock.setNow(node.time.clock.now() + 365 * DAY);
    const health = await client.node.health();
    expect(health.status).toBe("degraded");
    const detail = expect.stringMatching(/^went ahead by 365 days: no retention ends for another 7 days/);
    expect(health.dependencies["clock"]).toMatchObject({ ok: false, detail });
  });

  it("while the node is off, ends no retention, until an admin says that it is right", async () => {
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
    await client.node.confirmClock();
    expect((await client.node.health()).dependencies["clock"]).toMatchObject({ ok: true });
    await again.stop();

    await using last = await startTestNode({ time, data: first.data });
    expect(await (await owner.fresh(last)).sessions.get({ session_id })).toMatchObject({ state: "deleted" });
  });
});

describe("a record that ends ahead of the clock", () => {
  it("says until when its anchor waits, also where nothing was sent yet", async () => {
    await using node = await startTestNode();
    const owner = await ownNode(node);
    const { clock } = node.time;
    const session_id = await owner.prepare();
    await owner.start(session_id);
    await owner.record(session_id, 1);
    clock.setNow(clock.now() - 60 * MINUTE);
    await owner.record(session_id, 2);
    await owner.stop(session_id);
    const { ended_at, anchor } = await owner.client.sessions.get({ session_id });
    expect(Date.parse(ended_at ?? "")).toBeGreaterThan(clock.now() + 59 * MINUTE);
    // Nor before the newest block, which may be one of the recording's last seconds.
    const { last_block_time } = await owner.client.chain.status();
    const not_before = new Date(Math.max(Date.parse(ended_at ?? "") - 30_000, Date.parse(last_block_time ?? ""))).toISOString();
    expect(anchor).toMatchObject({ status: "none", not_before });

    clock.setNow(clock.now() + 60 * MINUTE);
    const done = await owner.until(session_id, ({ state }) => state === "completed");
    expect(done.anchor).toMatchObject({ status: "final", not_before: null });
  });
});

describe("a chain whose head is ahead of the clock", () => {
  it("says so in the node's health, and its sessions say until when their anchors wait", async () => {
    await using node = await startTestNode();
    const owner = await ownNode(node);
    const { clock } = node.time;
    clock.advance(10 * MINUTE);
    clock.setNow(clock.now() - 30 * DAY);
    const session_id = await owner.prepare();
    await owner.start(session_id);
    await owner.record(session_id, 1);
    await owner.stop(session_id);
    await node.time.pass(60);

    const { dependencies, status } = await owner.client.node.health();
    expect(status).toBe("unhealthy");
    expect(dependencies["chain"]).toMatchObject({
      ok: false,
      detail: expect.stringMatching(/^block \d+, 30 days ahead of this clock: /),
    });
    const { last_block_time } = await owner.client.chain.status();
    expect(await owner.client.sessions.get({ session_id })).toMatchObject({
      state: "stored",
      anchor: { status: "submitted", not_before: last_block_time },
    });

    clock.setNow(clock.now() + 30 * DAY);
    const { anchor } = await owner.until(session_id, ({ state }) => state === "completed");
    expect(anchor).toMatchObject({ status: "final", not_before: null });
  });
});
