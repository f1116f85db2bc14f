import { systemClock } from "@lucid/foundation";
import { startRedis, type TestRedis } from "@lucid/testkit/node";
import { Redis } from "ioredis";
import { expect, it } from "vitest";
import { askAt, isReady, logInAt, openSharedNode, ready, type SharedNode, taken, until } from "../testing/open-shared-nodes.ts";
import { LEASE_MS } from "./start-redis-link.ts";

const HOUR = 3_600_000;

async function twoNodes(args?: readonly string[]) {
  const stack = new AsyncDisposableStack();
  const redis = stack.use(await startRedis(args));
  // Their clocks have nothing to do with each other.
  const a = stack.use(await openSharedNode({ settings: redis.settings, aheadMs: -9 * HOUR }));
  const b = stack.use(await openSharedNode({ settings: redis.settings, aheadMs: 30 * HOUR }));
  await ready(a, b);
  return { redis, a, b, stack, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

const clientOf = ({ port }: TestRedis) => new Redis({ port, host: "127.0.0.1", replyMapping: "legacy" as const });

async function becomes(asking: SharedNode, home: SharedNode, login: string, answer: string): Promise<void> {
  await until(async () => (await askAt(asking, home.id, login)) === answer);
}

it("takes a token of another node, and refuses it once the login has ended there", async () => {
  await using test = await twoNodes();
  const { a, b } = test;
  await logInAt(a, "one");
  await taken(b, a, "one");
  expect(await askAt(b, a.id, "never")).not.toBe("good");
  const ended: string[] = [];
  using _following = b.store.logins?.onEnded((login) => ended.push(login));
  a.open.delete("one");
  a.store.logins?.withdraw("one");
  await a.store.logins?.flushed();
  expect(await askAt(b, a.id, "one")).not.toBe("good");
  await until(() => ended.includes("one"));
});

it("ends a login of another node, which confirms it", async () => {
  await using test = await twoNodes();
  const { a, b } = test;
  await logInAt(a, "one");
  await logInAt(a, "two");
  await taken(b, a, "one");
  await until(async () => {
    const outcome = await b.store.logins?.endLogin({ node: a.id, loginId: "one" });
    expect(await askAt(b, a.id, "one")).not.toBe("good");
    return outcome?.waiting === 0;
  });
  expect([...a.open.keys()]).toEqual(["two"]);
  await taken(b, a, "two");
});

it("ends all logins of a wallet on all nodes, but the one that is to go on, and those opened afterwards", async () => {
  await using test = await twoNodes();
  const { a, b } = test;
  await logInAt(a, "mine", "T1");
  await logInAt(a, "kept", "T1");
  await logInAt(a, "other", "T2");
  await b.store.logins?.endWallet("T1", "kept");
  await until(() => !a.open.has("mine"));
  expect([...a.open.keys()]).toEqual(["kept", "other"]);
  await taken(b, a, "kept", "T1");
});

it("refuses what it has ordered to end from that moment on, before anybody else can know of it", async () => {
  await using test = await twoNodes();
  const { a, b } = test;
  await logInAt(a, "one");
  await logInAt(a, "mine", "T1");
  await taken(b, a, "one");
  const ending = b.store.logins?.endLogin({ node: a.id, loginId: "one" });
  expect(await askAt(b, a.id, "one")).not.toBe("good");
  const all = b.store.logins?.endWallet("T1");
  expect(await askAt(b, a.id, "mine", "T1")).not.toBe("good");
  await Promise.all([ending, all]);
});

it("trusts a node no longer that cannot do what it was asked, and takes its word again when it has", async () => {
  await using test = await twoNodes();
  const { a, b, redis } = test;
  const c = test.stack.use(await openSharedNode({ settings: redis.settings }));
  await ready(c);
  await logInAt(a, "one");
  await logInAt(a, "two");
  await taken(c, a, "one");
  a.disk.isFull = true;
  await b.store.logins?.endLogin({ node: a.id, loginId: "one" });
  // The one that is meant at once, and all others by the time that the node has not shown up.
  expect(await askAt(c, a.id, "one")).not.toBe("good");
  await becomes(c, a, "two", "away");
  expect(await isReady(a)).toBe(false);
  a.disk.isFull = false;
  await taken(c, a, "two");
  expect([...a.open.keys()]).toEqual(["two"]);
  expect(await askAt(c, a.id, "one")).not.toBe("good");
});

it("refuses tokens of a node that does not show up, and keeps for it what it has to end", async () => {
  await using test = await twoNodes();
  const { a, b } = test;
  await logInAt(a, "one");
  await a.crash();
  const { open } = a;
  await becomes(b, a, "one", "away");
  expect(await b.store.logins?.endLogin({ node: a.id, loginId: "one" })).toEqual({ waiting: 1 });
  const again = test.stack.use(await a.restart());
  await until(() => !open.has("one"));
  await ready(again);
  expect(await askAt(b, a.id, "one")).not.toBe("good");
});

it("never takes a token again of a wallet whose logins were ended while their node was off", async () => {
  await using test = await twoNodes();
  const { a, b } = test;
  await logInAt(a, "mine", "T1");
  await taken(b, a, "mine", "T1");
  await a.crash();
  await b.store.logins?.endWallet("T1");
  const again = test.stack.use(await a.restart());
  const seen = new Set<string>();
  await until(async () => {
    seen.add(await askAt(b, a.id, "mine", "T1"));
    return (await isReady(again)) && !again.open.has("mine") && (await b.store.logins?.endWallet("T2"))?.waiting === 0;
  });
  for (let times = 0; times < 20; times += 1) seen.add(await askAt(b, a.id, "mine", "T1"));
  expect([...seen]).not.toContain("good");
});

it("takes back what ended while the store was away, before anybody else takes a token of it", async () => {
  await using test = await twoNodes(["--appendonly", "yes", "--appendfsync", "always"]);
  const { a, b, redis } = test;
  await logInAt(a, "one");
  await redis.kill();
  await until(async () => !(await isReady(a)) && !(await isReady(b)));
  a.open.delete("one");
  a.store.logins?.withdraw("one");
  // A server that is back at once still knows that the node was there a moment ago.
  const endedElapsed = systemClock.elapsed();
  await until(() => systemClock.elapsed() > endedElapsed + LEASE_MS);
  await redis.start();
  const seen = new Set<string>();
  await until(async () => {
    seen.add(await askAt(b, a.id, "one"));
    return seen.has("gone");
  });
  expect([...seen]).not.toContain("good");
});

it("brings its orders again when the store has lost everything", async () => {
  await using test = await twoNodes();
  const { a, b, redis } = test;
  await logInAt(a, "one");
  await a.crash();
  await b.store.logins?.endLogin({ node: a.id, loginId: "one" });
  const client = clientOf(redis);
  await client.flushall();
  await client.quit();
  const again = test.stack.use(await a.restart());
  await until(() => !again.open.has("one"));
  expect(await askAt(b, a.id, "one")).not.toBe("good");
});

it("lets nobody in by a token that a flushed store has forgotten, until its node publishes a new one", async () => {
  await using test = await twoNodes();
  const { a, b, redis } = test;
  await logInAt(a, "one");
  const client = clientOf(redis);
  await client.flushall();
  await client.quit();
  expect(["gone", "away"]).toContain(await askAt(b, a.id, "one"));
  await logInAt(a, "one");
  await taken(b, a, "one");
});

it("counts calls and failures of all nodes together, and its own still when the store has lost them", async () => {
  await using test = await twoNodes();
  const { a, b, redis } = test;
  const limit = { perMinute: 1, burst: 4 };
  for (const node of [a, b, a, b]) expect(await node.store.limiter.take("who", limit)).toMatchObject({ allowed: true });
  for (const node of [a, b]) expect(await node.store.limiter.take("who", limit)).toMatchObject({ allowed: false });
  for (const node of [a, b, a, b]) expect(await node.store.lockouts?.fail("who")).toBeUndefined();
  expect(await a.store.lockouts?.fail("who")).toBeGreaterThan(0);
  expect(await b.store.lockouts?.lockedFor("who")).toBeGreaterThan(0);

  const client = clientOf(redis);
  await client.flushall();
  for (const allowed of [true, true, false]) expect(await a.store.limiter.take("who", limit)).toMatchObject({ allowed });
  await client.quit();
});

it("leaves nothing in the store without an end, and nothing that names a person", async () => {
  await using test = await twoNodes();
  const { a, b, redis } = test;
  const address = "TJRyWwFs9wTFGZg3JbrVriFbNfCug5tDeC";
  await logInAt(a, "one", address);
  await a.store.limiter.take(`user:${address}`, { perMinute: 1, burst: 1 });
  await a.store.lockouts?.fail(`${address} 192.0.2.7`);
  await b.store.logins?.endWallet(address, "one");
  const client = clientOf(redis);
  const keys = await client.keys("*");
  expect(keys.length).toBeGreaterThanOrEqual(6);
  const lasting = await Promise.all(keys.map(async (key) => ({ key, ttl: await client.pttl(key) })));
  // -2: gone since it was listed.
  expect(lasting.filter(({ ttl }) => ttl === -1)).toEqual([]);
  expect(keys.every((key) => key.startsWith("lucid:"))).toBe(true);
  const dumps = await Promise.all(keys.map(async (key) => `${key} ${String(await client.dumpBuffer(key))}`));
  expect(dumps.join("\n")).not.toMatch(/TJRyWw|192\.0\.2/);
  await client.quit();
});
