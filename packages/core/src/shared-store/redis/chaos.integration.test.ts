import { setTimeout as sleep } from "node:timers/promises";
import { systemClock } from "@lucid/foundation";
import { startRedis } from "@lucid/testkit/node";
import { expect, it } from "vitest";
import { numbersFrom } from "../testing/numbers-from.ts";
import { askAt, isReady, logInAt, openSharedNode, ready, type SharedNode, taken } from "../testing/open-shared-nodes.ts";
import { LEASE_MS } from "./start-redis-link.ts";

/** A few in every run; the nightly run makes a thousand. */
const KILLS = Number(process.env["LUCID_REDIS_KILLS"] ?? 10);
const SEED = Number(process.env["LUCID_REDIS_SEED"] ?? systemClock.now() % 1e9);
const LIMIT = { perMinute: 1, burst: 3 };

/** A login that somebody has ended, and from when on no other node may take it. */
interface Ended {
  readonly login: string;
  readonly home: number;
  readonly fromElapsed: number;
}

it(`allows no call that it should not, through ${KILLS} kills of the store and of nodes (seed ${SEED})`, {
  timeout: 600_000 + KILLS * 6_000,
}, async () => {
  const below = numbersFrom(SEED);
  await using stack = new AsyncDisposableStack();
  const persistent = ["--appendonly", "yes", "--appendfsync", "always"];
  const redis = stack.use(await startRedis());
  const nodes = [await openSharedNode({ settings: redis.settings }), await openSharedNode({ settings: redis.settings })];
  const first = nodes.map((node) => node);
  stack.defer(async () => {
    for (const node of first) await node[Symbol.asyncDispose]();
    for (const node of nodes) await node[Symbol.asyncDispose]();
  });
  const at = (index: number): SharedNode => {
    const node = nodes[index];
    if (!node) throw new Error(`There is no node ${index}`);
    return node;
  };
  let isUp = true;
  let logins = 0;
  let endings = 0;
  const ended: Ended[] = [];
  const open = (): { login: string; home: number }[] =>
    [0, 1].flatMap((home) => [...at(home).open.keys()].map((login) => ({ login, home })));

  /** Nobody is let in by a login that ended, from the moment on at which that has been promised. */
  async function look(): Promise<void> {
    for (const { login, home, fromElapsed } of ended) {
      const isPromised = systemClock.elapsed() >= fromElapsed;
      const answer = await askAt(at(1 - home), at(home).id, login);
      if (isPromised) expect([login, answer]).not.toEqual([login, "good"]);
    }
  }

  async function endOne(): Promise<void> {
    const all = open();
    const one = all[below(Math.max(1, all.length))];
    if (!one) return;
    const { login, home } = one;
    const startedElapsed = systemClock.elapsed();
    const way = below(3);
    if (way === 2) {
      // Every login of the wallet at the other node.
      const meant = all.filter((other) => other.home === home);
      await at(1 - home).store.logins?.endWallet("T");
      endings += meant.length;
      for (const other of meant) ended.push({ ...other, fromElapsed: startedElapsed + LEASE_MS });
      return;
    }
    if (way === 0) {
      at(home).open.delete(login);
      at(home).store.logins?.withdraw(login);
      await at(home).store.logins?.flushed();
    } else {
      const outcome = await at(1 - home).store.logins?.endLogin({ node: at(home).id, loginId: login });
      // Here it is refused at once, and the other node has done it when it says so.
      expect(await askAt(at(1 - home), at(home).id, login)).not.toBe("good");
      if (outcome?.waiting === 0) expect(at(home).open.has(login)).toBe(false);
    }
    endings += 1;
    ended.push({ login, home, fromElapsed: startedElapsed + LEASE_MS });
  }

  async function step(): Promise<void> {
    const [here, there] = below(2) === 0 ? [0, 1] : [1, 0];
    switch (below(4)) {
      case 0:
        if (!(await isReady(at(here)))) return;
        logins += 1;
        await logInAt(at(here), `login ${logins}`);
        return;
      case 1:
        return await endOne();
      default:
        for (const { login, home } of open().filter((one) => one.home === there)) {
          await askAt(at(here), at(home).id, login);
        }
    }
  }

  async function kill(): Promise<void> {
    const victim = below(3);
    if (victim === 2) {
      await redis.kill();
      isUp = false;
      return;
    }
    const node = at(victim);
    const known = [...node.open];
    await node.crash();
    // What its database would say after it.
    nodes[victim] = await node.restart();
    expect([...at(victim).open]).toEqual(known);
  }

  await ready(at(0), at(1));
  await logInAt(at(0), "first");
  await taken(at(1), at(0), "first");
  await endOne();
  for (let kills = 0; kills < KILLS; kills += 1) {
    for (let steps = below(4); steps >= 0; steps -= 1) await step();
    await kill();
    for (let steps = below(3); steps >= 0; steps -= 1) await step();
    await look();
    if (!isUp) {
      await redis.start(below(2) === 0 ? persistent : undefined);
      isUp = true;
    }
    if (below(2) === 0) await ready(at(0), at(1));
    await look();
    // No node ever lets through more than it would alone.
    const key = `caller ${kills}`;
    for (const index of [0, 1]) {
      const verdicts = [];
      for (let calls = 0; calls < 5; calls += 1) verdicts.push((await at(index).store.limiter.take(key, LIMIT)).allowed);
      expect(verdicts.filter(Boolean).length).toBeLessThanOrEqual(LIMIT.burst);
    }
    while (ended.length > 40) ended.shift();
  }

  // Everything that was ordered is done in the end, and who is logged in gets in everywhere.
  await ready(at(0), at(1));
  await sleep(LEASE_MS);
  await look();
  await logInAt(at(0), "last");
  await taken(at(1), at(0), "last");
  expect(ended.filter(({ login, home }) => at(home).open.has(login))).toEqual([]);
  expect(logins).toBeGreaterThan(0);
  expect(endings).toBeGreaterThan(0);
});
