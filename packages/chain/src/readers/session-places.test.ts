import { createTestClock } from "@lucid/foundation/testing";
import { expect, it } from "vitest";
import { createTestDisk, solo, startTestChain, type TestDisk, testAnchor } from "../testing/index.ts";

const { startMs, keys, genesis } = solo;
const session = (number: number) => testAnchor(number).session_id;
const head = (number: number, size: number) => ({ session_id: session(number), size, root: "a".repeat(64) });

/** A disk that counts what is asked of it. */
function countingDisk(): TestDisk & { queries: number } {
  const disk = createTestDisk();
  const counting = { ...disk, queries: 0 };
  const prepare = disk.db.read.prepare.bind(disk.db.read);
  const countedPrepare = new Proxy(prepare, {
    apply(target, _self, [sql]: [string]) {
      const statement = target(sql);
      return {
        get: (...values: unknown[]) => ((counting.queries += 1), statement.get(...values)),
        all: (...values: unknown[]) => ((counting.queries += 1), statement.all(...values)),
      };
    },
  });
  return Object.assign(counting, { db: { ...disk.db, read: { prepare: countedPrepare } } });
}

/** Sessions 0 to 9: every third is anchored, every second has heads, and some have neither. */
async function startWithSessions() {
  const clock = createTestClock(startMs);
  const disk = countingDisk();
  const chain = await startTestChain({ clock, keys, disk }, { genesis });
  const numbers = Array.from({ length: 10 }, (_, number) => number);
  for (const size of [1, 2, 5]) {
    chain.submit.own("node_checkpoint", {
      heads: numbers.filter((number) => number % 2 === 0).map((number) => head(number, size)),
    });
    clock.advance(2_000);
  }
  for (const number of numbers) if (number % 3 === 0) chain.submit.own("session_anchor", testAnchor(number));
  clock.advance(2_000);
  return { disk, chain, ids: numbers.map(session) };
}

it("answers for a list of sessions what it answers for each of them", async () => {
  const { chain, ids } = await startWithSessions();
  const places = chain.read.placesOf(ids);
  for (const id of ids) {
    const { anchor: stated, ...place } = chain.read.anchorOf(id) ?? {};
    if (stated === undefined) expect(places.get(id)?.anchor).toBeUndefined();
    else expect({ ...stated, ...place }).toMatchObject({ ...places.get(id)?.anchor });
    if (!places.get(id)?.anchor) expect(places.get(id)?.lastCheckpoint).toEqual(chain.read.lastCheckpointOf(id));
  }
  expect([...places.keys()].toSorted()).toEqual([0, 2, 3, 4, 6, 8, 9].map(session));
  expect(places.get(session(6))).toMatchObject({ anchor: { final: false, height: 4 } });
});

it("asks the database as often for a list as for one", async () => {
  const { disk, chain, ids } = await startWithSessions();
  const queriesFor = (sessionIds: readonly string[]): number => {
    disk.queries = 0;
    chain.read.placesOf(sessionIds);
    return disk.queries;
  };
  expect([ids.slice(0, 1), ids, [...ids, ...ids]].map(queriesFor)).toEqual([2, 2, 2]);
  expect(chain.read.placesOf([]).size).toBe(0);
});

it("lists blocks with as many queries for a page of many as for one of few", async () => {
  const { disk, chain } = await startWithSessions();
  const queriesFor = (limit: number): number => {
    disk.queries = 0;
    expect(chain.read.blocks({ page: 1, limit }).blocks).toHaveLength(limit);
    return disk.queries;
  };
  expect([1, 4].map(queriesFor)).toEqual([2, 2]);
});
