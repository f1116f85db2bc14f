import type { AgreedPolicy, SessionReason, SessionState } from "@lucid/contract";
import type { ChunkEntry, Codec, CodedGap, Gap, GrantTerms, Manifest, Suite } from "@lucid/proof";
import QuickLRU from "quick-lru";

/** A session as it is kept. Times are unix milliseconds. */
export interface SessionRecord {
  readonly sessionId: string;
  readonly userId: string;
  readonly ownerAddress: string;
  readonly name: string;
  readonly description: string;
  readonly template: string;
  readonly state: SessionState;
  readonly policy: AgreedPolicy;
  readonly policyHash: string;
  readonly consentText: string;
  readonly consentHash: string;
  readonly width: number;
  readonly height: number;
  readonly frameRate: number;
  readonly compression: Codec;
  readonly encryption: Suite;
  readonly chunkSizeBytes: number;
  readonly maxSizeBytes: number;
  readonly retentionDays: number;
  readonly legalHold: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly grantTerms: GrantTerms;
  readonly grantSignature: string | null;
  readonly chunkCount: number;
  /** Bytes of all containers, and of what was recorded. */
  readonly size: number;
  readonly plainSize: number;
  readonly gaps: readonly (Gap | CodedGap)[];
  readonly encoder: string | null;
  readonly keyCommitment: string | null;
  /** 32 random bytes in hex, for the manifest; null in a session that began before there were such. */
  readonly salt: string | null;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly end: Manifest["end"] | null;
  readonly manifestHash: string | null;
  readonly merkleRoot: string | null;
  readonly anchorTransaction: string | null;
  readonly anchoredAt: number | null;
  readonly completedAt: number | null;
  /** When the sealed picture was put there; null where there is none. */
  readonly pictureAt: number | null;
  /** Why it ended by itself, failed or is not proven. */
  readonly reason: SessionReason | null;
}

/** Fields that change after a session was created. */
export type SessionChange = Partial<
  Pick<
    SessionRecord,
    | "name"
    | "description"
    | "template"
    | "policyHash"
    | "state"
    | "legalHold"
    | "grantTerms"
    | "grantSignature"
    | "encoder"
    | "keyCommitment"
    | "salt"
    | "startedAt"
    | "endedAt"
    | "end"
    | "manifestHash"
    | "merkleRoot"
    | "anchorTransaction"
    | "anchoredAt"
    | "completedAt"
    | "reason"
  > & {
    /** Together with its hash. */
    readonly policy: AgreedPolicy;
    readonly manifest: string;
    readonly receipt: string;
  }
>;

export interface ChunkRecord {
  readonly entry: ChunkEntry;
  readonly storedAt: number;
}

export interface KeyEnvelopeRecord {
  readonly envelope: Uint8Array;
  readonly recipients: readonly string[];
  readonly addedAt: number;
}

type Column = string | number | null;

/** Texts of which many sessions have the same, and the fields with their hashes. They are in a table of their own. */
export const DOCUMENTS = { policy: "policyHash", consentText: "consentHash" } as const;
type Document = keyof typeof DOCUMENTS;

/** Column of each other field. JSON fields are text; booleans are 0 and 1. */
export const COLUMNS: Readonly<Record<Exclude<keyof SessionRecord, Document>, string>> = {
  sessionId: "session_id",
  userId: "user_id",
  ownerAddress: "owner_address",
  name: "name",
  description: "description",
  template: "template",
  state: "state",
  policyHash: "policy_hash",
  consentHash: "consent_hash",
  width: "width",
  height: "height",
  frameRate: "frame_rate",
  compression: "compression",
  encryption: "encryption",
  chunkSizeBytes: "chunk_size_bytes",
  maxSizeBytes: "max_size_bytes",
  retentionDays: "retention_days",
  legalHold: "legal_hold",
  createdAt: "created_at",
  updatedAt: "updated_at",
  grantTerms: "grant_terms",
  grantSignature: "grant_signature",
  chunkCount: "chunk_count",
  size: "size_bytes",
  plainSize: "plain_size_bytes",
  gaps: "gaps",
  encoder: "encoder",
  keyCommitment: "key_commitment",
  salt: "tag_salt",
  startedAt: "started_at",
  endedAt: "ended_at",
  end: "end_reason",
  manifestHash: "manifest_hash",
  merkleRoot: "merkle_root",
  anchorTransaction: "anchor_transaction",
  anchoredAt: "anchored_at",
  completedAt: "completed_at",
  pictureAt: "picture_at",
  reason: "reason",
};

/** What no list and no view of a session shows. */
const UNSHOWN = [
  "grantTerms",
  "grantSignature",
  "keyCommitment",
  "salt",
  "encoder",
  "frameRate",
  "chunkSizeBytes",
  "maxSizeBytes",
] as const satisfies readonly (keyof SessionRecord)[];
/** As much of a session as is shown. */
export type ShownSession = Omit<SessionRecord, (typeof UNSHOWN)[number]>;

const FIELDS = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];
const SHOWN = FIELDS.filter((field) => !UNSHOWN.some((unshown) => unshown === field));

/** A statement for rows under the names of their fields, documents included. */
const selecting = (fields: readonly (keyof typeof COLUMNS)[], from = "sessions s"): string => `
  SELECT ${fields.map((field) => `s.${COLUMNS[field]} AS "${field}"`).join(", ")}, p.text AS policy, c.text AS consentText
  FROM ${from}
  CROSS JOIN session_documents p ON p.hash = s.policy_hash
  CROSS JOIN session_documents c ON c.hash = s.consent_hash`;
/** Selects `StoredSession`, to be followed by its conditions. */
export const SELECT_SESSIONS = selecting(FIELDS);
/** Selects `StoredShown`, to be followed by its conditions. */
export const SELECT_SHOWN = selecting(SHOWN);
/** Selects `StoredShown` of the places in a JSON array, in their order. CROSS JOIN keeps it. */
export const SELECT_PLACES = selecting(SHOWN, "json_each(?) asked CROSS JOIN sessions s ON s.place = asked.value");

/** Fields that are no plain columns. */
type Encoded = "policy" | "gaps" | "legalHold" | "grantTerms" | "reason";
export type StoredShown = Omit<ShownSession, Encoded> & {
  readonly policy: string;
  readonly gaps: string;
  readonly legalHold: 0 | 1;
  readonly reason: string | null;
};
export type StoredSession = StoredShown &
  Pick<SessionRecord, Exclude<(typeof UNSHOWN)[number], Encoded>> & { readonly grantTerms: string };

/** The same few policies stand in most rows. */
const policies = new QuickLRU<string, AgreedPolicy>({ maxSize: 100 });

function policyOf(text: string): AgreedPolicy {
  const known = policies.get(text);
  if (known) return known;
  const policy: AgreedPolicy = JSON.parse(text);
  policies.set(text, policy);
  return policy;
}

const gapsOf = (text: string): SessionRecord["gaps"] => (text === "[]" ? [] : JSON.parse(text));

export const toShownSession = (row: StoredShown): ShownSession => ({
  ...row,
  policy: policyOf(row.policy),
  gaps: gapsOf(row.gaps),
  legalHold: row.legalHold === 1,
  reason: row.reason === null ? null : JSON.parse(row.reason),
});

export const toSession = (row: StoredSession): SessionRecord => ({
  ...row,
  policy: policyOf(row.policy),
  gaps: gapsOf(row.gaps),
  legalHold: row.legalHold === 1,
  reason: row.reason === null ? null : JSON.parse(row.reason),
  grantTerms: JSON.parse(row.grantTerms),
});

/** What a session is before it starts. */
export const NOTHING_RECORDED = {
  grantSignature: null,
  chunkCount: 0,
  size: 0,
  plainSize: 0,
  gaps: [],
  encoder: null,
  keyCommitment: null,
  salt: null,
  startedAt: null,
  endedAt: null,
  end: null,
  manifestHash: null,
  merkleRoot: null,
  anchorTransaction: null,
  anchoredAt: null,
  completedAt: null,
  pictureAt: null,
  reason: null,
} as const satisfies Partial<SessionRecord>;

/** What a field is in its column. */
export function toColumn(value: unknown): Column {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "object" && value !== null) return JSON.stringify(value);
  return value as Column;
}
