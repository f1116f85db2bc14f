import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  alteredBytes,
  buildTestSession,
  buildTestVideoSession,
  bundleBytes,
  createSeededRandom,
  deletionOf,
  networkProofOf,
  rsaKey,
  runSecondVerifier,
  type SeededRandom,
  type TamperTarget,
  tamperCases,
  testAuthority,
  timeProofOf,
  type VectorFile,
  videoFileOf,
} from "@lucid/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bytesSource } from "./byte-source.ts";
import { verifyNetworkProof } from "./chain-v2/network-proof.ts";
import { canonicalBytes } from "./encoding/canonical-json.ts";
import { manifestHash } from "./session/manifest.ts";
import { loadTimeStamps } from "./time/load-time-stamps.ts";
import type { TimeProof } from "./time/time-proof.ts";
import type { CheckedStamp } from "./time/verify-time-proof.ts";
import { readDeletionReceipt, verifyDeletionReceipt } from "./verify/deletion-receipt.ts";
import { judgeBundle } from "./verify/judge-bundle.ts";
import { verifyBundle } from "./verify/verify-bundle.ts";

/** Forged files of each kind that both verifiers judge: each way to forge about three times. The nightly run takes 10 000. */
const FORGERIES = Number(process.env.LUCID_TAMPER_CASES ?? 100);
/** Of which so many are handed over at a time. */
const BATCH = 250;
/** The second verifier is slow, and starts a process for each new signature. */
const TIMEOUT_MS = 120_000 + FORGERIES * 2_000;

/** About a thousand signatures, each by a process of its own: 20 s on a quiet machine, and minutes where many start processes. */
const VECTORS_TIMEOUT_MS = 600_000;

const formats = fileURLToPath(new URL("../../../docs/formats/", import.meta.url));
const vectorsFolder = join(formats, "vectors");

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lucid-second-verifier-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the second verifier", () => {
  it("gives the expected answer to every vector that needs no decryption", { timeout: VECTORS_TIMEOUT_MS }, async () => {
    const answers = JSON.parse(await runSecondVerifier("--vectors", vectorsFolder)) as {
      topic: string;
      name: string;
      got: object;
    }[];
    const got = new Map(answers.map((answer) => [`${answer.topic}: ${answer.name}`, answer.got]));
    const differing: string[] = [];
    for (const name of await readdir(vectorsFolder)) {
      const { topic, vectors } = JSON.parse(await readFile(join(vectorsFolder, name), "utf8")) as VectorFile;
      if (topic === "chunk-open" || topic === "key-envelope") continue;
      for (const vector of vectors) {
        const answer = got.get(`${topic}: ${vector.name}`);
        if (answer === undefined || !agrees(answer, vector.expect)) differing.push(`${topic}: ${vector.name}`);
      }
    }
    expect(differing).toEqual([]);
    expect(answers.length).toBeGreaterThan(1_200);
  });

  it("judges clean and forged bundles as the first one does, with the same code and the same chunk", {
    timeout: TIMEOUT_MS,
  }, async () => {
    const session = buildTestSession("second", {
      chunks: 4,
      chunkBytes: 200,
      pausedBefore: [2],
      anchorVersion: 2,
      version: 2,
      network: { weights: [2, 2, 1] },
    });
    const other = buildTestSession("second", { chunks: 4, chunkBytes: 200, plain: () => new Uint8Array(200) });
    const target: TamperTarget = { session, other, bundle: await bundleBytes(session.content()) };
    const random: SeededRandom = createSeededRandom("second verifier");
    const answers = await judgedTwice(
      [{ kind: "clean", bytes: target.bundle }, ...tamperCases(target, random, FORGERIES)],
      (bytes) => verifyBundle(bytesSource(bytes)),
    );
    expect(answers.filter(({ verified }) => verified)).toHaveLength(1);
  });
});

describe("the second verifier, of videos", { timeout: TIMEOUT_MS }, () => {
  it("judges clean and altered ones as the first one does, with the same code and the same chunk", async () => {
    const filmed = buildTestVideoSession("second", { chunks: 4, pausedBefore: [2] });
    const clean = await videoFileOf(filmed);
    const random = createSeededRandom("second verifier of videos");
    const altered = Array.from({ length: FORGERIES }, () => alteredBytes(clean, random));
    // What does not begin as a video is none to the first, and a broken bundle to the second.
    const videos = [clean, ...altered.filter((bytes) => Buffer.from(bytes.subarray(4, 8)).toString("latin1") === "ftyp")];
    const answers = await judgedTwice(
      videos.map((bytes) => ({ kind: "video", bytes })),
      (bytes) => judgeBundle(bytesSource(bytes)),
    );
    expect(answers[0]).toMatchObject({ verified: true });
    expect(new Set(answers.map(({ code }) => code)).size).toBeGreaterThan(4);
  });
});

describe("the second verifier, of what goes beside a recording", { timeout: TIMEOUT_MS }, () => {
  const session = buildTestSession("second beside", { chunks: 3, chunkBytes: 64, version: 2 });
  const { manifest } = session.manifest;

  it("judges clean and altered deletion receipts as the first one does", async () => {
    const files = [...alteredFrom(canonicalBytes(deletionOf(session)), "second verifier of receipts")];
    const deleted = {
      ...{ session_id: manifest.session_id, manifest_hash: manifestHash(manifest), merkle_root: manifest.merkle.root },
      ...{ chunk_count: manifest.merkle.leaf_count, total_size: manifest.total_size, node: manifest.node },
    };
    const second = await answersTo(
      "deletion-receipt",
      files.map((bytes) => ({ bytes: Buffer.from(bytes).toString("base64"), manifest })),
    );
    const first = files.map((bytes) => {
      const read = readDeletionReceipt(bytes);
      return read.ok ? verifyDeletionReceipt(read.value, deleted) : read;
    });
    expect(second).toEqual(first.map((outcome) => (outcome.ok ? undefined : outcome.failure.code)));
    expect(second.filter((code) => code === undefined)).toHaveLength(1);
  });

  it("judges clean and altered network proofs as the first one does", async () => {
    const files = [...alteredFrom(canonicalBytes(networkProofOf(session)), "second verifier of network proofs")];
    const judged = await judgeBundle(bytesSource(await bundleBytes(session.content())));
    if (!judged.verified) throw new Error(judged.code);
    const { facts } = judged;
    const recording = {
      ...{ session_id: facts.sessionId, salt: facts.salt, grant_hash: facts.grant.hash, manifest_hash: facts.manifestHash },
      ...{ merkle_root: facts.merkleRoot, chunk_count: facts.chunkCount, node: facts.node },
      ...{ ended_at_ms: facts.endedAtMs, created_at_ms: facts.createdAtMs },
    };
    const second = await answersTo(
      "network-chain",
      files.map((bytes) => ({ kind: "proof", document_hex: Buffer.from(bytes).toString("hex"), recording })),
    );
    const first = files.map((bytes) => verifyNetworkProof(bytes, facts));
    expect(second).toEqual(first.map((outcome) => (outcome.ok ? undefined : outcome.failure.code)));
    expect(second.filter((code) => code === undefined)).toHaveLength(1);
  });

  it("judges clean and altered time proofs as the first one does, and reads the same in what holds all the same", async () => {
    const authority = testAuthority("Second authority", { key: rsaKey() });
    const proof = timeProofOf(session, authority, { accuracy: { seconds: 1 } }, 2);
    const files = [canonicalBytes(proof), ...alteredTimeProofs(proof, "second verifier of time proofs")];
    const judged = await judgeBundle(bytesSource(await bundleBytes(session.content())));
    if (!judged.verified) throw new Error(judged.code);
    const { network, anchor } = judged.facts;
    const recording = {
      ...{ network: network.hash, height: anchor.height, block_hash: anchor.blockHash, block_time: anchor.blockTime },
      final: { height: anchor.finalHeight, hash: anchor.finalHash },
    };
    const authorities = [Buffer.from(authority.root.bytes).toString("hex")];
    const second = await answersFully(
      "time-proof",
      files.map((bytes) => ({ document_hex: Buffer.from(bytes).toString("hex"), recording, authorities })),
    );
    const { verifyTimeProof } = await loadTimeStamps();
    const { subtle } = globalThis.crypto;
    const first: object[] = [];
    for (const bytes of files) {
      const checked = await verifyTimeProof(bytes, judged.facts, { subtle, authorities: [authority.root.bytes] });
      first.push(checked.ok ? { stamps: checked.value.stamps.map(stampSaid) } : { code: checked.failure.code });
    }
    expect(second).toEqual(first);
    const [clean, ...altered] = second.map((answer) => JSON.stringify(answer));
    expect(clean).toContain(authority.signer.sha256);
    const ofTheAuthority = altered.filter((answer) => answer.includes(`"pinned":"${authority.root.sha256}"`));
    expect(ofTheAuthority.filter((answer) => answer !== clean)).toEqual([]);
    expect(ofTheAuthority.length).toBeLessThan(altered.length / 2);
  });
});

const stampSaid = ({ block, atMs, accuracyMs, signer, issuers, pinned }: CheckedStamp) => ({
  ...{ height: block.height, shown: block.isShown, at_ms: atMs, accuracy_ms: accuracyMs, signer: signer.sha256 },
  ...{ issuers: issuers.map(({ sha256 }) => sha256), pinned: pinned?.sha256 ?? null },
});

/** Time proofs that were altered as files, and as often in their token alone, which the hex in the file hides from that. */
function* alteredTimeProofs(proof: TimeProof, seed: string): Generator<Uint8Array> {
  const random = createSeededRandom(seed);
  const clean = canonicalBytes(proof);
  const [stamp] = proof.stamps;
  if (stamp === undefined) throw new Error("a time proof without a stamp");
  const token = Buffer.from(stamp.token, "hex");
  for (let made = 0; made < FORGERIES; made += 1) {
    if (made % 2 === 0) yield alteredBytes(clean, random);
    else
      yield canonicalBytes({
        ...proof,
        stamps: [{ ...stamp, token: Buffer.from(alteredBytes(token, random)).toString("hex") }],
      });
  }
}

/** A document as it is, and then altered ones. */
function* alteredFrom(clean: Uint8Array, seed: string): Generator<Uint8Array> {
  yield clean;
  const random = createSeededRandom(seed);
  for (let made = 0; made < FORGERIES; ) {
    const bytes = alteredBytes(clean, random);
    if (Buffer.compare(bytes, clean) === 0) continue;
    made += 1;
    yield bytes;
  }
}

/** Codes of the second verifier's answers to vectors; undefined where it accepts. */
const answersTo = async (topic: string, inputs: readonly object[]): Promise<(string | undefined)[]> =>
  (await answersFully(topic, inputs)).map(({ code }) => code);

async function answersFully(topic: string, inputs: readonly object[]): Promise<{ readonly code?: string }[]> {
  const own = await mkdtemp(join(folder, "vectors-"));
  const vectors = inputs.map((input, at) => ({ name: String(at), input }));
  await writeFile(join(own, `${topic}.json`), JSON.stringify({ topic, vectors }));
  const answers = JSON.parse(await runSecondVerifier("--vectors", own)) as { got: { code?: string } }[];
  return answers.map(({ got }) => got);
}

/** What both verifiers say of each file, which is the same. */
async function judgedTwice(
  cases: Iterable<{ readonly kind: string; readonly bytes: Uint8Array }>,
  firstJudges: (bytes: Uint8Array) => Promise<object>,
) {
  const all: (ReturnType<typeof summary> & { readonly kind: string })[] = [];
  let batch: { readonly kind: string; readonly bytes: Uint8Array }[] = [];
  async function judgeBatch(): Promise<void> {
    const files = await Promise.all(
      batch.map(async ({ bytes }, index) => {
        const file = join(folder, String(index));
        await writeFile(file, bytes);
        return file;
      }),
    );
    const named = (answers: readonly ReturnType<typeof summary>[]) =>
      batch.map(({ kind }, index) => ({ kind, ...(answers[index] as ReturnType<typeof summary>) }));
    const second = named((await runSecondVerifier(...files)).trimEnd().split("\n").map(summary));
    const first = await Promise.all(batch.map(async ({ bytes }) => summary(JSON.stringify(await firstJudges(bytes)))));
    expect(second).toEqual(named(first));
    all.push(...second);
    batch = [];
  }
  for (const one of cases) {
    batch.push(one);
    if (batch.length === BATCH) await judgeBatch();
  }
  if (batch.length > 0) await judgeBatch();
  return all;
}

function summary(line: string) {
  const { verified, code, chunk } = JSON.parse(line) as { verified: boolean; code?: string; chunk?: number };
  return { verified, code, chunk };
}

/** Every expected value that the second verifier reports is the same; a refusal is the same in full. */
function agrees(answer: Readonly<Record<string, unknown>> | object, expected: VectorFile["vectors"][number]["expect"]): boolean {
  const got = answer as Readonly<Record<string, unknown>>;
  if (expected.code !== undefined || "code" in got)
    return ["code", "chunk", "entry"].every((name) => got[name] === (expected as Record<string, unknown>)[name]);
  return Object.entries(expected).every(([name, value]) => !(name in got) || JSON.stringify(got[name]) === JSON.stringify(value));
}
