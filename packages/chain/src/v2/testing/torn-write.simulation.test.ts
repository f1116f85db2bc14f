import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSeededRandom, createTestClock, silentLog, type TestClock } from "@lucid/foundation/testing";
import { type Attestation, DOMAIN, hashObject, v2 } from "@lucid/proof";
import { Registry } from "prom-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ChainKeys } from "../../ports.types.ts";
import { createDice } from "../../testing/dice.ts";
import { createTestKeys } from "../../testing/keys.ts";
import { createNetworkGenesis } from "../network-genesis.ts";
import { startNetwork } from "../start-network.ts";
import { createTestIdentity } from "./peers/test-peers.ts";

const NAME = "a member that loses its power";
const keys = createTestKeys(NAME);
const startMs = Date.UTC(2026, 0, 1);
const opened = v2.openNetwork(
  createNetworkGenesis({ name: "home", startsAtMs: startMs, publicKey: keys.publicKey, blockInterval: 10 }),
);
if (!opened.ok) throw new Error(opened.failure.reason);
const network = opened.value;

const FILES = ["chain.db", "chain.db-wal", "sign-state.json"] as const;
const SLOT_MS = 120_000;
const root = mkdtempSync(join(tmpdir(), "lucid-torn-network-"));
afterAll(() => rmSync(root, { recursive: true }));

/** What others may have seen: the one statement that was signed for each position and height. */
const seen = new Map<string, string>();

/** The member's keys, which note what they sign in `known`, and what contradicts it in `broken`. */
const watched = (known: Map<string, string>, broken: string[]): ChainKeys => ({
  publicKey: keys.publicKey,
  sign(domain, value) {
    const about = placeOf(domain, value);
    const hash = hashObject(value);
    if (about !== undefined && (known.get(about) ?? hash) !== hash) broken.push(about);
    if (about !== undefined) known.set(about, hash);
    return keys.sign(domain, value);
  },
});

function placeOf(domain: string, value: unknown): string | undefined {
  if (domain === DOMAIN.attestationV2) return `vote for height ${(value as Attestation).target.height}`;
  if (domain !== DOMAIN.blockV2) return undefined;
  const { slot, position } = value as v2.Header;
  return `block of slot ${slot}, position ${position}`;
}

const start = (folder: string, clock: TestClock, own: ChainKeys) =>
  startNetwork(
    {
      ...{ clock, log: silentLog, metrics: new Registry(), keys: own, identity: createTestIdentity(NAME) },
      onUpdate: () => undefined,
      onFailure: (error) => {
        throw error;
      },
      onRequest: () => ({ refused: "not_ready", approval: null }),
    },
    { network, folder, listen: ["127.0.0.1:0"], dial: [], archiveAfterDays: 0 },
  );

let wal: Buffer;
let walBefore: number;
let finals: readonly string[];

beforeAll(async () => {
  const folder = join(root, "whole");
  mkdirSync(folder);
  const clock = createTestClock(startMs);
  await using running = await start(folder, clock, watched(seen, []));
  clock.advance(4 * SLOT_MS);
  walBefore = readFileSync(join(folder, "chain.db-wal")).length;
  // The last writes: a block, the vote for it, and the certificate of the one before.
  clock.advance(SLOT_MS);
  const { tree } = running.engine;
  finals = Array.from({ length: tree.final.height }, (_, index) => running.engine.canonicalHash(index + 1) ?? "");
  // What is on the disk of a machine that loses its power now, without an orderly end.
  for (const file of FILES) copyFileSync(join(folder, file), join(root, file));
  wal = readFileSync(join(root, "chain.db-wal"));
});

let times = 0;

/** Starts the member on the damaged disk. Fails where it signs what contradicts what others have seen, or follows other final blocks. */
async function reopen(log: Buffer): Promise<"refused" | "silent" | "recovered"> {
  const folder = join(root, `reopened-${(times += 1)}`);
  mkdirSync(folder);
  for (const file of FILES) copyFileSync(join(root, file), join(folder, file));
  writeFileSync(join(folder, "chain.db-wal"), log);
  const clock = createTestClock(startMs + 6 * SLOT_MS);
  const broken: string[] = [];
  try {
    await using running = await start(folder, clock, watched(new Map(seen), broken));
    const { engine } = running;
    const before = engine.tree.head.height;
    clock.advance(2 * SLOT_MS);
    for (const [index, hash] of finals.entries())
      if (index < engine.tree.head.height) expect(engine.canonicalHash(index + 1)).toBe(hash);
    if (engine.lacksUpTo === undefined) {
      expect(engine.tree.final.height).toBeGreaterThan(finals.length);
      return "recovered";
    }
    expect(engine.tree.head.height).toBe(before);
    return "silent";
  } catch (error) {
    expect(error).toMatchObject({ name: "NetworkDamagedError" });
    return "refused";
  } finally {
    expect(broken).toEqual([]);
    rmSync(folder, { recursive: true });
  }
}

describe("a member of a network whose last writes are torn", () => {
  it("goes on when nothing is missing", async () => {
    expect(existsSync(join(root, "sign-state.json"))).toBe(true);
    expect(finals.length).toBeGreaterThan(2);
    expect(await reopen(wal)).toBe("recovered");
  });

  it("goes on or stays silent, and never diverges, when the log ends too early", async () => {
    const outcomes = new Set<string>();
    const step = Math.ceil((wal.length - walBefore) / 20);
    for (let size = walBefore; size < wal.length; size += step) outcomes.add(await reopen(wal.subarray(0, size)));
    expect(outcomes).toContain("silent");
    expect(outcomes).not.toContain("refused");
  });

  it("goes on, stays silent or refuses, and never diverges, when bytes of the log are wrong", async () => {
    const dice = createDice(createSeededRandom("torn"));
    for (let attempt = 0; attempt < 20; attempt += 1) {
      const torn = Buffer.from(wal);
      for (let at = dice.between(0, wal.length - 600), end = at + dice.between(1, 512); at < end; at += 1)
        torn[at] = dice.between(0, 255);
      await reopen(torn);
    }
  });
});
