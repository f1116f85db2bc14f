import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "@lucid/foundation";
import { createTestClock, type TestClock } from "@lucid/foundation/testing";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { nodeMigrations, openDataFolder } from "../ground/index.ts";
import { networkFolder } from "../network/index.ts";
import { type Lived, liveInNetwork } from "../network/testing/live-in-network.ts";
import {
  chainNamed,
  fetchChainAnew,
  findChains,
  putBackChain,
  recountCredits,
  saveChain,
  verifyChain,
  verifyChainFile,
} from "./index.ts";

const working = { signal: new AbortController().signal, onProgress: () => undefined };
const SLOT_MS = 120_000;

let data: string;
let clock: TestClock;
let lived: Lived;
let file: string;

beforeEach(async () => {
  const folder = mkdtempSync(join(tmpdir(), "lucid-chains-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  data = join(folder, "data");
  mkdirSync(join(data, "keys"), { recursive: true });
  clock = createTestClock();
  lived = await liveInNetwork(data, clock, 4 * SLOT_MS);
  file = join(folder, "chain.jsonl");
});

const folder = (): string => networkFolder(data, lived.network.hash);
const chain = () => chainNamed(data, lived.network.hash);
const chainDb = (): string => join(folder(), "chain.db");
const signed = (): string => readFileSync(join(folder(), "sign-state.json"), "utf8");
const save = async (): Promise<void> => {
  expect(await saveChain(chain(), file, working)).toMatchObject({ height: lived.height, final: lived.final });
};
const damage = (): void => writeFileSync(chainDb(), "garbage ".repeat(1_000));

describe("the chain of a network in a data folder", () => {
  it("is found, named by the beginning of its hash, gone through, and saved as a file", async () => {
    const { hash } = lived.network;
    expect(findChains(data)).toMatchObject([{ kind: "network", network: hash, name: "home", folder: folder() }]);
    expect(chainNamed(data, hash.slice(0, 8)).network).toBe(hash);
    for (const name of [undefined, hash.slice(0, 7), "0".repeat(64)])
      expect(() => chainNamed(data, name)).toThrow(`${hash} (network, home)`);
    const report = { network: hash, name: "home", height: lived.height, final: lived.final, members: 1 };
    expect(await verifyChain(chain(), working)).toEqual({ kind: "network", folder: folder(), ...report });
    await save();
    expect(await verifyChainFile(file, working)).toEqual(report);
    expect(readdirSync(join(file, "..")).filter((name) => name.startsWith("chain.jsonl"))).toEqual(["chain.jsonl"]);
  });

  it("gives its members the credits that it has counted, each with its proofs, and none where it does not hold", async () => {
    const report = await recountCredits(chain(), working);
    expect(report).toMatchObject({ network: lived.network.hash, height: lived.height, final: lived.final, differences: [] });
    const [entity] = lived.network.members.current.members.map((member) => member.entity);
    const [votes] = report.accounts;
    expect(report.accounts).toEqual([
      { entity, epoch: 0, kind: "validation_signature", amount: votes?.uncut, uncut: votes?.uncut, proofs: expect.any(Array) },
    ]);
    expect(votes?.amount).toBe(5 * (votes?.proofs.length ?? 0));
    expect(votes?.amount).toBeGreaterThan(0);
    damage();
    expect(await recountCredits(chain(), working)).toMatchObject({
      ...{ accounts: [], differences: [] },
      problem: { height: 0, reason: expect.stringContaining("not a database") },
    });
    await expect(recountCredits({ ...chain(), genesis: {} }, working)).rejects.toThrow("is of one node");
  });

  it("is told from one that was left, and from none", async () => {
    {
      using db = openDatabase({ path: join(data, "node.db"), migrations: nodeMigrations, synchronous: "normal" });
      db.write.prepare("UPDATE networks SET state = 'left'").run();
    }
    expect(findChains(data)).toMatchObject([{ kind: "left" }]);
    rmSync(chainDb());
    expect(() => findChains(data)).toThrow("There is no chain");
  });

  it("is not whole when it is gone, was changed, lacks what its node has signed, or nobody knows what that is", async () => {
    rmSync(chainDb());
    expect(await verifyChain(chain(), working)).toMatchObject({ problem: { height: 0, reason: "chain.db is gone" } });
    damage();
    expect(await verifyChain(chain(), working)).toMatchObject({ problem: { reason: expect.stringContaining("not a database") } });
    await expect(saveChain(chain(), file, working)).rejects.toThrow();
    expect(existsSync(file)).toBe(false);
  });

  it("is not whole when its node has signed more, or nobody can read what", async () => {
    const { attestation, ...others } = JSON.parse(signed());
    const higher = { ...attestation, target: { ...attestation.target, height: lived.height + 3 } };
    writeFileSync(join(folder(), "sign-state.json"), JSON.stringify({ ...others, attestation: higher }));
    expect(await verifyChain(chain(), working)).toMatchObject({
      ...{ height: lived.height, signed: lived.height + 3 },
      problem: { height: lived.height + 1, reason: "lost_blocks" },
    });
    writeFileSync(join(folder(), "sign-state.json"), "{");
    expect(await verifyChain(chain(), working)).toMatchObject({
      problem: { reason: expect.stringContaining("sign-state.json") },
    });
  });
});

describe("a chain that is put back from a file", () => {
  it("takes the place of a damaged one, which is kept aside; the node goes on and signs nothing twice", async () => {
    await save();
    const before = signed();
    damage();
    const { report, aside } = await putBackChain(clock, data, file, working);
    expect(report).toMatchObject({ kind: "network", height: lived.height, final: lived.final });
    expect(report.problem).toBeUndefined();
    expect(readFileSync(join(aside ?? "", "chain.db"), "utf8")).toContain("garbage");
    expect(signed()).toBe(before);
    expect(readdirSync(folder()).filter((name) => name.startsWith("chain.db"))).toEqual(["chain.db"]);
    const after = await liveInNetwork(data, clock, 2 * SLOT_MS);
    expect(after.height).toBeGreaterThan(lived.height);
    expect(await verifyChain(chain(), working)).toMatchObject({ height: after.height });
  });

  it("says up to where its node has signed when it is older, and then gives way to a newer one", async () => {
    await save();
    const later = await liveInNetwork(data, clock, 4 * SLOT_MS);
    rmSync(chainDb());
    const { report, aside } = await putBackChain(clock, data, file, working);
    expect(report).toMatchObject({ height: lived.height, signed: later.height, problem: { reason: "lost_blocks" } });
    expect(aside).toBeNull();
    // The node stays silent on it.
    expect((await liveInNetwork(data, clock, 2 * SLOT_MS)).height).toBe(lived.height);
    await expect(putBackChain(clock, data, file, working)).rejects.toMatchObject({
      name: "ChainKeptError",
      message: expect.stringContaining(`reaches block ${lived.height}`),
    });
  });

  it("does not take the place of one that is whole, is not of this node, or of one that a node uses", async () => {
    await save();
    await expect(putBackChain(clock, data, file, working)).rejects.toMatchObject({ name: "ChainKeptError" });
    damage();
    {
      using _used = openDataFolder(data);
      await expect(putBackChain(clock, data, file, working)).rejects.toThrow("Another node is using");
    }
    const other = join(data, "..", "other");
    mkdirSync(join(other, "keys"), { recursive: true });
    await liveInNetwork(other, createTestClock(clock.now() + 1_000), SLOT_MS);
    await expect(putBackChain(clock, other, file, working)).rejects.toThrow(`has no chain of the network ${lived.network.hash}`);
    await expect(putBackChain(clock, join(data, "..", "none"), file, working)).rejects.toThrow("There is no node");
  });

  it("leaves everything as it is when the file does not hold", async () => {
    await save();
    damage();
    const lines = readFileSync(file, "utf8").split("\n");
    writeFileSync(file, lines.with(2, lines[2]?.replace(/"signature":"......../, `"signature":"00000000`) ?? "").join("\n"));
    await expect(putBackChain(clock, data, file, working)).rejects.toMatchObject({
      name: "ChainFileError",
      message: "block 2 in it does not hold: bad_signature",
    });
    writeFileSync(file, "something else\n");
    await expect(putBackChain(clock, data, file, working)).rejects.toMatchObject({ name: "ChainFileError" });
    expect(readFileSync(chainDb(), "utf8")).toContain("garbage");
    expect(readdirSync(folder()).filter((name) => name.includes("part") || name.startsWith(".aside"))).toEqual([]);
  });
});

describe("a chain that is fetched anew from the other members", () => {
  it("is set aside where it is damaged, and what was signed stays", async () => {
    const { hash } = lived.network;
    await expect(fetchChainAnew(clock, data, hash, working)).rejects.toMatchObject({ name: "ChainKeptError" });
    const before = signed();
    damage();
    const { aside } = await fetchChainAnew(clock, data, hash.slice(0, 32), working);
    expect(readdirSync(aside ?? "")).toContain("chain.db");
    expect(existsSync(chainDb())).toBe(false);
    expect(signed()).toBe(before);
  });
});
