import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestClock } from "@lucid/foundation/testing";
import { canonicalBytes, DOMAIN } from "@lucid/proof";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createSoloGenesis, parametersForInterval } from "../genesis.ts";
import type { ChainKeys } from "../ports.types.ts";
import { startChainOf } from "../start-chain.ts";
import type { StateMap } from "../state/chain-state.ts";
import { createIndexStore } from "../store/index-store.ts";
import { openChainDatabase } from "../store/open-chain-database.ts";
import { createTestDisk, createTestKeys, startTestChain, testAnchor, testChainDeps } from "../testing/index.ts";
import { transactionKinds } from "./index.ts";
import { kindOf, type TransactionKind } from "./transaction-kind.ts";

const Note = z.strictObject({ text: z.string().min(1).max(40) });
type Note = z.infer<typeof Note>;

/** Who has written a text. */
const writers: StateMap<string> = {
  open(db) {
    const find = db.prepare<{ text: string; height: number }, { sender: string }>(
      "SELECT sender FROM note WHERE text = :text AND height <= :height",
    );
    return (text, height) => find.get({ text, height })?.sender;
  },
};

/** A kind as somebody would add it: a text that can be written once. */
const note: TransactionKind<"note", Note, "note_repeated"> = {
  type: "note",
  schema: Note,
  migrations: [
    {
      id: "0001-note",
      sql: "CREATE TABLE note (text TEXT NOT NULL PRIMARY KEY, id TEXT NOT NULL, sender TEXT NOT NULL, height INTEGER NOT NULL) STRICT",
    },
  ],
  openIndex({ read, write }) {
    const insert = write.prepare("INSERT INTO note (text, id, sender, height) VALUES (:text, :id, :sender, :height)");
    const remove = write.prepare("DELETE FROM note WHERE height > ?");
    const find = read.prepare<[string], { id: string }>("SELECT id FROM note WHERE text = ?");
    return {
      add: ({ id, sender, height, data }) => void insert.run({ id, sender, height, text: data.text }),
      rewind: (height) => void remove.run(height),
      find: ({ text }) => find.get(text)?.id,
    };
  },
  check: (state, { data }) => (state.get(writers, data.text) === undefined ? undefined : "note_repeated"),
  apply: (state, { sender, data }) => state.set(writers, data.text, sender),
};

const kinds = { ...transactionKinds, note };
const startMs = Date.UTC(2026, 0, 1);
const [keys, stranger] = ["solo", "stranger"].map(createTestKeys) as [ChainKeys, ChainKeys];
const parameters = parametersForInterval(2);
const genesis = createSoloGenesis({ network: "test", startsAtMs: startMs, publicKey: keys.publicKey, parameters });

async function start() {
  const clock = createTestClock(startMs);
  const disk = createTestDisk(kinds);
  const open = () => startChainOf(kinds, testChainDeps({ clock, keys, disk }), { genesis });
  return { clock, disk, open, chain: await open() };
}

function signedNote(networkId: string, data: unknown, signer = stranger) {
  const expires_at = startMs / 1_000 + 600;
  const transaction = {
    ...{ version: 1, network: networkId, sender: signer.publicKey, sequence: 0, expires_at },
    ...{ type: "note", data },
  };
  return { transaction, signature: signer.sign(DOMAIN.transaction, transaction) };
}

describe("a transaction kind that is entered in the table", () => {
  it("passes through submit, block, state and index like every other", async () => {
    const { clock, disk, chain } = await start();
    const outcome = chain.submit.own("note", { text: "hello" });
    if (outcome.kind === "refused") throw new Error(outcome.reason);
    const { id } = outcome;
    expect(chain.submit.status(id)).toEqual({ state: "pending", id });
    clock.advance(4_000);
    expect(chain.submit.status(id)).toMatchObject({ state: "final", height: 1 });
    expect(chain.read.transaction(id)).toMatchObject({ type: "note", data: { text: "hello" }, status: "final" });
    expect(chain.read.transactions({ page: 1, limit: 9, type: "note" }).total).toBe(1);
    expect(chain.read.evidence(id)).toMatchObject({ transaction: { transaction: { type: "note" } } });
    expect(disk.db.read.prepare("SELECT * FROM note").all()).toEqual([{ text: "hello", id, sender: keys.publicKey, height: 1 }]);
    expect(chain.submit.own("note", { text: "hello" })).toEqual({ kind: "accepted", id });
  });

  it("stands beside the others in one block", async () => {
    const { clock, chain } = await start();
    chain.submit.own("note", { text: "hello" });
    chain.submit.own("session_anchor", testAnchor(1));
    clock.advance(4_000);
    expect(chain.read.blockAt(1)?.transaction_count).toBe(2);
    expect(chain.read.anchorOf(testAnchor(1).session_id)).toMatchObject({ height: 1 });
  });

  it("refuses with its own reasons, before and after a block and after a restart", async () => {
    const { clock, chain, open } = await start();
    const text = "of a stranger";
    expect(chain.submit.signed(signedNote(chain.networkId, { text })).kind).toBe("accepted");
    expect(chain.submit.signed(signedNote(chain.networkId, { text: "" }))).toEqual({ kind: "refused", reason: "malformed" });
    clock.advance(2_000);
    const repeated = { kind: "refused", reason: "note_repeated" };
    expect(chain.submit.own("note", { text })).toEqual(repeated);
    expect(chain.submit.own("note", { text: "x".repeat(41) })).toEqual({ kind: "refused", reason: "malformed" });
    await chain[Symbol.asyncDispose]();
    const again = await open();
    expect(again.submit.own("note", { text })).toEqual(repeated);
  });

  it("is left out of a block by whoever builds one, when the state does not take it", async () => {
    const { clock, chain } = await start();
    const outcome = chain.submit.own("note", { text: "first" });
    const late = chain.submit.signed(signedNote(chain.networkId, { text: "first" }));
    clock.advance(20_000);
    expect([outcome, late].map(({ kind }) => kind)).toEqual(["accepted", "accepted"]);
    expect(chain.read.info()).toMatchObject({ total_transactions: 1, pending_transactions: 1 });
  });

  it("comes with a block to the nodes that know it, and to no other", async () => {
    const { clock, chain } = await start();
    chain.submit.own("note", { text: "hello" });
    clock.advance(2_000);
    const block = canonicalBytes(chain.read.blockOf(chain.read.head().hash));
    const ports = { clock: createTestClock(clock.now()), keys: stranger };
    const knowing = await startChainOf(kinds, testChainDeps({ ...ports, disk: createTestDisk(kinds) }), { genesis });
    const ignorant = await startTestChain(ports, { genesis });
    for (const peer of [knowing, ignorant]) peer.network.receiveBlock(block);
    expect(knowing.read.head()).toEqual(chain.read.head());
    expect(knowing.submit.own("note", { text: "hello" })).toEqual({ kind: "refused", reason: "note_repeated" });
    expect(ignorant.read.head().height).toBe(0);
    expect(ignorant.submit.signed(signedNote(chain.networkId, { text: "another" }))).toMatchObject({ reason: "malformed" });
  });

  it("loses from its index what a reorganization takes back", () => {
    const { db } = createTestDisk(kinds);
    const indexes = createIndexStore(db, kinds);
    const signed = signedNote("0".repeat(64), { text: "hello" });
    indexes.add(7, [
      { id: "one", signed: { ...signed, transaction: { ...signed.transaction, version: 1, data: { text: "hello" } } } },
    ]);
    expect(indexes.find("note", { text: "hello" })).toBe("one");
    indexes.rewind(6);
    expect(indexes.find("note", { text: "hello" })).toBeUndefined();
  });
});

it("names no kind that is not in the table", () => {
  for (const type of ["note", "constructor", "__proto__"])
    expect(() => kindOf(transactionKinds, type)).toThrow(`no transaction kind ${type}`);
  expect(Object.entries(transactionKinds).filter(([type, kind]) => type !== kind.type)).toEqual([]);
});

it("keeps its tables from a node that does not know it", () => {
  const folder = mkdtempSync(join(tmpdir(), "lucid-kinds-"));
  const path = join(folder, "chain.db");
  openChainDatabase(path)[Symbol.dispose]();
  openChainDatabase(path, kinds)[Symbol.dispose]();
  expect(() => openChainDatabase(path)).toThrow("newer version");
  openChainDatabase(path, kinds)[Symbol.dispose]();
  rmSync(folder, { recursive: true });
});
