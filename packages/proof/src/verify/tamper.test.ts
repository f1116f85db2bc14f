import { buildTestSession, bundleBytes, createSeededRandom, type TamperTarget, tamperCases } from "@lucid/testkit";
import { describe, expect, it } from "vitest";
import { bytesSource } from "../byte-source.ts";
import { verifyChunkFile } from "../chunk/chunk-file.ts";
import { canonicalBytes } from "../encoding/canonical-json.ts";
import { utf8 } from "../encoding/utf8.ts";
import type { ChunkEntry, ChunkEntryV1 } from "../formats/chunk-entry.ts";
import type { Manifest } from "../formats/manifest.ts";
import { rootOf } from "../merkle/tree.ts";
import { verifyBundle } from "./verify-bundle.ts";

/** 500 in every run; the nightly run takes 10 000. */
const CASES = Number(process.env.LUCID_TAMPER_CASES ?? 500);
/** Honest bundles, and recordings whose own node lies about times: each takes as long as many forged ones. */
const CLEAN_CASES = Math.ceil(CASES / 20);
const LYING_CASES = Math.ceil(CASES / 5);
/** Room for slow machines; nothing is measured. */
const TIMEOUT_MS = 20_000 + CASES * 200;
/** Chunks of one size, so that exchanging them is not noticed by size alone. */
const OPTIONS = { chunks: 5, chunkBytes: 300, pausedBefore: [3] };

async function target(): Promise<TamperTarget> {
  const session = buildTestSession("tamper", OPTIONS);
  const other = buildTestSession("tamper", { ...OPTIONS, chunkBytes: 300, plain: () => new Uint8Array(300) });
  const video = {
    size: 700,
    open: async function* () {
      yield new Uint8Array(700).fill(7);
    },
  };
  const keys = [utf8("age-encryption.org/v1\n-> X25519 test\n")];
  return { session, bundle: await bundleBytes(session.content({ keys, video })), other };
}

describe("a forged bundle", () => {
  it(
    `is refused in ${CASES} of ${CASES} cases, and the chunk is named where one is concerned`,
    async () => {
      const forging = await target();
      const random = createSeededRandom(`tamper ${CASES}`);
      const missed: string[] = [];
      for (const { kind, bytes, chunk } of tamperCases(forging, random, CASES)) {
        const verdict = await verifyBundle(bytesSource(bytes));
        if (verdict.verified) missed.push(`${kind}: accepted`);
        else if (chunk !== undefined && verdict.chunk !== chunk)
          missed.push(`${kind}: chunk ${verdict.chunk} instead of ${chunk} (${verdict.code})`);
      }
      expect(missed).toEqual([]);
    },
    TIMEOUT_MS,
  );
});

describe("a forged chunk file", () => {
  it(
    "is always refused, and its chunk is named",
    async () => {
      const { session } = await target();
      const random = createSeededRandom(`chunks ${CASES}`);
      const missed: string[] = [];
      for (let made = 0; made < CASES; made += 1) {
        const index = random.below(session.containers.length);
        const entry = session.manifest.manifest.chunks[index] as ChunkEntry;
        const outcome = await verifyChunkFile(
          forge(session.containers[index] as Uint8Array, random, session.containers, index),
          entry,
        );
        if (outcome.ok || outcome.failure.chunk !== index) missed.push(`case ${made} of chunk ${index}`);
      }
      expect(missed).toEqual([]);
    },
    TIMEOUT_MS,
  );
});

describe("a recording of which node, owner and network lie about times", () => {
  it(
    `is refused, or its figures are those of what was signed, in ${LYING_CASES} of ${LYING_CASES} cases`,
    async () => {
      const random = createSeededRandom(`lies ${CASES}`);
      const codes = new Set<string>();
      for (let made = 0; made < LYING_CASES; made += 1) {
        const session = buildTestSession("liar", {
          ...{ chunks: 4, chunkBytes: 40, pausedBefore: [2], checkpoints: [] },
          edit: (manifest) => lied(manifest, random),
        });
        const { manifest } = session.manifest;
        const verdict = await verifyBundle(bytesSource(await bundleBytes(session.content())));
        codes.add(verdict.verified ? "verified" : verdict.code);
        if (!verdict.verified) continue;
        const { time, startedAtMs, endedAtMs } = verdict.facts;
        const recordedMs = manifest.chunks.reduce((sum, entry) => sum + entry.ended_at_ms - entry.started_at_ms, 0);
        expect({ ...time, startedAtMs, endedAtMs }).toMatchObject({
          startedAtMs: manifest.started_at_ms,
          endedAtMs: manifest.ended_at_ms,
          recordedMs,
          spanMs: manifest.ended_at_ms - manifest.started_at_ms,
          silenceMs: time.spanMs - recordedMs - time.gapMs,
        });
        if (time.isUninterrupted) expect(time.spanMs - recordedMs).toBeLessThanOrEqual(2_000 + manifest.chunks.length);
      }
      expect([...codes]).toEqual(expect.arrayContaining(["verified", "chunk-times", "gap-mismatch", "grant-expired"]));
    },
    TIMEOUT_MS,
  );
});

describe("a clean bundle", () => {
  it(
    `is never refused, whatever it holds: ${CLEAN_CASES} of ${CLEAN_CASES} hold`,
    async () => {
      const random = createSeededRandom("clean");
      for (let made = 0; made < CLEAN_CASES; made += 1) {
        const chunks = 1 + random.below(7);
        const session = buildTestSession(`clean ${made}`, {
          chunks,
          pausedBefore: [random.below(chunks)],
          checkpoints: random.below(2) === 0 ? [] : [chunks],
          suite: random.pick(["xchacha20-poly1305", "aes-256-gcm"]),
          network: { weights: random.pick([[1], [3, 3, 1], [1, 1, 1, 1]]) },
        });
        const first = random.below(chunks);
        const content = session.content({
          ...(random.below(2) === 0 ? { policy: undefined, consent: undefined } : {}),
          describe: random.below(2) === 0 ? {} : { chunks: [[first, chunks - 1]], redacted: first === 0 ? [] : [[0, first - 1]] },
        });
        expect(await verifyBundle(bytesSource(await bundleBytes(content)))).toMatchObject({ verified: true });
      }
    },
    TIMEOUT_MS,
  );
});

/** One to three times of the manifest, or of its entries, moved by anything from a millisecond to days. */
function lied(manifest: Manifest, random: ReturnType<typeof createSeededRandom>): Manifest {
  const moved = (ms: number): number => Math.max(0, ms + (random.below(3) - 1) * 10 ** random.below(9));
  const chunks = manifest.chunks.map((entry) => ({ ...entry }) as ChunkEntryV1);
  const span = { started_at_ms: manifest.started_at_ms, ended_at_ms: manifest.ended_at_ms };
  for (let left = 1 + random.below(3); left > 0; left -= 1) {
    const entry = random.pick(chunks);
    const at = chunks.indexOf(entry);
    const gap = entry.gap_before;
    const told: readonly (() => Partial<ChunkEntryV1>)[] = [
      () => ({ started_at_ms: moved(entry.started_at_ms) }),
      () => ({ ended_at_ms: moved(entry.ended_at_ms) }),
      () => ({ take: random.below(3) }),
      () => ({ gap_before: gap && { ...gap, from_ms: moved(gap.from_ms), to_ms: moved(gap.to_ms) } }),
      () => ({ clock_error_ms: moved(0) }),
    ];
    if (random.below(3) === 0)
      span[random.pick(["started_at_ms", "ended_at_ms"] as const)] = moved(random.pick(Object.values(span)));
    else chunks[at] = { ...entry, ...random.pick(told)() };
  }
  const merkle = { ...manifest.merkle, root: rootOf(chunks.map(canonicalBytes)) };
  return { ...manifest, ...span, created_at_ms: span.ended_at_ms, chunks, merkle };
}

/** A flipped bit, a cut, an insertion, an exchange with another chunk, or a copied piece. */
function forge(
  file: Uint8Array,
  random: ReturnType<typeof createSeededRandom>,
  files: readonly Uint8Array[],
  index: number,
): Uint8Array {
  const at = random.below(file.length);
  const flipped = file.slice();
  flipped[at] = (flipped[at] as number) ^ (1 << random.below(8));
  const choices = [
    flipped,
    file.subarray(0, at),
    file.subarray(at + 1),
    new Uint8Array([...file.subarray(0, at), ...random.bytes(1 + random.below(40)), ...file.subarray(at)]),
    files[(index + 1 + random.below(files.length - 1)) % files.length] as Uint8Array,
    new Uint8Array([...(files[(index + 1) % files.length] as Uint8Array).subarray(0, at), ...file.subarray(at)]),
  ];
  const forged = random.pick(choices);
  return forged.length === file.length && forged.every((byte, offset) => byte === file[offset]) ? flipped : forged;
}
