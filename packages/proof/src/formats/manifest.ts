import { z } from "zod";
import { BlockRef } from "./block.ts";
import { type ChunkEntry, ChunkEntryV1, ChunkEntryV2 } from "./chunk-entry.ts";
import { Count, Hash, PublicKey, Signature, TronAddress, TronSignature, text, UnixMs, Uuid } from "./primitives.ts";

/** Highest number of chunks one session may have. */
export const MAX_CHUNKS = 1_000_000;

/** What the owner signs before a session records: who may record what, under which rules, until when. */
const GrantTermsV1 = z.strictObject({
  session_id: Uuid,
  network: Hash,
  node: PublicKey,
  policy_hash: Hash,
  consent_hash: Hash,
  ends_at_ms: UnixMs,
});
export const GrantTerms = GrantTermsV1.extend({
  /** A final block that was known when the owner was asked: nobody can have signed earlier. In manifests of version 2. */
  after: BlockRef.exactOptional(),
});
export type GrantTerms = z.infer<typeof GrantTerms>;

const GrantV1 = z.strictObject({ terms: GrantTermsV1, signature: TronSignature });
export const Grant = GrantV1.extend({ terms: GrantTerms });
export type Grant = z.infer<typeof Grant>;

const manifestFields = {
  format: z.literal("lucid-manifest"),
  session_id: Uuid,
  network: Hash,
  node: PublicKey,
  owner: TronAddress,
  recorder: z.strictObject({
    version: text(64),
    encoder: text(64),
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
  merkle: z.strictObject({ algorithm: z.literal("rfc9162-sha256"), root: Hash, leaf_count: z.int().positive() }),
  total_size: Count,
  total_plain_size: Count,
  created_at_ms: UnixMs,
};

const ManifestV1 = z.strictObject({
  ...manifestFields,
  version: z.literal(1),
  grant: GrantV1,
  chunks: z.array(ChunkEntryV1).min(1).max(MAX_CHUNKS),
});

const ManifestV2 = z.strictObject({
  ...manifestFields,
  version: z.literal(2),
  grant: Grant,
  /** A final block that the node knew: at least that of the last entry. */
  after: BlockRef.nullable(),
  /** 32 random bytes of this session alone, in hex: with them a tag on a chain can be told to be this session's. */
  salt: Hash,
  chunks: z.array(ChunkEntryV2).min(1).max(MAX_CHUNKS),
});

/** `after` and `salt` are there exactly in version 2, whose entries are all of version 2 as well. */
export type Manifest = Omit<z.infer<typeof ManifestV1>, "version" | "grant" | "chunks"> &
  Partial<Pick<z.infer<typeof ManifestV2>, "after" | "salt">> & { version: 1 | 2; grant: Grant; chunks: ChunkEntry[] };
export const Manifest: z.ZodType<Manifest> = z.discriminatedUnion("version", [ManifestV1, ManifestV2]);

/** The manifest with the recording node's signature: `manifest.json` of a bundle. */
export const SignedManifest = z.strictObject({ manifest: Manifest, signature: Signature });
export type SignedManifest = z.infer<typeof SignedManifest>;
