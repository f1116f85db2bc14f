import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { zstdDecompressSync } from "node:zlib";
import { readDatabase } from "@lucid/foundation";
import { canonicalJson, merkle, sha256Hex, utf8, v2 } from "@lucid/proof";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createNetworkRecordings, type RecordingsOfNode } from "./network-recordings.ts";
import { type LoneNetwork, openLoneNetwork } from "./testing/open-lone-network.ts";

const SESSIONS = Number(process.env["LUCID_NETWORK_SESSIONS"] ?? 400);
/** As many as one list of heads may name (consensus 6.4). */
const OPEN = 400;
const hashOf = (text: string): string => sha256Hex(utf8(text));

/** A session with everything about it that could be personal. */
function sessionOf(number: number) {
  const leaves = Array.from({ length: 3 + (number % 5) }, (_, chunk) => utf8(`chunk ${chunk} of ${number}`));
  const tree = merkle.createTree();
  for (const leaf of leaves) tree.append(leaf);
  return {
    sessionId: `0190d4f0-0000-7000-8000-${String(number).padStart(12, "0")}`,
    salt: hashOf(`salt ${number}`),
    tree,
    personal: {
      owner: `T${hashOf(`owner ${number}`).slice(0, 33)}`,
      name: `person-${number}@example.org`,
      startedAtMs: 1_790_000_000_000 + number * 61_003,
      sizeBytes: 73_000_000_000 + number * 1_048_583,
    },
  };
}
type Session = ReturnType<typeof sessionOf>;

/** Every form in which a value could stand in a file. */
function formsOf({ sessionId, salt, personal: { owner, name, startedAtMs, sizeBytes } }: Session): Buffer[] {
  const numbers = [startedAtMs, Math.floor(startedAtMs / 1_000), sizeBytes].flatMap((value) => {
    const big = Buffer.alloc(8);
    big.writeBigUInt64BE(BigInt(value));
    const little = Buffer.from(big).swap64();
    return [Buffer.from(String(value)), big, little];
  });
  const id = Buffer.from(sessionId.replaceAll("-", ""), "hex");
  const texts = [sessionId, id.toString("hex"), owner, name, salt].flatMap((text) => [
    Buffer.from(text),
    Buffer.from(Buffer.from(text).toString("base64").replaceAll("=", "")),
    Buffer.from(text, "utf16le"),
  ]);
  return [...texts, ...numbers, id, Buffer.from(salt, "hex")];
}

/** First bytes of what is packed with zstd. */
const PACKED = Buffer.from("28b52ffd", "hex");
const unpacked = (value: Buffer): Buffer => (value.subarray(0, PACKED.length).equals(PACKED) ? zstdDecompressSync(value) : value);

/** Every value of every row, unpacked, one after the other: in the file itself one may stand on two pages. */
function contentOf(path: string): Buffer {
  using db = readDatabase(path);
  const tables = db.read.prepare<[], { name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'").all();
  const values = tables.flatMap(({ name }) => db.read.prepare<[], unknown[]>(`SELECT * FROM "${name}"`).raw().all().flat());
  return Buffer.concat(values.map((value) => (Buffer.isBuffer(value) ? unpacked(value) : Buffer.from(String(value)))));
}

/** Forms of any session that stand somewhere in the bytes. */
function search(bytes: Buffer, sessions: readonly Session[]): string[] {
  /** Of the forms that begin with these bytes; none is shorter. */
  const HEAD = 8;
  const byHead = new Map<string, Buffer[]>();
  for (const form of sessions.flatMap(formsOf)) {
    const head = form.toString("latin1", 0, HEAD);
    byHead.set(head, [...(byHead.get(head) ?? []), form]);
  }
  const found: string[] = [];
  for (let at = 0; at + HEAD <= bytes.length; at += 1)
    for (const form of byHead.get(bytes.toString("latin1", at, at + HEAD)) ?? [])
      if (bytes.subarray(at, at + form.length).equals(form)) found.push(form.toString("latin1"));
  return found;
}

describe("a network that made many recordings final", () => {
  const sessions = Array.from({ length: SESSIONS }, (_, number) => sessionOf(number));
  const byId = new Map(sessions.map((session) => [session.sessionId, session]));
  const sealed = new Set<string>();
  let network: LoneNetwork;
  let headsId: string;

  const node: RecordingsOfNode = {
    sealed: () => [],
    recording(sessionId) {
      const session = byId.get(sessionId);
      if (session === undefined || !sealed.has(sessionId)) return undefined;
      const { salt, tree, personal } = session;
      // The manifest, which stays with its owner, has all of it.
      const manifestHash = hashOf(canonicalJson({ sessionId, salt, ...personal }));
      return {
        sessionId,
        salt,
        manifestHash,
        grantHash: hashOf(`grant of ${personal.owner}`),
        merkleRoot: tree.root(),
        chunkCount: tree.size,
      };
    },
    async growing(sessionId) {
      const { salt, tree } = byId.get(sessionId) as Session;
      return sealed.has(sessionId) ? undefined : { sessionId, salt, size: 2, root: tree.rootAt(2) };
    },
    continues: async (sessionId, from) =>
      (byId.get(sessionId) as Session).tree.consistencyPath(from, (byId.get(sessionId) as Session).tree.size),
  };

  const block = async (recordings: { go(): Promise<void> }): Promise<void> => {
    await recordings.go();
    network.ground.clock.advance(10_000);
  };

  beforeAll(async () => {
    network = await openLoneNetwork();
    const recordings = createNetworkRecordings(
      { log: network.ground.log, repository: network.repository, sessions: node },
      network.joined,
    );
    for (const { sessionId } of sessions.slice(0, OPEN)) recordings.look(sessionId);
    const submitted = vi.spyOn(network.joined.engine, "submit");
    await block(recordings);
    const [outcome] = submitted.mock.results.map(({ value }) => value as ReturnType<typeof network.joined.engine.submit>);
    submitted.mockRestore();
    if (!outcome?.ok) throw new Error("the heads were not taken");
    headsId = outcome.id;
    for (const { sessionId } of sessions) {
      sealed.add(sessionId);
      recordings.look(sessionId);
    }
    while (recordings.waiting > 0) await block(recordings);
  });
  afterAll(() => network[Symbol.asyncDispose]());

  const tagOf = ({ sessionId, salt }: Session): string => v2.sessionTag(sessionId, salt);

  const filesOf = (): string[] => {
    const folder = network.ground.folder.file("network");
    return readdirSync(folder).map((name) => join(folder, name));
  };
  const chainContent = (): Buffer => contentOf(join(network.ground.folder.file("network"), "chain.db"));

  it("holds the tag of each", () => {
    const bytes = chainContent();
    expect(sessions.filter((session) => !bytes.includes(tagOf(session)))).toEqual([]);
  });

  it("holds no owner, name, session, salt, time or size of any of them, in no row, no file and no form", () => {
    const all = [chainContent(), ...filesOf().map((path) => readFileSync(path))];
    expect(all.flatMap((bytes) => search(bytes, sessions))).toEqual([]);
  });

  it("would say so if it did", () => {
    const [session] = sessions as [Session];
    const id = Buffer.from(session.sessionId.replaceAll("-", ""), "hex");
    const bytes = Buffer.concat([chainContent(), Buffer.from("-"), id, Buffer.from(` ${session.personal.sizeBytes}`)]);
    expect(search(bytes, sessions)).toEqual([id.toString("latin1"), String(session.personal.sizeBytes)]);
  });

  it("proves one of the 400 that ran at once in at most 4 608 bytes, without a word of the others", () => {
    const proofs = [7, OPEN - 1].flatMap((number) => [
      network.joined.engine.evidence(headsId, number),
      (JSON.parse(network.repository.proofOf((sessions[number] as Session).sessionId) ?? "null") as v2.NetworkProof).evidence,
    ]);
    for (const evidence of proofs) {
      const text = canonicalJson(evidence);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4_608);
      expect(sessions.filter((session) => text.includes(tagOf(session)))).toHaveLength(1);
    }
  });
});
