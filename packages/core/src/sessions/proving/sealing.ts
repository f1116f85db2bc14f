import {
  type ChunkEntry,
  canonicalBytes,
  canonicalJson,
  DOMAIN,
  hashObject,
  type Manifest,
  merkle,
  SignedManifest,
} from "@lucid/proof";
import type { NodeKeys } from "../../keys/index.ts";
import type { SessionRecord } from "../stored/session-row.ts";

export interface Sealed {
  /** RFC 8785 form of the signed manifest. */
  readonly manifest: string;
  readonly manifestHash: string;
  readonly grantHash: string;
  readonly root: string;
  readonly totalSize: number;
}

/**
 * Puts the manifest of an ended session together and signs it. The same rows always give the same bytes,
 * so sealing again after a crash is harmless.
 * @throws when a field the format needs is missing: the session never started.
 */
export function sealSession(
  record: SessionRecord,
  entries: readonly ChunkEntry[],
  keys: NodeKeys,
  recorderVersion: string,
): Sealed {
  const { grantSignature, keyCommitment, startedAt, endedAt, end, encoder } = record;
  if (grantSignature === null || keyCommitment === null || startedAt === null || endedAt === null || end === null) {
    throw new Error(`Session ${record.sessionId} cannot be sealed: it never started`);
  }
  const grant = { terms: record.grantTerms, signature: grantSignature };
  const root = merkle.rootOf(entries.map((entry) => canonicalBytes(entry)));
  const manifest: Manifest = {
    format: "lucid-manifest",
    version: 1,
    session_id: record.sessionId,
    network: record.grantTerms.network,
    node: keys.publicKey,
    owner: record.ownerAddress,
    grant,
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
    chunks: [...entries],
    merkle: { algorithm: "rfc9162-sha256", root, leaf_count: entries.length },
    total_size: sum(entries, (entry) => entry.size),
    total_plain_size: sum(entries, (entry) => entry.plain_size),
    created_at_ms: endedAt,
  };
  const signed: SignedManifest = SignedManifest.parse({ manifest, signature: keys.sign(DOMAIN.manifest, manifest) });
  return {
    manifest: canonicalJson(signed),
    manifestHash: hashObject(manifest),
    grantHash: hashObject(grant),
    root,
    totalSize: manifest.total_size,
  };
}

const sum = (entries: readonly ChunkEntry[], of: (entry: ChunkEntry) => number): number =>
  entries.reduce((total, entry) => total + of(entry), 0);
