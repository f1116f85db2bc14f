import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import {
  alteredDocument,
  buildTestSession,
  bundleBytes,
  createSeededRandom,
  createVectorRunner,
  putTogether,
  runSecondVerifier,
  type SeededRandom,
  takeApart,
  type Vector,
  type VectorFile,
  type VectorTopic,
} from "@lucid/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bytesSource } from "./byte-source.ts";
import { canonicalBytes, canonicalJson } from "./encoding/canonical-json.ts";
import * as proof from "./index.ts";

/** Documents of each kind in which one field is altered, and which are then written anew. The nightly run takes 10 000. */
const CASES = Number(process.env.LUCID_TAMPER_CASES ?? 100);
/** Files for one call of the second verifier. */
const BATCH = 250;
/** The second verifier is slow, and starts a process for each new signature. */
const TIMEOUT_MS = 120_000 + CASES * 2_000;

/**
 * Where a topic's vectors carry a document that somebody hands over. What a verifier brings along itself (networks, recordings,
 * authorities) is not altered: nobody else writes it.
 */
const documents: readonly (readonly [VectorTopic, readonly string[]])[] = [
  ["signatures", ["value", "terms"]],
  ["chunk-entry", ["entry"]],
  ["manifest", ["manifest"]],
  ["transaction-block-header", ["transaction", "headers", "document"]],
  ["attestation-and-finality", ["evidence"]],
  ["network-chain", ["certificate", "evidence", "handovers", "document"]],
  ["chunk-proof", ["proof"]],
  ["policy", ["policy"]],
  ["deletion-receipt", ["receipt"]],
  ["payouts", ["document"]],
  ["time-proof", ["document"]],
  ["witness", ["document"]],
  ["audit", ["text"]],
];

const formats = fileURLToPath(new URL("../../../docs/formats/", import.meta.url));
const runFirst = createVectorRunner(proof);

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lucid-altered-fields-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("what somebody alters who knows the form", { timeout: TIMEOUT_MS }, () => {
  it.each(documents)("in documents of the topic %s, both verifiers say the same of", async (topic, names) => {
    const file = JSON.parse(await readFile(join(formats, "vectors", `${topic}.json`), "utf8")) as VectorFile;
    const random = createSeededRandom(`altered fields of ${topic}, ${CASES}`);
    const altered = Array.from({ length: CASES }, (_, at) => ({ ...alteredVector(file, names, random), name: String(at) }));
    const own = await mkdtemp(join(folder, "vectors-"));
    await writeFile(join(own, `${topic}.json`), JSON.stringify({ ...file, vectors: altered }));
    const second = (JSON.parse(await runSecondVerifier("--vectors", own)) as { got: Answer }[]).map(({ got }) => got);
    const differing: object[] = [];
    for (const [at, vector] of altered.entries()) {
      const [one, other] = [await runFirst(file, vector), second[at] as Answer];
      if (!isDeepStrictEqual(said(one, other), said(other, one))) differing.push({ input: vector.input, one, other });
    }
    expect(differing).toEqual([]);
  });

  it("in a part of a bundle whose sums fit again, both verifiers say the same of", async () => {
    const bundles = await Promise.all(
      [
        buildTestSession("altered fields", {
          chunks: 4,
          pausedBefore: [2],
          version: 2,
          anchorVersion: 2,
          network: { weights: [2, 1] },
        }),
        buildTestSession("altered fields of version 1", { chunks: 3 }),
      ].map(async (session) => takeApart(await bundleBytes(session.content()))),
    );
    const random = createSeededRandom(`altered fields of bundles, ${CASES}`);
    const codes = new Set<string | undefined>();
    for (let from = 0; from < CASES; from += BATCH) {
      const files = Array.from({ length: Math.min(BATCH, CASES - from) }, () => withAlteredPart(pick(bundles, random), random));
      const paths = await Promise.all(
        files.map(async (bytes, at) => {
          const path = join(folder, `${at}.lucid`);
          await writeFile(path, bytes);
          return path;
        }),
      );
      const second = (await runSecondVerifier(...paths))
        .trimEnd()
        .split("\n")
        .map((line) => verdictOf(JSON.parse(line)));
      const first = await Promise.all(files.map(async (bytes) => verdictOf(await proof.verifyBundle(bytesSource(bytes)))));
      expect(second).toEqual(first);
      for (const { code } of second) codes.add(code);
    }
    expect(codes.size).toBeGreaterThan(5);
  });
});

type Answer = Readonly<Record<string, unknown>>;

const pick = <T>(from: readonly T[], { below }: SeededRandom): T => from[below(from.length)] as T;

/** One of a topic's vectors, with one field of one document altered. Vectors that write lists out are left: they are about length. */
function alteredVector({ vectors }: VectorFile, names: readonly string[], random: SeededRandom): Vector {
  const carried = (vector: Vector) => names.filter((name) => isDocument(vector.input[name]));
  const vector = pick(
    vectors.filter((one) => one.input["repeat"] === undefined && carried(one).length > 0),
    random,
  );
  const name = pick(carried(vector), random);
  return { ...vector, input: { ...vector.input, [name]: alteredIn(vector.input[name], name, random) } };
}

const isDocument = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : typeof value === "string" || (typeof value === "object" && value !== null);

/** Of a list of documents, and of a log's lines, one is altered. */
function alteredIn(value: unknown, name: string, random: SeededRandom): unknown {
  if (name === "headers" || name === "handovers") {
    const list = [...(value as readonly unknown[])];
    const at = random.below(list.length);
    return list.with(at, alteredDocument(list[at], random));
  }
  if (name !== "text") return alteredDocument(value, random);
  const lines = (value as string).split("\n");
  const at = random.below(lines.length);
  const line = proof.parseCanonical(proof.utf8(lines[at] as string), 1_048_576);
  return line.ok ? lines.with(at, canonicalJson(alteredDocument(line.value, random))).join("\n") : value;
}

function withAlteredPart(parts: ReturnType<typeof takeApart>, random: SeededRandom): Uint8Array {
  const part = pick(
    parts.filter(({ name }) => name.endsWith(".json")),
    random,
  );
  const bytes = canonicalBytes(alteredDocument(JSON.parse(new TextDecoder().decode(part.bytes)), random));
  return putTogether(parts.map((one) => (one === part ? { ...part, bytes } : one)));
}

/** A refusal in full, or those of its values that the other one names, too: the second verifier reports more of some. */
function said(answer: Answer, other: Answer): object {
  if ("code" in answer || "code" in other) return { code: answer["code"], chunk: answer["chunk"], entry: answer["entry"] };
  return Object.fromEntries(Object.entries(answer).filter(([name]) => name in other));
}

const verdictOf = ({
  verified,
  code,
  chunk,
}: {
  readonly verified: boolean;
  readonly code?: string;
  readonly chunk?: number;
}) => ({
  ...{ verified, code, chunk },
});
