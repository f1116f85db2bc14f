import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRegistry } from "@lucid/foundation";
import { describe, expect, it, onTestFinished } from "vitest";
import { openTestGateway } from "../gateway/testing/open-test-gateway.ts";
import { openTestGround } from "../ground/testing/open-test-ground.ts";
import { testCaller } from "../sessions/testing/test-caller.ts";
import { startWitness } from "./start-witness.ts";
import { createStockLog, readAnswer } from "./testing/stock-log.ts";

const NAME = "witness.example/lucid";
const ORIGIN = "log.example/one";
const PATH = "/witness/add-checkpoint";
const caller = testCaller("11111111-1111-4111-8111-111111111111", ["manage_system_config"]);

/** A real door with a real witness behind it. `again` is the same witness after a start. */
async function openWitness(logs: readonly { readonly verifierKey: string }[], name = NAME) {
  const stack = new AsyncDisposableStack();
  onTestFinished(() => stack.disposeAsync());
  const ground = stack.use(await openTestGround());
  const settings = { witness_name: name, witness_logs: logs.map((log) => log.verifierKey) };
  const start = async () => {
    const registry = createRegistry();
    const area = await startWitness({ ...ground, metrics: registry }, settings);
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
    expect([await status(), await health()]).toEqual([{ verifier_key: null, logs: [] }, {}]);
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
