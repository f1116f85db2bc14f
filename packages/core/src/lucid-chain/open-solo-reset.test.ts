import { existsSync, mkdirSync, renameSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Registry } from "prom-client";
import { expect, it } from "vitest";
import { openTestGround } from "../ground/testing/open-test-ground.ts";
import { openSoloReset } from "./open-solo-reset.ts";
import { startLucidChain } from "./start-lucid-chain.ts";

const FILES = ["chain.db", "genesis.json", "sign-state.json"];

/** A data folder whose node made some blocks and has stopped, and what is done with it. */
async function openStopped() {
  const stack = new AsyncDisposableStack();
  const ground = stack.use(await openTestGround());
  const data = ground.folder.path;
  const chain = await startLucidChain(ground, { blockInterval: 10 });
  ground.clock.advance(600_000);
  const { networkId: network } = chain.chain;
  await chain[Symbol.asyncDispose]();
  // The folder is the command's while the node does not run.
  ground.folder[Symbol.dispose]();
  const start = () => startLucidChain({ ...ground, metrics: new Registry() }, { blockInterval: 10 });
  return {
    ground,
    start,
    data,
    network,
    archive: join(data, "chains", network),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

it("keeps a chain aside, and the next start begins another and proves from both", async () => {
  await using test = await openStopped();
  {
    using solo = openSoloReset(test.data);
    expect(solo.facts).toMatchObject({ network: test.network, archive: test.archive, waiting: 0, headMs: expect.any(Number) });
    expect(solo.facts.height).toBeGreaterThan(3);
    solo.reset();
  }
  expect((await readdir(test.archive)).toSorted()).toEqual(FILES);
  await using again = await test.start();
  expect(again.chain.networkId).not.toBe(test.network);
  expect(again.networks.of(test.network)?.read.head().height).toBeGreaterThan(3);
  expect(again.networks.all.map(({ networkId }) => networkId)).toEqual([again.chain.networkId, test.network]);
});

it.each([1, 2])("goes on where a run ended after %d files: no start signs anything before that", async (moved) => {
  await using test = await openStopped();
  mkdirSync(test.archive, { recursive: true });
  for (const name of FILES.slice(0, moved)) renameSync(join(test.data, name), join(test.archive, name));
  {
    using solo = openSoloReset(test.data);
    expect(solo.facts.network).toBe(test.network);
    solo.reset();
  }
  expect((await readdir(test.archive)).toSorted()).toEqual(FILES);
  await using again = await test.start();
  expect(again.networks.of(test.network)?.read.head().height).toBeGreaterThan(3);
});

it.each([1, 2])("is to be run again where a node was started after %d files", async (moved) => {
  await using test = await openStopped();
  mkdirSync(test.archive, { recursive: true });
  for (const name of FILES.slice(0, moved)) renameSync(join(test.data, name), join(test.archive, name));
  await expect(test.start()).rejects.toThrow(/lost blocks|another network/);
  {
    using solo = openSoloReset(test.data);
    solo.reset();
  }
  await using again = await test.start();
  test.ground.clock.advance(60_000);
  expect(again.chain.read.head().height).toBeGreaterThan(0);
});

it("leaves a network of several producers alone", async () => {
  await using test = await openStopped();
  const path = join(test.data, "genesis.json");
  const genesis = JSON.parse(await readFile(path, "utf8"));
  const other = { ...genesis.producers[0], entity: "ab".repeat(32), public_key: "ab".repeat(32) };
  await writeFile(path, JSON.stringify({ ...genesis, producers: [...genesis.producers, other] }));
  expect(() => openSoloReset(test.data)).toThrow(/2 producers/);
  expect(existsSync(join(test.data, "chain.db"))).toBe(true);
});
