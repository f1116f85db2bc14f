import { createHash } from "node:crypto";
import { type ChunkEntry, canonicalJson, DOMAIN, isSecondVersion, type Manifest, SignedManifest } from "@lucid/proof";
import type { NodeKeys } from "../../ground/index.ts";
import type { SessionRecord } from "../stored/session-row.ts";

export interface Sealed {
  /** RFC 8785 form of the signed manifest. */
  readonly manifest: string;
  readonly manifestHash: string;
}

export interface SealedRecord {
  /** RFC 8785 forms of the entries of all chunks, in order. */
  readonly entries: readonly string[];
  /** Root of the tree over them. */
  readonly root: string;
}

/**
 * Puts the manifest of an ended session together and signs it. The same rows always give the same bytes,
 * so sealing again after a crash is harmless. The entries go in as the texts they are stored as: making a
 * canonical text of thousands of them again would hold up the event loop for a tenth of a second.
 * @throws when a field the format needs is missing: the session never started.
 */
export function sealSession(
  record: SessionRecord,
  { entries, root }: SealedRecord,
  keys: Pick<NodeKeys, "publicKey" | "signText">,
  recorderVersion: string,
): Sealed {
  const [first = "{}"] = entries;
  const sample: ChunkEntry = JSON.parse(first);
  const frame = { ...frameOf(record, { entries, root }, keys, recorderVersion), ...secondVersionOf(record, entries, sample) };
  const [before = "", after = ""] = canonicalJson(frame).split(NO_CHUNKS);
  const text = `${before}"chunks":[${entries.join(",")}]${after}`;
  const signature = keys.signText(DOMAIN.manifest, text);
  SignedManifest.parse({ manifest: { ...frame, chunks: [sample] }, signature });
  return { manifest: `{"manifest":${text},"signature":"${signature}"}`, manifestHash: sha256(text) };
}

/**
 * What a manifest of version 2 has beside: a session whose chunks were begun in version 1 is sealed in version 1. The block
 * is that of the last entry, so that the same rows give the same manifest.
 */
function secondVersionOf(
  { sessionId, salt }: SessionRecord,
  entries: readonly string[],
  first: ChunkEntry,
): Pick<Manifest, "version" | "after" | "salt"> {
  if (!isSecondVersion(first)) return { version: 1 };
  if (salt === null) throw new Error(`Session ${sessionId} cannot be sealed: it has no salt`);
  const last: ChunkEntry = JSON.parse(entries.at(-1) ?? "{}");
  return { version: 2, after: last.after ?? null, salt };
}

/** Where the entries belong in the canonical text. Inside a string its quotes would be escaped. */
const NO_CHUNKS = '"chunks":[]';

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

function frameOf(
  record: SessionRecord,
  { entries, root }: SealedRecord,
  keys: Pick<NodeKeys, "publicKey">,
  recorderVersion: string,
): Omit<Manifest, "version"> {
  const { grantSignature, keyCommitment, startedAt, endedAt, end, encoder } = record;
  if (grantSignature === null || keyCommitment === null || startedAt === null || endedAt === null || end === null) {
    throw new Error(`Session ${record.sessionId} cannot be sealed: it never started`);
  }
  return {
    format: "lucid-manifest",
    session_id: record.sessionId,
    network: record.grantTerms.network,
    node: keys.publicKey,
    owner: record.ownerAddress,
    grant: { terms: record.grantTerms, signature: grantSignature },
    recorder: {
      version: recorderVersion,
      encoder: encoder ?? "unknown",
      width: record.width,
      height: record.height,
      frame_rate: record.frameRate,
    },
    started_at_ms: startedAt,
    ended_at_ms: endedAt,
    end,
    chunk_target: { bytes: record.chunkSizeBytes, seconds: 10 },
    key_commitment: keyCommitment,
    chunks: [],
    merkle: { algorithm: "rfc9162-sha256", root, leaf_count: entries.length },
    total_size: record.size,
    total_plain_size: record.plainSize,
    created_at_ms: endedAt,
  };
}
