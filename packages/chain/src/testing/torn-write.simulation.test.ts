import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSeededRandom, createTestClock } from "@lucid/foundation/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSignStateFile } from "../signing/open-sign-state-file.ts";
import { openChainDatabase } from "../store/open-chain-database.ts";
import { type ChainWitness, createChainWitness, createDice, solo, startTestChain, testAnchor, watchedKeys } from "./index.ts";

const { startMs, keys, genesis } = solo;
const files = ["chain.db", "chain.db-wal", "sign-state.json"] as const;
const folder = mkdtempSync(join(tmpdir(), "lucid-torn-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Machine {
  readonly finals: ReadonlyMap<number, string>;
  readonly walBefore: number;
  readonly wal: Buffer;
}

/** What is on the disk of a machine that lost its power after the last commit, and what others had seen of it. */
const witnessOf = (statements: (witness: ChainWitness) => void): ChainWitness => {
  const witness = createChainWitness();
  statements(witness);
  return witness;
};

const seen: ((witness: ChainWitness) => void)[] = [];
let machine: Machine;

beforeAll(async () => {
  const clock = createTestClock(startMs);
  using db = openChainDatabase(join(folder, "chain.db"));
  const signState = openSignStateFile(join(folder, "sign-state.json"));
  const recorder: ChainWitness = {
    ...createChainWitness(),
    sawBlock: (block) => void seen.push((witness) => witness.sawBlock(block)),
    sawAttestation: (signed) => void seen.push((witness) => witness.sawAttestation(signed)),
  };
  const chain = await startTestChain({ clock, keys: watchedKeys(keys, recorder), disk: { db, signState } }, { genesis });
  const finals = new Map<number, string>();
  chain.read.onFinal(({ to_height, hash }) => void finals.set(to_height, hash));
  for (let number = 0; number < 5; number += 1) {
    chain.submit.own("session_anchor", testAnchor(number));
    clock.advance(2_000);
  }
  const walBefore = readFileSync(join(folder, "chain.db-wal")).length;
  chain.submit.own("session_anchor", testAnchor(5));
  clock.advance(2_000);
  for (const file of files) copyFileSync(join(folder, file), join(folder, `lost-${file}`));
  machine = { finals, walBefore, wal: readFileSync(join(folder, "chain.db-wal")) };
});

/** Starts a node on the damaged disk; says how it went. Fails where it contradicts what others have seen. */
async function reopen(name: string, wal: Buffer): Promise<"refused" | "recovered"> {
  const path = (file: string) => join(folder, `${name}-${file}`);
  for (const file of files) copyFileSync(join(folder, `lost-${file}`), path(file));
  writeFileSync(path("chain.db-wal"), wal);
  const clock = createTestClock(startMs + 60_000);
  const witness = witnessOf((all) => seen.forEach((statement) => statement(all)));
  let db: ReturnType<typeof openChainDatabase> | undefined;
  try {
    db = openChainDatabase(path("chain.db"));
    const disk = { db, signState: openSignStateFile(path("sign-state.json")) };
    const chain = await startTestChain({ clock, keys: watchedKeys(keys, witness), disk }, { genesis });
    clock.advance(10_000);
    for (const [height, hash] of machine.finals) expect(chain.read.blockAt(height)).toMatchObject({ hash, finalized: true });
    await chain[Symbol.asyncDispose]();
  } catch (error) {
    expect(String(error)).toMatch(/chain database|malformed|not a database|disk I\/O/i);
    return "refused";
  } finally {
    db?.[Symbol.dispose]();
    for (const file of files) rmSync(path(file), { force: true });
    expect(witness.violations).toEqual([]);
  }
  return "recovered";
}

describe("a database whose last writes are torn", () => {
  it("recovers when nothing is missing", async () => {
    expect(existsSync(join(folder, "lost-sign-state.json"))).toBe(true);
    expect(await reopen("whole", machine.wal)).toBe("recovered");
  });

  it("recovers or refuses, and never diverges, when the log ends too early", async () => {
    const { walBefore, wal } = machine;
    const outcomes = new Set<string>();
    const step = Math.ceil((wal.length - walBefore) / 60);
    for (let size = walBefore; size <= wal.length; size += step) outcomes.add(await reopen("cut", wal.subarray(0, size)));
    expect(outcomes).toEqual(new Set(["refused", "recovered"]));
  });

  it("recovers or refuses, and never diverges, when bytes of the log are wrong", async () => {
    const dice = createDice(createSeededRandom("torn"));
    for (let attempt = 0; attempt < 40; attempt += 1) {
      const wal = Buffer.from(machine.wal);
      for (let at = dice.between(0, wal.length - 600), end = at + dice.between(1, 512); at < end; at += 1)
        wal[at] = dice.between(0, 255);
      await reopen("wrong", wal);
    }
  });
});
