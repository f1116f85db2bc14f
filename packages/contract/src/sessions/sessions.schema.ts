import { z } from "zod";
import { AgreedPolicy, PolicyPreset, SessionPolicy, StatedPurpose } from "../policies/policies.schema.ts";
import { PolicyAction, PolicyDecision } from "../policies/policy-rules.schema.ts";
import {
  AgeRecipient,
  Bytes,
  HashHex,
  SessionId,
  SignatureHex,
  Timestamp,
  TronAddress,
  UserId,
} from "../shared/shared.schema.ts";
import { writtenLine, writtenText } from "../shared/written-text.ts";
import { SessionReason } from "./session-reasons.ts";

/** One clipboard text of a viewer, as UTF-8: what is longer goes neither into a desktop nor out of it. */
export const MAX_CLIPBOARD_BYTES = 1_048_576;

/** The way of a chunk through the pipeline. */
export const STAGES = ["recording", "chunk_generation", "compression", "encryption", "merkle_building", "storage"] as const;

export const SESSION_STATES = [
  "created",
  "recording",
  "paused",
  "processing",
  "stored",
  "anchored",
  "completed",
  "failed",
  "cancelled",
  "interrupted",
  "deleted",
] as const;
export const SessionState = z.enum(SESSION_STATES);
export type SessionState = z.infer<typeof SessionState>;

/**
 * Parts of the list. `live`: the desktop is there. `drafts`: prepared and not started. `records`: recorded, or started
 * and failed. What was given up before its start, or deleted, is in none of them.
 */
export const SESSION_GROUPS = {
  live: ["recording", "paused"],
  drafts: ["created"],
  records: ["processing", "stored", "anchored", "completed", "failed", "interrupted"],
} as const satisfies Readonly<Record<string, readonly SessionState[]>>;
export type SessionGroup = keyof typeof SESSION_GROUPS;

export const SessionGap = z
  .object({
    kind: z.enum(["paused", "recorder_lost", "interrupted"]),
    reason: z.string(),
    from: Timestamp,
    to: Timestamp.nullable(),
  })
  .meta({ id: "SessionGap" });
export type SessionGap = z.infer<typeof SessionGap>;

export const Participant = z
  .object({
    via: z.enum(["viewer", "rdp"]),
    label: z.string(),
    since: Timestamp,
  })
  .meta({ id: "Participant" });
export type Participant = z.infer<typeof Participant>;

/** What somebody tried in a desktop that is open, and did not get through: the policy's answer to the session's owner. */
export const HeldBack = z
  .object({
    action: PolicyAction.extract(["type", "point", "copy_in", "copy_out"]),
    decision: PolicyDecision,
    /** When it was last tried; within a few seconds, trying again is not told again. */
    at: Timestamp,
  })
  .meta({ id: "HeldBack" });
export type HeldBack = z.infer<typeof HeldBack>;

/** A text that was too large to cross the clipboard of a desktop that is open. */
export const TextTooLarge = z
  .object({
    direction: z.enum(["in", "out"]),
    /** As UTF-8, or as it was announced; null where it stands behind a compression. */
    bytes: z.int().nonnegative().nullable(),
    /** When it was last tried; within a few seconds, trying again is not told again. */
    at: Timestamp,
  })
  .meta({ id: "TextTooLarge" });
export type TextTooLarge = z.infer<typeof TextTooLarge>;

/** Where the session's anchor is on its way to a final block. */
export const AnchorState = z
  .object({
    status: z.enum(["none", "submitted", "included", "final"]),
    transaction_id: HashHex.nullable(),
    block_height: z.int().nullable(),
    confirmations: z.int(),
    /** The node's clock is behind the chain's head or the record's end: no block can hold the anchor before this time. */
    not_before: Timestamp.nullable(),
    final_at: Timestamp.nullable(),
  })
  .meta({ id: "AnchorState" });
export type AnchorState = z.infer<typeof AnchorState>;

/**
 * What the chain holds under a session's id and is not the session's: another node sent it, or it has another root or
 * count of chunks. It proves nothing of the recording, and counts nowhere.
 */
export const ForeignAnchor = z
  .object({
    type: z.enum(["session_anchor", "node_checkpoint"]),
    transaction_id: HashHex,
    /** Public key of the node that signed it. */
    sender: HashHex,
    block_height: z.int(),
    chunk_count: z.int(),
    final: z.boolean(),
  })
  .meta({ id: "ForeignAnchor" });
export type ForeignAnchor = z.infer<typeof ForeignAnchor>;

export const Session = z
  .object({
    session_id: SessionId,
    user_id: UserId,
    name: z.string(),
    description: z.string(),
    template: z.string(),
    state: SessionState,
    /** The coarse status of the published API, derived from `state`. */
    status: z.enum(["active", "paused", "completed", "failed", "cancelled"]),
    recording_status: z.enum(["not_started", "recording", "paused", "stopped"]),
    pipeline_status: z.enum(["pending", "processing", "completed", "failed"]),
    created_at: Timestamp,
    updated_at: Timestamp,
    started_at: Timestamp.nullable(),
    /** End of the last chunk; null while the session is open, and where nothing was recorded. */
    ended_at: Timestamp.nullable(),
    /** When the anchor of the recording became final. */
    completed_at: Timestamp.nullable(),
    /** Seconds from start to end, or to now while it runs. */
    duration: z.number().nonnegative(),
    size_bytes: Bytes,
    plain_size_bytes: Bytes,
    compression_ratio: z.number().nullable(),
    chunk_count: z.int().nonnegative(),
    /** Chunks whose tree head is in a block of the chain. */
    anchored_chunk_count: z.int().nonnegative(),
    /** Everything recorded before this moment is provable on the chain now. */
    proven_until: Timestamp.nullable(),
    encryption_enabled: z.literal(true),
    encryption: z.enum(["xchacha20-poly1305", "aes-256-gcm"]),
    compression: z.enum(["zstd", "gzip", "none"]),
    policy: AgreedPolicy,
    policy_hash: HashHex,
    consent_text: z.string(),
    consent_hash: HashHex,
    width: z.int(),
    height: z.int(),
    merkle_root: HashHex.nullable(),
    manifest_hash: HashHex.nullable(),
    end: z.enum(["stopped", "limit", "interrupted", "recorder_lost", "desktop_lost"]).nullable(),
    gaps: z.array(SessionGap),
    participants: z.array(Participant),
    input_frozen: z.boolean(),
    /** Its policy opens a network, and what connects its desktop does not answer now. */
    network_silent: z.boolean(),
    /** What policies hold back of what was tried while it runs, one each; what is allowed by now is not in it. */
    held_back: z.array(HeldBack),
    /** The last text of each direction that was too large for the clipboard while it runs, until a later one got through. */
    too_large: z.array(TextTooLarge),
    anchored: z.boolean(),
    anchored_at: Timestamp.nullable(),
    anchor: AnchorState,
    foreign_anchor: ForeignAnchor.nullable(),
    retention_until: Timestamp.nullable(),
    legal_hold: z.boolean(),
    /** When its picture was kept on the node; null where there is none. */
    picture_at: Timestamp.nullable(),
    /** Why it ended by itself, failed, stands still or is not proven. */
    reason: SessionReason.nullable(),
    /** The same in English. */
    error_message: z.string().nullable(),
  })
  .meta({ id: "Session" });
export type Session = z.infer<typeof Session>;

export const CreateSession = z.strictObject({
  name: writtenLine(1, 255),
  description: writtenText(0, 1_000).default(""),
  template: z.string().max(64).default("desktop"),
  /** A policy's id, or a whole policy. */
  policy: z.union([z.string().max(64), SessionPolicy]).default("standard"),
  /** Why, and for which ticket: the policy may demand either. */
  reason: StatedPurpose.shape.reason.default(""),
  ticket: StatedPurpose.shape.ticket.default(""),
  consent: z.strictObject({
    text: writtenText(1, 10_000),
    accepted: z.boolean(),
  }),
  resolution: z.enum(["1280x720", "1600x900", "1920x1080"]).default("1280x720"),
  frame_rate: z.int().min(1).max(30).default(10),
  compression: z.enum(["zstd", "gzip", "none"]).default("zstd"),
  encryption: z.enum(["xchacha20-poly1305", "aes-256-gcm"]).default("xchacha20-poly1305"),
  encryption_enabled: z.literal(true, "a recording is always encrypted").optional(),
  chunk_size_bytes: z.int().min(1_048_576).max(10_485_760).default(10_485_760),
  max_size_bytes: z.int().min(1_048_576).max(107_374_182_400).default(10_737_418_240),
  retention_days: z.int().min(1).max(365).default(30),
});
export type CreateSession = z.infer<typeof CreateSession>;

/** The text an owner signs (TRON message) so that the node may record, and the terms inside it. */
export const GrantRequest = z
  .object({
    text: z.string(),
    terms: z.object({
      session_id: z.string(),
      network: HashHex,
      node: HashHex,
      policy_hash: HashHex,
      consent_hash: HashHex,
      ends_at_ms: z.int(),
      /** A final block of the network from before the owner was asked; absent in terms of drafts from before there was one. */
      after: z.object({ height: z.int(), hash: HashHex }).exactOptional(),
    }),
    owner: TronAddress,
  })
  .meta({ id: "GrantRequest" });
export type GrantRequest = z.infer<typeof GrantRequest>;

export const StartSession = z.strictObject({
  grant_signature: SignatureHex,
  /** Who will be able to open the recording. Defaults to the owner's own recipient. */
  recipients: z.array(AgeRecipient).min(1).max(20).optional(),
});

export const Connection = z
  .object({
    host: z.string(),
    port: z.int(),
    username: z.string(),
    /** One-time: it belongs to this desktop alone and dies with it. */
    password: z.string(),
    certificate_fingerprint: z.string(),
    rdp_file: z.string(),
  })
  .meta({ id: "Connection" });
export type Connection = z.infer<typeof Connection>;

export const ViewerTicket = z
  .object({
    ticket: z.string(),
    /** Path of the WebSocket that speaks RFB, on this gateway. */
    path: z.string(),
    expires_at: Timestamp,
  })
  .meta({ id: "ViewerTicket" });
export type ViewerTicket = z.infer<typeof ViewerTicket>;

export const Chunk = z
  .object({
    chunk_id: z.string(),
    session_id: SessionId,
    index: z.int(),
    take: z.int(),
    started_at: Timestamp,
    ended_at: Timestamp,
    keyframe: z.boolean(),
    events: z.int(),
    gap_before: SessionGap.nullable(),
    size_bytes: Bytes,
    plain_size_bytes: Bytes,
    compression: z.enum(["zstd", "gzip", "none"]),
    encryption: z.enum(["xchacha20-poly1305", "aes-256-gcm"]),
    compression_ratio: z.number(),
    encrypted: z.literal(true),
    hash: HashHex,
    status: z.enum(["stored", "anchored"]),
    created_at: Timestamp,
  })
  .meta({ id: "Chunk" });
export type Chunk = z.infer<typeof Chunk>;

/** Fields by their names: so an answer is the canonical form that a verifier of the file asks for. */
export const DeletionReceipt = z
  .object({
    receipt: z.object({
      chunk_count: z.int(),
      deleted_at_ms: z.int(),
      deleted_by: UserId,
      format: z.literal("lucid-deletion-receipt"),
      manifest_hash: HashHex.nullable(),
      merkle_root: HashHex.nullable(),
      node: HashHex,
      reason: z.string(),
      session_id: SessionId,
      total_size: Bytes,
      version: z.literal(1),
    }),
    signature: z.string(),
  })
  .meta({ id: "DeletionReceipt" });
export type DeletionReceipt = z.infer<typeof DeletionReceipt>;

export const Template = z
  .object({
    template_id: z.string(),
    name: z.string(),
    description: z.string(),
    available: z.boolean(),
  })
  .meta({ id: "Template" });
export type Template = z.infer<typeof Template>;

/** The session's data key, wrapped for its recipients in the age format (base64), oldest envelope first. */
export const KeyEnvelopes = z
  .object({
    envelopes: z.array(
      z.object({
        envelope: z.string().max(16_384),
        recipients: z.array(AgeRecipient),
        added_at: Timestamp,
      }),
    ),
  })
  .meta({ id: "KeyEnvelopes" });
export type KeyEnvelopes = z.infer<typeof KeyEnvelopes>;

/** Most bytes of a sealed picture. */
export const MAX_PICTURE_BYTES = 49_152;

/**
 * A frame of the recording in base64, sealed under its data key by whoever could open it (`sealPicture`): the node cannot
 * see it, and vouches for nothing in it.
 */
export const SealedPicture = z
  .object({
    sealed: z
      .base64()
      .min(1)
      .max((MAX_PICTURE_BYTES / 3) * 4),
  })
  .meta({ id: "SealedPicture" });
export type SealedPicture = z.infer<typeof SealedPicture>;

export const SessionDefaults = z
  .object({
    templates: z.array(Template),
    policies: z.array(PolicyPreset),
    consent_text: z.string(),
    /** Programs this node lacks for hosting desktops; empty when it can host. */
    missing: z.array(z.string()),
  })
  .meta({ id: "SessionDefaults" });
export type SessionDefaults = z.infer<typeof SessionDefaults>;
