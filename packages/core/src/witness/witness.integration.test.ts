import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRegistry } from "@lucid/foundation";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { openTestGateway } from "../gateway/testing/open-test-gateway.ts";
import { openTestGround, type TestGround } from "../ground/testing/open-test-ground.ts";
import type { FinalBlocks } from "../network/index.ts";
import { testCaller } from "../sessions/testing/test-caller.ts";
import { withoutTor } from "../tor/testing/index.ts";
import { startWitness } from "./start-witness.ts";
import { createStockLog, keyId, readAnswer } from "./testing/stock-log.ts";

const NAME = "witness.example/lucid";
const ORIGIN = "log.example/one";
const PATH = "/witness/add-checkpoint";
const caller = testCaller("11111111-1111-4111-8111-111111111111", ["manage_system_config"]);

const NONE = { count: () => 0, sessions: () => [], height: () => undefined, newestNetwork: () => undefined };
const ANY = { find: () => undefined };

/** A real door with a real witness behind it. `again` is the same witness after a start. */
async function openWitness(logs: readonly { readonly verifierKey: string }[], name = NAME) {
  const stack = new AsyncDisposableStack();
  onTestFinished(() => stack.disposeAsync());
  const ground = stack.use(await openTestGround());
  const settings = { witness_name: name, witness_logs: logs.map((log) => log.verifierKey), network_witnesses: [] };
  const alone = { outward: withoutTor, network: { finalBlocks: () => undefined, recordings: NONE }, sessions: ANY };
  const start = async () => {
    const registry = createRegistry();
    const area = stack.use(await startWitness({ ...ground, metrics: registry }, alone, settings));
    const test = stack.use(await openTestGateway({ bulk: area.bulk ?? {} }));
    const { services } = area;
    return {
      registry,
      health: () => area.health?.(),
      status: async () => await services?.witness?.status(undefined, caller),
      clear: async () => await services?.witness?.clear(undefined, caller),
      async add(body: string) {
        const answer = await test.ask("POST", PATH, { body, headers: { "Content-Type": "text/plain" } });
        return { ...answer, text: Buffer.from(answer.text, "latin1").toString("utf8") };
      },
      test,
    };
  };
  return { ...(await start()), ground, again: start };
}

/** What OpenSSL says of an Ed25519 signature. */
async function opensslAccepts({ key, message, signature }: ReturnType<typeof readAnswer>): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), "lucid-witness-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = (what: string): string => join(folder, what);
  await writeFile(file("key"), Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), key]));
  await writeFile(file("message"), message);
  await writeFile(file("signature"), signature);
  const given = [
    "-pubin",
    "-keyform",
    "DER",
    "-inkey",
    file("key"),
    "-rawin",
    "-in",
    file("message"),
    "-sigfile",
    file("signature"),
  ];
  const said = execFileSync("openssl", ["pkeyutl", "-verify", ...given], { encoding: "utf8" });
  return said.includes("Signature Verified Successfully");
}

describe("a witness", () => {
  it("cosigns what goes on from what it has seen, for a client that knows C2SP alone", async () => {
    const log = createStockLog(ORIGIN);
    const { add, status, ground, registry } = await openWitness([log]);
    const verifierKey = (await status())?.verifier_key ?? "";
    for (const [from, to] of [
      [0, 3],
      [3, 8],
      [8, 8],
      [8, 21],
      [21, 40],
    ] as const) {
      const answer = await add(log.request(from, to));
      expect([answer.status, answer.headers["content-type"]]).toEqual([200, "text/plain; charset=utf-8"]);
      const read = readAnswer(answer.text, log.checkpoint(to), verifierKey);
      expect(read).toMatchObject({ isLine: true, isByKey: true, seconds: Math.floor(ground.time.steady.now() / 1_000) });
      expect(await opensslAccepts(read)).toBe(true);
    }
    expect(await status()).toMatchObject({
      logs: [{ origin: ORIGIN, newest: { size: 40, checkpoint: log.checkpoint(40) }, conflicts: [] }],
    });
    expect(await registry.metrics()).toContain('lucid_witness_requests_total{outcome="cosigned"} 5');
  });

  it("says the size it knows to a client that does not, and nothing else of its state", async () => {
    const log = createStockLog(ORIGIN);
    const { add } = await openWitness([log]);
    expect((await add(log.request(0, 8))).status).toBe(200);
    const answer = await add(log.request(0, 21));
    expect([answer.status, answer.headers["content-type"], answer.text]).toEqual([409, "text/x.tlog.size", "8\n"]);
    expect((await add(log.request(Number(answer.text), 21))).status).toBe(200);
    // An old answer that comes late rolls nothing back.
    expect([(await add(log.request(8, 13))).status, (await add(log.request(0, 3))).status]).toEqual([409, 409]);
    expect((await add(log.request(21, 22))).status).toBe(200);
  });

  it("refuses a fork, keeps the log's own words for it, and says so until somebody has looked", async () => {
    const log = createStockLog(ORIGIN);
    const forked = Array.from({ length: 40 }, (_, at) => (at === 5 ? "another leaf" : `leaf ${at}`));
    const { add, status, health, clear } = await openWitness([log]);
    expect((await add(log.request(0, 8))).status).toBe(200);
    expect(await health()).toMatchObject({ witness: { ok: true } });
    const sameSize = await add(log.request(8, 8, forked));
    expect([sameSize.status, sameSize.text]).toEqual([409, "8\n"]);
    const larger = await add(log.request(8, 21, forked));
    expect([larger.status, larger.text]).toEqual([422, "The proof does not lead from the last checkpoint to this one\n"]);
    await add(log.request(8, 21, forked));
    expect(await status()).toMatchObject({
      logs: [
        {
          newest: { size: 8, checkpoint: log.checkpoint(8) },
          conflicts: [
            { kind: "fork", size: 8, checkpoint: log.checkpoint(8, forked) },
            { kind: "unproven", size: 21, checkpoint: log.checkpoint(21, forked) },
          ],
        },
      ],
    });
    expect(await health()).toMatchObject({ witness: { ok: false, detail: `another history was shown of ${ORIGIN}` } });
    await clear();
    expect(await health()).toMatchObject({ witness: { ok: true } });
    expect((await add(log.request(8, 21, forked))).status).toBe(422);
    expect((await add(log.request(8, 21))).status).toBe(200);
  });

  it("keeps no more than eight conflicts of one log", async () => {
    const log = createStockLog(ORIGIN);
    const { add, status } = await openWitness([log]);
    await add(log.request(0, 2));
    for (let at = 3; at < 14; at += 1) await add(log.request(2, at, ["x", "y", ...Array.from({ length: at }, () => "z")]));
    expect((await status())?.logs[0]?.conflicts).toHaveLength(8);
  });

  it("refuses what is wrong, each with its own answer, and keeps nothing of it", async () => {
    const [log, stranger] = [createStockLog(ORIGIN), createStockLog("log.example/two")];
    const { add, status, test } = await openWitness([log]);
    const imposter = createStockLog(ORIGIN);
    const asked: readonly (readonly [string, number])[] = [
      ["", 400],
      ["old 0\n", 400],
      [log.request(0, 3).replace("old 0", "old 00"), 400],
      [log.request(0, 3).slice(0, -1), 400],
      [log.request(9, 3), 400],
      [stranger.request(0, 3), 404],
      [imposter.request(0, 3), 403],
      [log.request(0, 3).replace("\n3\n", "\n4\n"), 403],
      [log.request(0, 3).replace("old 0\n", `old 0\n${"A".repeat(43)}=\n`), 422],
      [log.request(3, 8), 409],
    ];
    for (const [body, expected] of asked)
      expect([body.slice(0, 20), (await add(body)).status]).toEqual([body.slice(0, 20), expected]);
    expect((await add("x".repeat(140_000))).status).toBe(413);
    expect((await test.ask("GET", PATH)).status).toBe(405);
    expect(await status()).toMatchObject({ logs: [{ newest: null, conflicts: [{ kind: "unproven" }] }] });
  });

  it("has the same key and the same memory after a start", async () => {
    const log = createStockLog(ORIGIN);
    const before = await openWitness([log]);
    expect((await before.add(log.request(0, 8))).status).toBe(200);
    const after = await before.again();
    expect((await after.status())?.verifier_key).toBe((await before.status())?.verifier_key);
    expect([(await after.add(log.request(0, 9))).status, (await after.add(log.request(8, 9))).status]).toEqual([409, 200]);
  });

  it("stores a checkpoint before anything of it is signed, and signs nothing that was not stored", async () => {
    const log = createStockLog(ORIGIN);
    const { add, ground, status } = await openWitness([log]);
    await add(log.request(0, 8));
    ground.db.write
      .prepare("CREATE TRIGGER full BEFORE UPDATE ON witness_logs BEGIN SELECT RAISE(ABORT, 'disk full'); END")
      .run();
    const answer = await add(log.request(8, 9));
    expect([answer.status, answer.text.includes("—")]).toEqual([500, false]);
    ground.db.write.prepare("DROP TRIGGER full").run();
    expect(await status()).toMatchObject({ logs: [{ newest: { size: 8 } }] });
    expect((await add(log.request(8, 9))).status).toBe(200);
  });

  it("is none without a name", async () => {
    const log = createStockLog(ORIGIN);
    const { add, status, health } = await openWitness([log], "");
    expect((await add(log.request(0, 3))).status).toBe(404);
    expect([await status(), await health()]).toEqual([{ verifier_key: null, log_key: null, logs: [], offered: [] }, {}]);
  });

  it("reads no more of whoever asks too often", async () => {
    const log = createStockLog(ORIGIN);
    const { test, add } = await openWitness([log]);
    let answer = await add("");
    for (let at = 0; at < 2_000 && answer.status !== 429; at += 1) answer = await add("");
    expect([answer.status, answer.headers["retry-after"] !== undefined]).toEqual([429, true]);
    test.pass(3_600_000);
    expect((await add(log.request(0, 3))).status).toBe(200);
  });
});

const NETWORK = "ab".repeat(32);
const SLOT_MS = 60_000;
const PATIENCE = { timeout: 60_000 };

const blocksOf = (height: number, name = "block"): FinalBlocks => ({
  ...{ network: NETWORK, slotMs: SLOT_MS, height },
  hashAt: (at) => createHash("sha256").update(`${name} ${at}`).digest("hex"),
});

/** A member of a network, and a witness that knows it. */
async function openMember(change: { readonly entry?: (entry: string) => string; readonly isKnown?: boolean } = {}) {
  const stack = new AsyncDisposableStack();
  onTestFinished(() => stack.disposeAsync());
  const ground: TestGround = stack.use(await openTestGround());
  const origin = `lucid/${NETWORK}/${ground.keys.publicKey}`;
  const key = Buffer.from(ground.keys.publicKey, "hex");
  const verifierKey = `${origin}+${keyId(origin, 1, key).toString("hex")}+${Buffer.concat([Buffer.of(1), key]).toString("base64")}`;
  const witness = await openWitness(change.isKnown === false ? [] : [{ verifierKey }]);
  const entry = `${witness.test.gateway.url}/witness ${(await witness.status())?.verifier_key}`;
  const settings = { witness_name: "", witness_logs: [], network_witnesses: [change.entry?.(entry) ?? entry] };
  const start = async (blocks: { now: FinalBlocks }) => {
    const deps = { outward: withoutTor, network: { finalBlocks: () => blocks.now, recordings: NONE }, sessions: ANY };
    const area = stack.use(await startWitness({ ...ground, metrics: createRegistry() }, deps, settings));
    const offered = async () => (await area.services?.witness?.status(undefined, caller))?.offered[0];
    return {
      offered,
      logKey: async () => (await area.services?.witness?.status(undefined, caller))?.log_key,
      health: () => area.health?.(),
      until: (expected: object) => vi.waitFor(async () => expect(await offered()).toMatchObject(expected), PATIENCE),
    };
  };
  return { ground, witness, origin, verifierKey, start };
}

describe("a member of a network", () => {
  it("shows its newest final block to its witness once a slot, and keeps what that cosigns", async () => {
    const { ground, witness, origin, verifierKey, start } = await openMember();
    const blocks = { now: blocksOf(5) };
    const member = await start(blocks);
    expect(await member.logKey()).toBe(verifierKey);
    expect(await member.offered()).toMatchObject({ witness: NAME, newest: null, fault: null });
    ground.clock.advance(5_000);
    await member.until({ newest: { size: 5 }, fault: null });
    expect((await witness.status())?.logs).toMatchObject([{ origin, newest: { size: 5 } }]);
    const read = readAnswer(
      ((await member.offered())?.newest?.checkpoint ?? "").split("\n").slice(-2).join("\n"),
      (await member.offered())?.newest?.checkpoint ?? "",
      (await witness.status())?.verifier_key ?? "",
    );
    expect([read.isLine, read.isByKey, await opensslAccepts(read)]).toEqual([true, true, true]);
    blocks.now = blocksOf(2_900);
    ground.clock.advance(5_000);
    expect(await member.offered()).toMatchObject({ newest: { size: 5 } });
    // So many blocks are taken in at two looks.
    ground.clock.advance(SLOT_MS);
    await member.until({ newest: { size: 2_900 }, fault: null });
    expect(await member.health()).toMatchObject({ witness: { ok: true } });
  });

  it("goes on from what its witness knows, where it has forgotten that itself", async () => {
    const { ground, start } = await openMember();
    const blocks = { now: blocksOf(5) };
    const member = await start(blocks);
    ground.clock.advance(5_000);
    await member.until({ newest: { size: 5 } });
    ground.db.write.prepare("DELETE FROM witness_offers").run();
    blocks.now = blocksOf(7);
    ground.clock.advance(5_000);
    await member.until({ newest: { size: 7 }, fault: null });
  });

  it("is told when its history contradicts what its witness knows, or ends before that", async () => {
    const { ground, witness, start } = await openMember();
    const blocks = { now: blocksOf(5) };
    const before = await start(blocks);
    ground.clock.advance(5_000);
    await before.until({ newest: { size: 5 } });
    blocks.now = { ...blocksOf(5), height: 0 };
    const other = { now: blocksOf(6, "another block") };
    const after = await start(other);
    ground.clock.advance(SLOT_MS);
    await after.until({ newest: { size: 5 }, fault: "conflict" });
    expect(await after.health()).toMatchObject({ witness: { ok: false, detail: `${NAME}: conflict` } });
    expect((await witness.status())?.logs).toMatchObject([{ newest: { size: 5 }, conflicts: [{ kind: "unproven", size: 6 }] }]);
    other.now = { ...blocksOf(6), height: 0 };
    ground.db.write.prepare("DELETE FROM witness_offers").run();
    const early = { now: blocksOf(3) };
    const rolledBack = await start(early);
    ground.clock.advance(SLOT_MS);
    await rolledBack.until({ newest: null, fault: "ahead" });
  });

  it.each([
    ["a cosignature by another key than it expects", "signature", {}, 0],
    ["a witness that does not know it", "unknown", { isKnown: false }, -1],
    ["a witness that is not there", "connection", { entry: (entry: string) => entry.replace(/:\d+/, ":1") }, -1],
    ["an address that is none", "unknown", { entry: (entry: string) => entry.replace("/witness", "/else") }, -1],
  ] as const)("says of %s: %s", async (_what, fault, change, at) => {
    const stranger = Buffer.alloc(32, 7);
    const strange = `${NAME}+${keyId(NAME, 4, stranger).toString("hex")}+${Buffer.concat([Buffer.of(4), stranger]).toString("base64")}`;
    const { ground, start } = await openMember(at === 0 ? { entry: (entry) => `${entry.split(" ")[0]} ${strange}` } : change);
    const member = await start({ now: blocksOf(5) });
    ground.clock.advance(5_000);
    await member.until({ newest: null, fault });
  });
});
