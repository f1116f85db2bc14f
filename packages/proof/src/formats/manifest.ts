import { z } from "zod";
import { ChunkEntry } from "./chunk-entry.ts";
import { Count, Hash, PublicKey, Signature, TronAddress, TronSignature, UnixMs, Uuid } from "./primitives.ts";

/** Highest number of chunks one session may have in manifest version 1. */
export const MAX_CHUNKS = 1_000_000;

/** What the owner signs before a session records: who may record what, under which rules, until when. */
export const GrantTerms = z.strictObject({
  session_id: Uuid,
  network: Hash,
  node: PublicKey,
  policy_hash: Hash,
  consent_hash: Hash,
  ends_at_ms: UnixMs,
});
export type GrantTerms = z.infer<typeof GrantTerms>;

export const Grant = z.strictObject({ terms: GrantTerms, signature: TronSignature });
export type Grant = z.infer<typeof Grant>;

export const Manifest = z.strictObject({
  format: z.literal("lucid-manifest"),
  version: z.literal(1),
  session_id: Uuid,
  network: Hash,
  node: PublicKey,
  owner: TronAddress,
  grant: Grant,
  recorder: z.strictObject({
    version: z.string().max(64),
    encoder: z.string().max(64),
    width: z.int().positive(),
    height: z.int().positive(),
    frame_rate: z.int().positive(),
  }),
  started_at_ms: UnixMs,
  ended_at_ms: UnixMs,
  /** Why the record ends: the owner stopped it, a limit was reached, the node or the desktop went away. */
  end: z.enum(["stopped", "limit", "interrupted", "recorder_lost", "desktop_lost"]),
  chunk_target: z.strictObject({ bytes: z.int().positive(), seconds: z.int().positive() }),
  /** SHA-256 of "lucid:data-key:v1\n" and the 32 bytes of the session's data key. */
  key_commitment: Hash,
  chunks: z.array(ChunkEntry).min(1).max(MAX_CHUNKS),
  merkle: z.strictObject({ algorithm: z.literal("rfc9162-sha256"), root: Hash, leaf_count: z.int().positive() }),
  total_size: Count,
  total_plain_size: Count,
  created_at_ms: UnixMs,
});
export type Manifest = z.infer<typeof Manifest>;

/** The manifest with the recording node's signature: `manifest.json` of a bundle. */
export const SignedManifest = z.strictObject({ manifest: Manifest, signature: Signature });
export type SignedManifest = z.infer<typeof SignedManifest>;
