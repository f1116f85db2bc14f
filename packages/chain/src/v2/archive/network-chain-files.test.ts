import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "@lucid/foundation";
import { hashObject, sha256Hex, utf8, type v2 } from "@lucid/proof";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ChainFileError, readChainFile } from "../../archive/chain-file.ts";
import { networkMigrations, openSqliteStore } from "../store/sqlite-store.ts";
import type { NetworkStore } from "../store/store.types.ts";
import { changeBlock } from "../testing/change-block.ts";
import { createStage, roughLinks } from "../testing/sim/scenario.ts";
import { checkNetworkChain, exportNetworkChain, importNetworkChain, networkOf } from "./network-chain-files.ts";

const folder = mkdtempSync(join(tmpdir(), "lucid-network-files-"));
afterAll(() => rmSync(folder, { recursive: true }));

const { signal } = new AbortController();
const working = { signal, onProgress: () => undefined };
let network: v2.Network;
let store: NetworkStore;
let whole: string;
let text: string;
let names = 0;

/** A `chain.db` with what a node's store holds. */
function write(from: NetworkStore): string {
  const path = join(folder, `chain-${(names += 1)}.db`);
  using to = openSqliteStore(path);
  for (const bytes of from.blocks())
    to.commit({ blocks: [{ hash: hashObject(JSON.parse(Buffer.from(bytes).toString()).header), bytes }] });
  to.commit({ votes: [...from.votes()], certificate: from.lastCertificate() });
  return path;
}

async function exported(path: string): Promise<{ readonly text: string; readonly check: unknown }> {
  let lines = "";
  const save = async (from: AsyncIterable<string>): Promise<void> => {
    for await (const line of from) lines += line;
  };
  const check = await exportNetworkChain(path, network, { ...working, save });
  return { text: lines, check };
}

async function* linesOf(content: string): AsyncGenerator<string> {
  yield* content.split("\n").slice(0, -1);
}

const read = async (content: string, path?: string) => {
  const file = await readChainFile(linesOf(content));
  return await importNetworkChain(file, networkOf(file.genesis), { signal, ...(path && { path }) });
};

beforeAll(() => {
  // Blocks on several branches, and votes that no block holds.
  const { world, traffic } = createStage({ seed: "a chain as a file", nodes: 4 });
  world.links = { ...roughLinks, death: 0 };
  traffic.begin(20);
  world.run(420);
  const [node] = world.nodes;
  if (node === undefined) throw new Error("there is no node");
  network = world.network;
  store = node.disk.store;
  whole = write(store);
});

describe("a chain of a network on the disk", () => {
  it("holds from its genesis on, and is told how far it came", async () => {
    const shares: number[] = [];
    const check = await checkNetworkChain(whole, network, { signal, onProgress: (share) => shares.push(share) });
    expect(check).toEqual({
      ...{ height: expect.any(Number), head: expect.any(String), members: 4 },
      final: { height: store.lastCertificate()?.header.height, hash: expect.any(String) },
    });
    expect(check.height).toBeGreaterThan(check.final.height);
    expect(shares).toEqual(shares.toSorted((one, other) => one - other));
    expect(shares.at(-1)).toBe(1);
    expect([...store.blocks()].length).toBeGreaterThan(check.height);
  });

  const change = (statement: string) => (path: string) => {
    using db = openDatabase({ path, migrations: networkMigrations, synchronous: "full" });
    if (db.write.prepare(statement).run().changes === 0) throw new Error(`nothing was changed by ${statement}`);
  };
  const miscount = (path: string) => changeBlock(path, 3, (block) => block.replace('"tx_count":', '"tx_count":1'));
  it.each([
    ["a block", miscount, expect.any(Number), "wrong_tx_count"],
    [
      "the order",
      change("UPDATE block SET content = (SELECT content FROM block WHERE number = 5) WHERE number = 4"),
      expect.any(Number),
      /./,
    ],
    [
      "how a block is packed",
      change("UPDATE block SET content = x'00' WHERE number = 3"),
      expect.any(Number),
      /cannot be unpacked/,
    ],
    ["a name", change("UPDATE block SET hash = '00' WHERE number = 2"), expect.any(Number), "wrong_hash"],
    ["a first block", change("DELETE FROM block WHERE number = 1"), expect.any(Number), "unknown_parent"],
    [
      "a vote",
      change(
        `UPDATE vote SET content = json_set(content, '$.signature', (SELECT json_extract(content, '$.signature') FROM vote WHERE number = 9)) WHERE number = 4`,
      ),
      expect.any(Number),
      "bad_vote_signature",
    ],
    ["what a vote is made of", change("UPDATE vote SET content = 'x' WHERE number = 4"), expect.any(Number), /JSON/],
    ["the votes", change("DELETE FROM vote"), expect.any(Number), "lost_votes"],
    [
      "a certificate",
      change(`UPDATE certificate SET content = json_set(content, '$.signature', '${"0".repeat(128)}')`),
      expect.any(Number),
      "bad_certificate",
    ],
    ["the form of a certificate", change("UPDATE certificate SET content = '{}'"), 1, "malformed_certificate"],
    ["everything", (path: string) => writeFileSync(path, "garbage ".repeat(1_000)), 0, /not a database/],
  ] as const)("is known not to hold when %s was changed", async (_what, damage, height, reason) => {
    const path = write(store);
    damage(path);
    const { problem } = await checkNetworkChain(path, network, working);
    expect(problem).toEqual({ height, reason: typeof reason === "string" ? reason : expect.stringMatching(reason) });
  });

  it("stops when it is told to", async () => {
    const stopped = { signal: AbortSignal.abort(new Error("enough")), onProgress: () => undefined };
    await expect(checkNetworkChain(whole, network, stopped)).rejects.toThrow("enough");
  });

  it("cannot be said to hold where it cannot be read at all", async () => {
    await expect(checkNetworkChain(join(folder, "nowhere.db"), network, working)).rejects.toThrow();
  });
});

describe("a chain of a network in a file", () => {
  beforeAll(async () => {
    ({ text } = await exported(whole));
  });

  it("comes to the same when it is read, without what is beside its branch, and is saved the same again", async () => {
    const check = await checkNetworkChain(whole, network, working);
    expect(await read(text)).toEqual(check);
    const path = join(folder, "imported.db");
    expect(await read(text, path)).toEqual(check);
    expect(existsSync(`${path}-wal`)).toBe(false);
    expect(await checkNetworkChain(path, network, working)).toEqual(check);
    const again = (await exported(path)).text;
    const bodyOf = (all: string): readonly string[] => all.split("\n").slice(0, -2).toSorted();
    expect(bodyOf(again)).toEqual(bodyOf(text));
  });

  it("is not made of a chain that does not hold", async () => {
    const path = write(store);
    using db = openDatabase({ path, migrations: networkMigrations, synchronous: "full" });
    db.write.prepare("UPDATE block SET hash = '00' WHERE number = 2").run();
    expect(await exported(path)).toMatchObject({ text: "", check: { problem: { reason: "wrong_hash" } } });
  });

  /** The file with its last line made to fit. */
  function sealed(lines: readonly string[], changed: Record<string, unknown> = {}): string {
    const body = lines.slice(0, -2);
    const { end } = JSON.parse(lines.at(-2) ?? "");
    const count = (kind: string): number => body.filter((line) => line.startsWith(`{"${kind}":`)).length;
    const sha256 = sha256Hex(utf8(body.map((line) => `${line}\n`).join("")));
    return `${[...body, JSON.stringify({ end: { ...end, blocks: count("block"), votes: count("vote"), sha256, ...changed } })].join("\n")}\n`;
  }

  it.each([
    ["ends early", (all: string) => all.slice(0, Math.floor(all.length / 2)).replace(/[^\n]*$/, "")],
    ["is empty", () => ""],
    ["is something else", () => "something else\n"],
    ["holds a line of another kind", (all: string) => all.replace(`{"vote":`, `{"veto":`)],
    ["lacks a line", (all: string) => all.replace(/\{"vote":.*\n/, "")],
    ["goes on behind its end", (all: string) => `${all}{"block":{}}\n`],
    ["says that it comes to more", (all: string) => sealed(all.split("\n"), { final: 1_000_000 })],
    ["says that it comes to another block", (all: string) => sealed(all.split("\n"), { head: "0".repeat(64) })],
  ])("is refused when it %s", async (_what, spoil) => {
    await expect((async () => await read(spoil(text)))()).rejects.toThrow(ChainFileError);
  });

  it("names the block that breaks a rule, though its end fits", async () => {
    const lines = text.split("\n");
    expect(await read(sealed([...lines.slice(0, 3), ...lines.slice(4)]))).toMatchObject({
      problem: { height: 4, reason: "unknown_parent" },
    });
    const fourth = lines[4]?.replace(/"state_root":"..../, `"state_root":"0000`) ?? "";
    expect(await read(sealed(lines.with(4, fourth)))).toMatchObject({ problem: { height: 4, reason: "bad_signature" } });
  });

  it("is of the network that its genesis names, and of no other", async () => {
    const other = { ...network.genesis, network: "other" };
    const lines = text.split("\n");
    const first = lines[0]?.replace(`"network":"simulation"`, `"network":"other"`) ?? "";
    expect(JSON.parse(first).genesis).toEqual(other);
    expect(await read(sealed(lines.with(0, first)))).toMatchObject({
      height: 0,
      problem: { height: 1, reason: "wrong_network" },
    });
    const none = `${JSON.stringify({ format: "lucid-chain", genesis: {}, version: 1 })}\n`;
    await expect(read(none)).rejects.toThrow(ChainFileError);
  });
});
