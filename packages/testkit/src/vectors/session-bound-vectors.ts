import { type ChunkEntry, type ChunkProof, canonicalBytes, type Manifest, type SignedManifest } from "@lucid/proof";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { malformed } from "./malformed.ts";
import { invalid, type Vector, valid } from "./vector.ts";

/** Manifests at the bounds of what is accepted; `sign` signs changed ones as the node. */
export function manifestBounds(signed: SignedManifest, sign: (changes: Partial<Manifest>) => Vector["input"]): Vector[] {
  const { manifest } = signed;
  const input = (document: unknown): Vector["input"] => ({ genesis: "main", manifest: document });
  const last = manifest.chunks.at(-1) as ChunkEntry;
  const recorder = (changes: object) => sign({ recorder: { ...manifest.recorder, ...changes } });
  const FROM_ONE = ["width", "height", "frame_rate"];
  const spoilt = manifest.chunks.map((entry) => (entry.index === 1 ? { ...entry, take: -1 } : entry));
  return [
    ...[...malformed(signed, ["chunks"])].map(({ name, document }) => invalid(name, input(document), "format-invalid")),
    ...["session_id", "sha256", "gap_before"].map((field) =>
      invalid(
        `${field} of chunk 1 of another form`,
        input({
          ...signed,
          manifest: {
            ...manifest,
            chunks: manifest.chunks.map((entry) => (entry.index === 1 ? { ...entry, [field]: "?" } : entry)),
          },
        }),
        "format-invalid",
        { chunk: 1 },
      ),
    ),
    invalid(
      "a chunk that is no object",
      input({ ...signed, manifest: { ...manifest, chunks: [...manifest.chunks, 7] } }),
      "format-invalid",
      { chunk: 3 },
    ),
    ...[
      ["an owner", { ...manifest, owner: "nobody", chunks: spoilt }, {}],
      ["a field too many", { ...manifest, note: "", chunks: spoilt }, { chunk: 1 }],
      ["another entry", { ...manifest, chunks: spoilt.map((entry) => ({ ...entry, take: -1 })) }, { chunk: 0 }],
    ].map(([name, changed, more]) =>
      invalid(
        `two faults of form: an entry and ${name as string}`,
        input({ ...signed, manifest: changed }),
        "format-invalid",
        more as object,
      ),
    ),
    invalid(
      "two faults of form: an entry and the signature",
      input({ manifest: { ...manifest, chunks: spoilt }, signature: "" }),
      "format-invalid",
      { chunk: 1 },
    ),
    invalid("a version of true", input({ ...signed, manifest: { ...manifest, version: true } }), "format-invalid"),
    invalid("a version as a text", input({ ...signed, manifest: { ...manifest, version: "1" } }), "format-invalid"),
    invalid("an empty list of chunks", sign({ chunks: [] }), "format-invalid"),
    ...FROM_ONE.map((name) => invalid(`a ${name} of 0`, recorder({ [name]: 0 }), "format-invalid")),
    valid("a picture of one pixel, once a second", recorder({ width: 1, height: 1, frame_rate: 1 })),
    ...["version", "encoder"].flatMap((name) => [
      valid(`an empty ${name}`, recorder({ [name]: "" })),
      valid(`a ${name} of 64 characters`, recorder({ [name]: "x".repeat(64) })),
      invalid(`a ${name} of 65 characters`, recorder({ [name]: "x".repeat(65) }), "format-invalid"),
    ]),
    ...["bytes", "seconds"].flatMap((name) => [
      valid(`chunk_target.${name} of 1`, sign({ chunk_target: { ...manifest.chunk_target, [name]: 1 } })),
      invalid(`chunk_target.${name} of 0`, sign({ chunk_target: { ...manifest.chunk_target, [name]: 0 } }), "format-invalid"),
    ]),
    invalid("no leaves", sign({ merkle: { ...manifest.merkle, leaf_count: 0 } }), "format-invalid"),
    ...(["limit", "interrupted", "recorder_lost", "desktop_lost"] as const).map((end) =>
      valid(`an end of ${end}`, sign({ end })),
    ),
    invalid(
      "an owner whose check sum is wrong",
      sign({ owner: `${manifest.owner.slice(0, -1)}${manifest.owner.endsWith("1") ? "2" : "1"}` }),
      "grant-signature",
    ),
    invalid("an owner that is no address", sign({ owner: `0${manifest.owner.slice(1)}` }), "format-invalid"),
    invalid(
      "a recovery byte that is none of the four",
      sign({ grant: { ...manifest.grant, signature: `${manifest.grant.signature.slice(0, 128)}02` } }),
      "format-invalid",
    ),
    invalid(
      "a grant signature in upper case",
      sign({ grant: { ...manifest.grant, signature: manifest.grant.signature.toUpperCase() } }),
      "format-invalid",
    ),
    valid("a last chunk that ends with the recording", sign({ ended_at_ms: last.ended_at_ms })),
    invalid("a wrong total plain size", sign({ total_plain_size: manifest.total_plain_size + 1 }), "totals-mismatch"),
    invalid(
      "two faults: totals before the root",
      sign({ total_size: 0, merkle: { ...manifest.merkle, root: "00".repeat(32) } }),
      "totals-mismatch",
    ),
    invalid(
      "a start after the first chunk",
      sign({ started_at_ms: (manifest.chunks[0]?.started_at_ms ?? 0) + 1 }),
      "chunk-times",
      { chunk: 0 },
    ),
    valid("made before it ended, as the node says", sign({ created_at_ms: 0 })),
  ];
}

/** Chunk proofs as files, with the form and the heads they may not have. */
export function chunkProofBounds(proof: ChunkProof, checkpoints: { readonly other: unknown; readonly twice: unknown }): Vector[] {
  const on = (document: unknown, more: object = {}): Vector["input"] => ({ genesis: "main", proof: document, ...more });
  const file = (text: Uint8Array): Vector["input"] => ({ genesis: "main", proof_hex: bytesToHex(text) });
  const text = new TextDecoder().decode(canonicalBytes(proof));
  return [
    ...[...malformed(proof, ["entry", "evidence"])].map(({ name, document }) => invalid(name, on(document), "format-invalid")),
    invalid("a malformed entry", on({ ...proof, entry: { ...proof.entry, size: -1 } }), "format-invalid"),
    invalid("malformed evidence", on({ ...proof, evidence: { ...proof.evidence, headers: [] } }), "format-invalid"),
    invalid(
      "a path of 21 steps",
      on({ ...proof, path: ["11".repeat(32)] }, { repeat: [{ path: ["proof", "path"], times: 21 }] }),
      "format-invalid",
    ),
    invalid("a checkpoint that names other sessions only", on({ ...proof, evidence: checkpoints.other }), "path-invalid", {
      chunk: 1,
    }),
    invalid("a checkpoint that names the session twice", on({ ...proof, evidence: checkpoints.twice }), "path-invalid", {
      chunk: 1,
    }),
    invalid("an index that is not in the tree", on({ ...proof, entry: { ...proof.entry, index: 5 } }), "path-invalid", {
      chunk: 5,
    }),
    invalid("a genesis that contradicts itself", { genesis: "broken", proof }, "genesis-invalid"),
    valid("a proof as a file", file(utf8ToBytes(text)), { tree_size: 5, committed_by: "session_anchor" }),
    invalid("a proof as a file with a line feed at the end", file(utf8ToBytes(`${text}\n`)), "json-not-canonical"),
    invalid(
      "a proof as a file, with a field too many",
      file(utf8ToBytes(text.replace('{"entry"', '{"a":1,"entry"'))),
      "format-invalid",
    ),
  ];
}
