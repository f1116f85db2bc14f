import { createTailReader, IdentityError, openChunk, openPicture, readRecords, unwrapDataKey } from "@lucid/identity";
import {
  bytesSource,
  chunkPartName,
  createAuditLogCheck,
  decodeTarHeader,
  emptyBook,
  encodeChunkHeader,
  encodeTarHeader,
  judgeBundle,
  parseChunk,
  readBookFile,
  readBundle,
  readChunkVideo,
  readPath,
  readPin,
  readVerifyLink,
  sha256Hex,
  utf8,
  writeBookFile,
  writeExpectation,
} from "@lucid/proof";
import { createFragmentReader } from "../../../packages/pipeline/src/mp4/create-fragment-reader.ts";
import { fragmentBytes, initSegment } from "../../../packages/pipeline/src/testing/mp4-fixtures.ts";
import { Broken, type Decoder, piecesOf, same, sameBytes } from "../decoder.ts";
import { bytesIn, sharedOf, texts, vectorsOf } from "./examples.ts";

const isIdentityError = (error: unknown): boolean => error instanceof IdentityError;
const SESSION = "00112233-4455-4677-8899-aabbccddeeff";
const stream = (): Buffer =>
  Buffer.concat([
    initSegment(),
    fragmentBytes({ decodeTime: 0, samples: 3, keyframe: true }),
    fragmentBytes({ decodeTime: 3_072, samples: 1, durations: [400] }),
  ]);

const archives = (topic: "bundle" | "video"): Uint8Array[] =>
  Object.values(sharedOf(topic)).flatMap((value) => (typeof value === "string" ? [Buffer.from(value, "base64")] : []));

/** The same stream cut in other places comes to the same. */
function fragments(
  input: Uint8Array,
  pieces: readonly Buffer[],
): { readonly parts: unknown[]; readonly fault: string | undefined } {
  const reader = createFragmentReader();
  const parts: unknown[] = [];
  try {
    for (const piece of pieces) reader.push(Buffer.from(piece), (part) => parts.push(structuredClone(part)));
  } catch (error) {
    if ((error as { code?: string }).code !== "LUCID_PIPELINE_ERR_4523") throw error;
    return { parts, fault: (error as Error).message };
  }
  return { parts, fault: undefined };
}

/** Files, archives and texts that a person is given. */
export const fileDecoders: readonly Decoder[] = [
  {
    ...{ name: "bundle", form: "bytes", seeds: () => archives("bundle") },
    async read(input) {
      const bundle = await readBundle(bytesSource(input));
      return bundle.ok ? "ok" : `${bundle.failure.code} ${bundle.failure.part ?? ""}`;
    },
  },
  {
    ...{ name: "bundle-verdict", form: "bytes", seeds: () => archives("bundle") },
    async read(input) {
      const judged = await judgeBundle(bytesSource(input));
      return judged.verified ? "ok" : judged.code;
    },
  },
  {
    ...{ name: "video-file", form: "bytes", seeds: () => archives("video") },
    async read(input) {
      const judged = await judgeBundle(bytesSource(input));
      return judged.verified ? "ok" : judged.code;
    },
  },
  {
    ...{ name: "tar-header", form: "bytes" },
    seeds: () => [encodeTarHeader({ name: chunkPartName(7), size: 513 }), encodeTarHeader({ name: "lucid.json", size: 0 })],
    read(input) {
      const header = decodeTarHeader(input);
      if (header === undefined) return "refused";
      sameBytes("a header of the archive is not written as it was read", encodeTarHeader(header), input);
      return "ok";
    },
  },
  {
    ...{ name: "chunk-container", form: "bytes", seeds: () => bytesIn("chunk-container", "container", "base64") },
    read(input) {
      const parsed = parseChunk(input);
      if (!parsed.ok) return `${parsed.failure.code} ${parsed.failure.detail?.replaceAll(/\d+/g, "#")}`;
      const { header, ciphertext, tag } = parsed.value;
      sameBytes("a container is not written as it was read", Buffer.concat([encodeChunkHeader(header), ciphertext, tag]), input);
      return "ok";
    },
  },
  {
    ...{
      name: "chunk-open",
      form: "bytes",
      isDeclared: isIdentityError,
      seeds: () => bytesIn("chunk-open", "container", "base64"),
    },
    read: (input) => `${openChunk(input, dataKey()).length > 0}`,
  },
  {
    ...{
      name: "chunk-records",
      form: "bytes",
      isDeclared: isIdentityError,
      seeds: () => bytesIn("chunk-open", "plain", "base64"),
    },
    read: (input) => `${Math.min(readRecords(input).length, 5)}`,
  },
  {
    ...{
      name: "age-envelope",
      form: "bytes",
      isDeclared: isIdentityError,
      seeds: () => bytesIn("key-envelope", "envelope", "base64"),
    },
    read: async (input) => `${(await unwrapDataKey(input, identity())).length}`,
  },
  {
    ...{ name: "live-tail", form: "bytes", isDeclared: isIdentityError },
    seeds: () => [Buffer.concat([utf8("LUCT\u0001"), Buffer.alloc(32, 7), Buffer.from([0, 0, 0, 40]), Buffer.alloc(40)])],
    read(input) {
      const reader = createTailReader(SESSION, new Uint8Array(32));
      return `${piecesOf(input).flatMap((piece) => reader.push(piece)).length}`;
    },
  },
  {
    ...{ name: "picture", form: "bytes", isDeclared: isIdentityError, seeds: () => [Buffer.alloc(120, 1)] },
    read: (input) => `${openPicture(input, new Uint8Array(32), SESSION).length}`,
  },
  {
    ...{ name: "chunk-video", form: "bytes" },
    seeds: () => [...bytesIn("video-commitment", "video", "base64"), fragmentBytes({ decodeTime: 0, samples: 3 })],
    read: (input) => (readChunkVideo(initSegment(), input) === undefined ? "none" : "ok"),
  },
  {
    ...{ name: "chunk-video-init", form: "bytes" },
    seeds: () => [...bytesIn("video-commitment", "init", "base64", 4), initSegment()],
    read: (input) =>
      readChunkVideo(input, fragmentBytes({ decodeTime: 0, samples: 3, keyframe: true })) === undefined ? "none" : "ok",
  },
  {
    ...{ name: "mp4-boxes", form: "bytes", seeds: () => [stream(), initSegment()] },
    read(input) {
      const whole = fragments(input, [Buffer.from(input)]);
      same("a stream cut otherwise comes to something else", fragments(input, piecesOf(input)), whole);
      return whole.fault ?? `${whole.parts.length}`;
    },
  },
  {
    ...{ name: "verify-link", form: "text" },
    seeds: () =>
      texts(
        ...[`lucid://verify?session=${SESSION}&node=${"a".repeat(64)}`, `https://a.b/verify.html#network=${"0".repeat(64)}`],
        "file:///x/verify#owner=TXYZopYRdj2D9XRtbG411XZZ3kM5VkAeBf",
      ),
    read(input) {
      const read = readVerifyLink(Buffer.from(input).toString());
      if (!read.ok) return read.problem;
      const again = readVerifyLink(`lucid://verify?${writeExpectation(read.expectation)}`);
      same("a link is not read as it was written", again, read);
      return "ok";
    },
  },
  {
    ...{ name: "address-book", form: "json" },
    seeds: () =>
      texts(
        writeBookFile(emptyBook),
        writeBookFile({
          ...emptyBook,
          known: [{ kind: "node", key: "a".repeat(64), name: "mine", added_at: "2026-01-01T00:00:00.000Z" }],
        }),
      ),
    read(input) {
      const read = readBookFile(input);
      if (!read.ok) return read.problem;
      same("a book is not read as it was written", readBookFile(utf8(writeBookFile(read.book))), read);
      return "ok";
    },
  },
  {
    ...{ name: "pin", form: "text", seeds: () => texts(SESSION, "A".repeat(64), "TXYZopYRdj2D9XRtbG411XZZ3kM5VkAeBf") },
    read(input) {
      const text = Buffer.from(input).toString();
      const kinds = ["session", "node", "owner", "network"] as const;
      return kinds.filter((kind) => readPin(kind, text) !== undefined).join();
    },
  },
  {
    ...{ name: "payout-path", form: "text", seeds: () => texts("m", "a".repeat(64), `${"a".repeat(64)},${"b".repeat(64)}`) },
    read: (input) => (readPath(Buffer.from(input).toString()) === undefined ? "none" : "ok"),
  },
  {
    ...{ name: "audit-export", form: "text" },
    seeds: () => texts('{"audit_log":{"first":1}}\n{"entry":{"sequence":1},"hash":"00"}\n', "{}\n"),
    read(input) {
      const check = createAuditLogCheck((text) => sha256Hex(utf8(text)));
      for (const line of Buffer.from(input).toString().split("\n")) check.push(line);
      const verdict = check.end();
      return verdict.verified ? "ok" : verdict.refusal.fault;
    },
  },
];

function dataKey(): Uint8Array {
  const hex = vectorsOf("chunk-open").vectors.flatMap(({ input }) => {
    const key = (input as Record<string, unknown>)["data_key"];
    return typeof key === "string" ? [key] : [];
  })[0];
  if (hex === undefined) throw new Broken("the vectors have no data key");
  return Buffer.from(hex, "hex");
}

function identity(): string {
  const found = vectorsOf("key-envelope").vectors.map(({ input }) => (input as Record<string, unknown>)["identity"])[0];
  if (typeof found !== "string") throw new Broken("the vectors have no identity");
  return found;
}
