import { EmergencyId } from "@lucid/contract";
import { systemClock } from "@lucid/foundation";
import { startRedis, type TestRedis } from "@lucid/testkit/node";
import { Redis } from "ioredis";
import { expect, it } from "vitest";
import { numbersFrom } from "../shared-store/testing/numbers-from.ts";
import { openSharedNode, ready, until } from "../shared-store/testing/open-shared-nodes.ts";
import { ada, type EmergencyNode, openEmergencyNode } from "./testing/open-emergency-node.ts";

/** A few in every run; the nightly run makes a thousand. */
const KILLS = Number(process.env["LUCID_REDIS_KILLS"] ?? 10);
const SEED = Number(process.env["LUCID_REDIS_SEED"] ?? systemClock.now() % 1e9);

const reason = "keys are out";
const lockdown = async ({ service }: EmergencyNode): Promise<string> =>
  (await service.lockdown({ reason, duration_minutes: 60 }, ada)).emergency_id;
const lift = async ({ service }: EmergencyNode, id: string) => await service.lift({ emergency_id: EmergencyId.parse(id) }, ada);
const lockedDown = (node: EmergencyNode): boolean => !node.admits("USER");

async function openBoth({ settings }: TestRedis) {
  const nodes = [
    await openEmergencyNode(await openSharedNode({ settings })),
    await openEmergencyNode(await openSharedNode({ settings })),
  ];
  const first = [...nodes];
  return {
    nodes,
    at(index: number): EmergencyNode {
      const node = nodes[index];
      if (!node) throw new Error(`There is no node ${index}`);
      return node;
    },
    async crash(index: number): Promise<void> {
      nodes[index] = await this.at(index).crash();
    },
    async [Symbol.asyncDispose]() {
      for (const node of new Set([...nodes, ...first])) await node[Symbol.asyncDispose]();
    },
  };
}

it("locks the other node down with it, ends the sessions there, and lifts it on both wherever it is lifted", async () => {
  await using redis = await startRedis();
  await using both = await openBoth(redis);
  const [a, b] = [both.at(0), both.at(1)];
  expect((await b.service.status(undefined, ada)).reach.other_nodes).toBe(true);
  const emergency_id = await lockdown(a);
  expect(lockedDown(a)).toBe(true);
  await until(() => lockedDown(b) && b.openSessions() === 0);
  // Who can lift it is let in at both.
  expect([a.admits("SUPER_ADMIN"), b.admits("SUPER_ADMIN"), b.admitsSession()]).toEqual([true, true, false]);
  const [told] = (await b.service.status(undefined, ada)).open;
  expect(told).toMatchObject({ emergency_id, action: "lockdown_system", reason, node: a.shared.id, status: "in_progress" });
  expect(Date.parse(told?.due_at ?? "")).toBeLessThanOrEqual(systemClock.now() + 60 * 60_000);
  expect(() => b.service.lockdown({ reason, duration_minutes: 60 }, ada)).toThrow("already");

  await lift(b, emergency_id);
  expect(lockedDown(b)).toBe(false);
  await until(() => !lockedDown(a));
  const over = { emergency_id, outcome: "lifted", status: "completed" };
  expect((await a.service.status(undefined, ada)).history).toMatchObject([{ ...over, node: null, lifted_at_node: b.shared.id }]);
  expect((await b.service.status(undefined, ada)).history).toMatchObject([{ ...over, node: a.shared.id, lifted_at_node: null }]);
  expect([a.audited, b.audited]).toEqual([["emergency.lockdown_system lifted"], ["emergency.lockdown_system begun_elsewhere"]]);
});

it("disables new sessions at both, and enables them at both", async () => {
  await using redis = await startRedis();
  await using both = await openBoth(redis);
  const [a, b] = [both.at(0), both.at(1)];
  // Asked for at both at the same time, it is two: what enables sessions ends them all.
  await a.service.disableSessions({ reason, duration_minutes: 30 }, ada);
  await b.service.disableSessions({ reason, duration_minutes: 60 }, ada);
  const open = async ({ service }: EmergencyNode) => (await service.status(undefined, ada)).open.length;
  await until(async () => (await open(a)) === 2 && (await open(b)) === 2);
  expect([a.admits("USER"), a.admitsSession(), b.admitsSession(), b.openSessions()]).toEqual([true, false, false, 1]);
  await a.service.enableSessions({ reason: "found" }, ada);
  expect(a.admitsSession()).toBe(true);
  await until(() => b.admitsSession());
});

it("holds through the loss of the store and of the node, and is told when each is back", async () => {
  await using redis = await startRedis();
  await using both = await openBoth(redis);
  await redis.kill();
  const emergency_id = await lockdown(both.at(0));
  await both.crash(0);
  expect([lockedDown(both.at(0)), lockedDown(both.at(1))]).toEqual([true, false]);
  await redis.start();
  await until(() => lockedDown(both.at(1)));
  await redis.kill();
  await both.crash(1);
  expect(lockedDown(both.at(1))).toBe(true);
  // Lifted where nobody hears of it, it is lifted there, and holds where it held.
  await lift(both.at(1), emergency_id);
  await both.crash(1);
  expect([lockedDown(both.at(0)), lockedDown(both.at(1))]).toEqual([true, false]);
  await redis.start();
  await until(() => !lockedDown(both.at(0)));
});

it("is in force before a node that was off, or is new, lets anybody in", async () => {
  await using redis = await startRedis();
  await using a = await openEmergencyNode(await openSharedNode({ settings: redis.settings }));
  await ready(a.shared);
  await lockdown(a);
  const names = async () => (await stored(redis)).length;
  await until(async () => (await names()) > 0);
  await using late = await openEmergencyNode(await openSharedNode({ settings: redis.settings }));
  expect(lockedDown(late)).toBe(true);
});

it("obeys nobody who can only write to the store, who reads neither reason nor person there", async () => {
  await using redis = await startRedis();
  await using both = await openBoth(redis);
  const [a, b] = [both.at(0), both.at(1)];
  const emergency_id = await lockdown(a);
  await until(() => lockedDown(b));
  const all = await stored(redis);
  expect(all.length).toBeGreaterThan(0);
  for (const text of all) for (const known of [reason, emergency_id, "lockdown", a.shared.id]) expect(text).not.toContain(known);
  // What was said under one name says nothing under another, and what goes is told again.
  await using client = await clientOf(redis);
  const [key = ""] = await client.redis.keys("*:notices");
  const [[name, text] = ["", ""]] = Object.entries(await client.redis.hgetall(key));
  await lift(b, emergency_id);
  await until(() => !lockedDown(a));
  await client.redis.hset(key, { [name]: text, forged: text, other: "nonsense" });
  await client.redis.zadd(`${key.slice(0, -"notices".length)}notice-ends`, 9e15, name, 9e15, "forged", 9e15, "other");
  await beats(a, b);
  expect([lockedDown(a), lockedDown(b)]).toEqual([false, false]);
  await client.redis.flushall();
  await beats(a, b);
  expect([lockedDown(a), lockedDown(b)]).toEqual([false, false]);
});

async function clientOf({ port }: TestRedis) {
  const redis = new Redis(port, "127.0.0.1", { lazyConnect: true });
  await redis.connect();
  return { redis, [Symbol.asyncDispose]: async () => redis.disconnect() };
}

/** Everything that notices say in the store. */
async function stored(redis: TestRedis): Promise<string[]> {
  await using client = await clientOf(redis);
  const [key] = await client.redis.keys("*:notices");
  return key === undefined ? [] : Object.entries(await client.redis.hgetall(key)).flat();
}

/** Waits until each has exchanged notices again, which its last success shows. */
async function beats(...nodes: readonly EmergencyNode[]): Promise<void> {
  for (const node of nodes) {
    const last = async () => (await node.shared.store.health?.())?.["shared_store"]?.last_success;
    for (let times = 0; times < 2; times += 1) {
      const before = await last();
      await until(async () => (await last()) !== before);
    }
  }
}

it(`lets nobody in whom a lockdown keeps out, through ${KILLS} kills of the store and of nodes (seed ${SEED})`, {
  timeout: 600_000 + KILLS * 6_000,
}, async () => {
  const below = numbersFrom(SEED);
  const persistent = ["--appendonly", "yes", "--appendfsync", "always"];
  await using redis = await startRedis();
  await using both = await openBoth(redis);
  let isUp = true;
  let lockdowns = 0;
  let heldByBoth = 0;
  /** Lockdowns that nobody has lifted yet, and those that somebody has. */
  const inForce = new Set<string>();
  const lifted = new Set<string>();
  /** What each node has held, and what it has let go. */
  const held = [new Set<string>(), new Set<string>()];
  const letGo = [new Set<string>(), new Set<string>()];

  /** Nothing but lifting it makes a node let go of what it has held, and what it let go it never holds again. */
  async function look(): Promise<void> {
    for (const index of [0, 1]) {
      const node = both.at(index);
      const ids = new Set((await node.service.status(undefined, ada)).open.map(({ emergency_id }) => emergency_id));
      expect([node.admits("USER"), node.admitsSession(), node.admits("SUPER_ADMIN")]).toEqual([
        ids.size === 0,
        ids.size === 0,
        true,
      ]);
      for (const id of ids) {
        held[index]?.add(id);
        expect([id, letGo[index]?.has(id)]).toEqual([id, false]);
      }
      for (const id of held[index] ?? []) if (!ids.has(id)) letGo[index]?.add(id);
      for (const id of letGo[index] ?? []) expect([id, lifted.has(id)]).toEqual([id, true]);
    }
  }

  /** Everybody holds the same once nodes and store are there. */
  async function settled(): Promise<void> {
    if (!isUp) await redis.start(below(2) === 0 ? persistent : undefined);
    isUp = true;
    await ready(both.at(0).shared, both.at(1).shared);
    await until(async () => {
      await look();
      const open = [0, 1].map((index) => [...(held[index] ?? [])].filter((id) => letGo[index]?.has(id) !== true).toSorted());
      return open.every((ids) => JSON.stringify(ids) === JSON.stringify([...inForce].toSorted()));
    });
    if (inForce.size > 0) heldByBoth += 1;
  }

  async function kill(): Promise<void> {
    const victim = below(3);
    if (victim < 2) return await both.crash(victim);
    await redis.kill();
    isUp = false;
  }

  async function lockOrLift(index: number): Promise<void> {
    const node = both.at(index);
    const [open] = (await node.service.status(undefined, ada)).open;
    if (open === undefined) {
      inForce.add(await lockdown(node));
      lockdowns += 1;
    } else {
      await lift(node, open.emergency_id);
      inForce.delete(open.emergency_id);
      lifted.add(open.emergency_id);
    }
  }

  for (let kills = 0; kills < KILLS; kills += 1) {
    for (let times = below(3); times > 0; times -= 1) await lockOrLift(below(2));
    await kill();
    await look();
    if (below(2) === 0) await settled();
  }
  await settled();
  if (inForce.size === 0) await lockOrLift(0);
  await settled();
  for (let times = inForce.size; times > 0; times -= 1) await lockOrLift(1);
  await settled();
  expect([inForce.size, lifted.size]).toEqual([0, lockdowns]);
  expect(lockdowns).toBeGreaterThan(0);
  expect(heldByBoth).toBeGreaterThan(0);
});
