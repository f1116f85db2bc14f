import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestClock } from "@lucid/foundation/testing";
import { v2 } from "@lucid/proof";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { createSignatureChecker } from "../../signing/signature-checker.ts";
import { createCertificates } from "../engine/certificates.ts";
import { createLedger, type Ledger } from "../engine/ledger.ts";
import { makeEvidence } from "../engine/make-evidence.ts";
import { blocksFrom } from "../engine/serve-blocks.ts";
import { createTransactionPlaces } from "../engine/transaction-places.ts";
import { archiveFolder, createBlockArchive } from "../store/block-archive.ts";
import { openSqliteStore } from "../store/sqlite-store.ts";
import { createCrowd } from "../testing/sim/crowd.ts";
import { createGrowth, writeDue } from "../testing/sim/scenarios/snapshot.ts";
import { createBodyArchiver } from "./archive-bodies.ts";
import { describeStorage } from "./describe-storage.ts";
import { checkNetworkChain, exportNetworkChain } from "./network-chain-files.ts";

const crowd = createCrowd(2, () => true, { parameters: { epoch_slots: 4 } });
const { network } = crowd;
const EPOCH_BLOCKS = 48;
const BLOCKS = 4 * EPOCH_BLOCKS;
const archive = (path: string) => createBlockArchive(archiveFolder(path), network);
const working = { signal: new AbortController().signal, onProgress: () => undefined };

/** The database of a chain of four epochs with a snapshot, whose node is closed. */
const origin = mkdtempSync(join(tmpdir(), "lucid-archive-origin-"));
const source = join(origin, "chain.db");
const known = (() => {
  using store = openSqliteStore(source, { synchronous: "normal" });
  const ledger = createLedger({ store, rules: crowd.rules, prepare: crowd.prepare });
  const grow = createGrowth(crowd);
  for (let block = 0; block < BLOCKS; block += 1) grow([ledger]);
  writeDue(store, ledger);
  const ids = store.finals().map((hash) => crowd.prepare(store.block(hash) ?? Uint8Array.of()).transactions[0]?.id ?? "");
  return { snapshot: store.snapshots()[0]?.height ?? 0, final: ledger.tree.final, ids, hashes: store.finals() };
})();

let path: string;
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), "lucid-archive-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  path = join(folder, "chain.db");
  writeFileSync(path, readFileSync(source));
});

const open = () => {
  const damaged: string[] = [];
  const files = archive(path);
  const store = openSqliteStore(path, { synchronous: "normal", archive: files, onDamage: ({ file }) => damaged.push(file) });
  onTestFinished(() => store[Symbol.dispose]());
  return { store, files, damaged, ledger: createLedger({ store, rules: crowd.rules, prepare: crowd.prepare }) };
};
type Opened = ReturnType<typeof open>;

/** Blocks that are at least 600 s older than the final one leave the database. */
const DAYS = 600 / 86_400;
const clock = createTestClock();

function archiver({ store, files, ledger }: Opened, changed: Partial<Opened["files"]> = {}) {
  const chain = {
    ...{ canonicalHash: ledger.canonicalHash, handovers: ledger.handovers },
    finalTime: () => ledger.tree.final.timestamp,
  };
  return createBodyArchiver({ store, archive: { ...files, ...changed }, clock, chain }, { days: DAYS });
}

/** Brings the old blocks into the archive, and out of the database. */
function archiveAll(opened: Opened): void {
  using working = archiver(opened);
  working.look();
  clock.advance(10_000);
  working.look();
}

const folder = (): string => archiveFolder(path);
/** All below the snapshot and the votes that its blocks may hold. */
const ARCHIVED = 31;
const onlyFile = "000000000001-000000000031.blocks";

function evidenceOf(
  { store, ledger }: Pick<Opened, "store"> & { readonly ledger: Ledger },
  height: number,
): v2.Evidence | undefined {
  const parts = { store, ledger, prepare: crowd.prepare };
  const id = known.ids[height - 1] ?? "";
  const place = createTransactionPlaces(parts).of(id);
  if (place === undefined) throw new Error("the transaction has no place");
  const certificates = createCertificates(parts);
  return makeEvidence({ ...parts, certificates, canonicalHash: ledger.canonicalHash }, { ...place, id }, 0);
}

async function linesOf(): Promise<string> {
  let text = "";
  const save = async (lines: AsyncIterable<string>): Promise<void> => {
    for await (const line of lines) text += line;
  };
  await exportNetworkChain(path, network, { ...working, save });
  return text;
}

describe("the bodies of old blocks", () => {
  it("go into files, leave the database at the next look, and are read back where they are asked for", async () => {
    const before = await linesOf();
    const opened = open();
    const proven = evidenceOf(opened, 1);
    {
      using working = archiver(opened);
      working.look();
      clock.advance(10_000);
      expect(readdirSync(folder())).toEqual([onlyFile]);
      expect(describeStorage(path)).toMatchObject({ blocks: { count: BLOCKS }, archived: { count: 0 } });
      working.look();
    }
    expect(known.snapshot - 64).toBe(ARCHIVED + 1);
    expect(describeStorage(path)).toMatchObject({
      ...{ blocks: { count: BLOCKS - ARCHIVED }, votes: expect.any(Number), snapshots: [known.snapshot] },
      archived: { count: ARCHIVED, bytes: expect.any(Number), files: 1, missing: [] },
    });
    const again = open();
    expect(again.ledger.opening).toMatchObject({ from: known.snapshot, refused: [] });
    const evidence = evidenceOf(again, 1);
    expect(evidence).toEqual(proven);
    const lists = v2.followHandovers(v2.genesisRoot(network), [], network, createSignatureChecker());
    if (!lists.ok) throw new Error(lists.failure.reason);
    expect(v2.checkEvidence(v2.Evidence.parse(evidence), network, createSignatureChecker(), lists.value)).toMatchObject({
      ok: true,
    });
    expect(
      blocksFrom({ ledger: again.ledger, store: again.store }, { tip: known.hashes[40] ?? "", from: 1 }, 10_000_000),
    ).toHaveLength(41);
    expect(await checkNetworkChain(path, network, working)).toMatchObject({ height: BLOCKS, final: { hash: known.final.hash } });
    expect(await checkNetworkChain(path, network, working)).not.toHaveProperty("problem");
    expect(await linesOf()).toBe(before);
  });

  it("are not here where their files are elsewhere: the node starts and goes on, and verify says so", async () => {
    archiveAll(open());
    renameSync(join(folder(), onlyFile), join(folder(), "elsewhere"));
    const { store, ledger, damaged } = open();
    expect(ledger.tree.final.hash).toBe(known.final.hash);
    const tip = known.hashes[40] ?? "";
    expect(blocksFrom({ ledger, store }, { tip, from: 1 }, 10_000_000)).toEqual([]);
    expect(blocksFrom({ ledger, store }, { tip, from: 32 }, 10_000_000)).toHaveLength(10);
    expect(store.header(known.hashes[0] ?? "")).toMatchObject({ height: 1 });
    expect(evidenceOf({ store, ledger }, 1)).toBeUndefined();
    expect(evidenceOf({ store, ledger }, 40)).toBeDefined();
    expect(damaged).toEqual([]);
    expect(describeStorage(path).archived.missing).toEqual([onlyFile]);
    expect((await checkNetworkChain(path, network, working)).problem).toEqual({
      ...{ height: 1, reason: `The chain database is not whole: block 1 is gone in the archive ${onlyFile}` },
    });
  });

  it.each<[string, (file: Buffer) => Buffer]>([
    ["was changed", (file) => Buffer.from(file.with(file.length - 40, (file.at(-40) ?? 0) ^ 1))],
    ["was cut off", (file) => file.subarray(0, file.length - 40)],
  ])("are not believed where a file %s: that is told, and nothing of it is used", async (_what, damage) => {
    archiveAll(open());
    const file = join(folder(), onlyFile);
    writeFileSync(file, damage(readFileSync(file)));
    const { store, damaged } = open();
    expect(store.block(known.hashes[30] ?? "")).toBeUndefined();
    expect(damaged).toEqual([onlyFile]);
    expect(store.block(known.hashes[0] ?? "")).toBeDefined();
    expect((await checkNetworkChain(path, network, working)).problem).toMatchObject({
      reason: `The chain database is not whole: block 31 is damaged in the archive ${onlyFile}`,
    });
  });

  it("are there after a death between the file and the database, and go into the same file again", () => {
    const opened = open();
    {
      using working = archiver(opened, {
        write(blocks) {
          opened.files.write(blocks);
          throw new Error("the power is gone");
        },
      });
      expect(() => working.look()).toThrow("the power is gone");
    }
    expect(describeStorage(path)).toMatchObject({ blocks: { count: BLOCKS }, archived: { count: 0 } });
    archiveAll(open());
    expect(readdirSync(folder())).toEqual([onlyFile]);
    expect(describeStorage(path)).toMatchObject({ blocks: { count: BLOCKS - ARCHIVED }, archived: { count: ARCHIVED } });
  });
});
