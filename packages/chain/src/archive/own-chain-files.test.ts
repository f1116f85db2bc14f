import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestClock, silentLog } from "@lucid/foundation/testing";
import { Registry } from "prom-client";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openSignStateFile } from "../signing/open-sign-state-file.ts";
import { startChain } from "../start-chain.ts";
import { openChainDatabase } from "../store/open-chain-database.ts";
import { solo, testAnchor } from "../testing/index.ts";
import { ChainFileError, readChainFile } from "./chain-file.ts";
import { checkChainFromGenesis } from "./check-chain-from-genesis.ts";
import { exportChain, importChain } from "./own-chain-files.ts";

const folder = mkdtempSync(join(tmpdir(), "lucid-own-chain-"));
afterAll(() => rmSync(folder, { recursive: true }));

const { signal } = new AbortController();
const clock = createTestClock(solo.startMs);
const path = join(folder, "chain.db");
let names = 0;

/** Lives for some slots on a `chain.db`; where it came to, and what it holds of an anchor. */
async function live(file: string, number: number) {
  using db = openChainDatabase(file);
  const signState = openSignStateFile(join(folder, "sign-state.json"));
  const { keys, genesis, slotMs } = solo;
  const chain = await startChain({ clock, db, keys, signState, log: silentLog, metrics: new Registry() }, { genesis });
  const sent = chain.submit.own("session_anchor", testAnchor(number));
  clock.advance(3 * slotMs);
  const { head, finalized, anchorOf, evidence } = chain.read;
  const at = {
    head: head(),
    final: finalized().height,
    anchors: [1, 2].map((one) => anchorOf(testAnchor(one).session_id)?.block_hash),
    evidence: sent.kind === "accepted" ? evidence(sent.id) : undefined,
  };
  await chain[Symbol.asyncDispose]();
  return at;
}

async function exported(from: string): Promise<string> {
  let text = "";
  const save = async (lines: AsyncIterable<string>): Promise<void> => {
    for await (const line of lines) text += line;
  };
  const { problem } = await exportChain(from, solo.genesis, { signal, save, onProgress: () => undefined });
  if (problem !== undefined) throw new Error(`block ${problem.height}: ${problem.reason}`);
  return text;
}

async function* linesOf(content: string): AsyncGenerator<string> {
  yield* content.split("\n").slice(0, -1);
}

async function read(content: string) {
  const to = join(folder, `read-${(names += 1)}.db`);
  const check = await importChain(await readChainFile(linesOf(content)), to, signal);
  return { to, check };
}

let text: string;
let before: Awaited<ReturnType<typeof live>>;
beforeAll(async () => {
  before = await live(path, 1);
  text = await exported(path);
});

it("comes to the same from a file, and the node goes on with it", async () => {
  const { to, check } = await read(text);
  expect(check).toEqual({ networkId: expect.any(String), height: before.head.height });
  expect(await checkChainFromGenesis(to, solo.genesis, signal)).toEqual(check);
  expect(await exported(to)).toBe(text);
  const after = await live(to, 2);
  expect(after.head.height).toBeGreaterThan(before.head.height);
  expect(after.final).toBeGreaterThan(before.final);
  expect(after.anchors).toEqual([before.anchors[0], expect.any(String)]);
  expect(after.evidence).toBeDefined();
});

it("is made of no chain that does not hold", async () => {
  const { to } = await read(text);
  {
    using db = openChainDatabase(to);
    db.write.prepare("UPDATE block SET signature = (SELECT signature FROM block WHERE height = 3) WHERE height = 2").run();
  }
  await expect(exported(to)).rejects.toThrow("block 2: bad_signature");
});

it.each([
  ["ends early", (all: string) => all.split("\n").slice(0, -2).join("\n").concat("\n")],
  ["begins with another genesis", (all: string) => all.replace(`"genesis_time":`, `"genesis_time":1`)],
  ["begins with none", (all: string) => all.replace(`"format":"lucid-genesis"`, `"format":"lucid"`)],
])("is refused when its file %s", async (_what, spoil) => {
  const reading = read(spoil(text));
  const refused = await reading.then(
    ({ check }) => check.problem !== undefined,
    (error: unknown) => error instanceof ChainFileError,
  );
  expect(refused).toBe(true);
});

it("names the block that breaks a rule", async () => {
  const lines = text.split("\n");
  const third = lines[3]?.replace(/"signature":"......../, `"signature":"00000000`) ?? "";
  expect((await read(lines.with(3, third).join("\n"))).check).toMatchObject({
    problem: { height: 3, reason: "wrong_attestation_root" },
  });
  expect((await read(lines.with(3, lines[4] ?? "").join("\n"))).check).toMatchObject({ problem: { height: 3 } });
});
