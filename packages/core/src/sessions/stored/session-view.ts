import type { ChainRead } from "@lucid/chain";
import type { AnchorState, Chunk, Participant, Session, SessionGap } from "@lucid/contract";
import type { ChunkEntry, Gap } from "@lucid/proof";
import type { SessionRepository } from "./session-repository.ts";
import type { SessionRecord } from "./session-row.ts";
import { projection } from "./session-state.ts";

/** What only a running session knows. */
export interface LiveView {
  readonly participants: readonly Participant[];
  readonly inputFrozen: boolean;
  /** The gap that is open now. */
  readonly openGap: Gap | null;
  /** Why input is frozen. */
  readonly trouble: string | null;
}

const iso = (ms: number): string => new Date(ms).toISOString();
const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms));

const DAY_MS = 86_400_000;

export interface ViewDeps {
  readonly repository: SessionRepository;
  readonly chain: { readonly read: Pick<ChainRead, "anchorOf" | "lastCheckpointOf"> };
  readonly now: () => number;
  readonly live: (sessionId: string) => LiveView | undefined;
}

/** A session as the contract shows it, put together from its rows, the chain and the running desktop. */
export function viewSession(record: SessionRecord, { repository, chain, now, live }: ViewDeps): Session {
  const running = live(record.sessionId);
  const anchor = anchorState(record, chain);
  const proven = provenChunks(record, chain);
  const lastProven = proven > 0 ? repository.chunk(record.sessionId, proven - 1) : undefined;
  const endedAt = record.endedAt ?? (record.startedAt === null ? null : now());
  return {
    session_id: record.sessionId as Session["session_id"],
    user_id: record.userId as Session["user_id"],
    name: record.name,
    description: record.description,
    template: record.template,
    state: record.state,
    ...projection(record.state),
    created_at: iso(record.createdAt),
    updated_at: iso(record.updatedAt),
    started_at: isoOrNull(record.startedAt),
    completed_at: isoOrNull(record.completedAt),
    duration: record.startedAt === null || endedAt === null ? 0 : Math.max(0, endedAt - record.startedAt) / 1_000,
    size_bytes: record.size,
    plain_size_bytes: record.plainSize,
    compression_ratio: record.size === 0 ? null : record.plainSize / record.size,
    chunk_count: record.chunkCount,
    anchored_chunk_count: proven,
    proven_until: lastProven ? iso(lastProven.entry.ended_at_ms) : null,
    encryption_enabled: true,
    encryption: record.encryption,
    compression: record.compression,
    policy: record.policy,
    policy_hash: record.policyHash,
    consent_text: record.consentText,
    consent_hash: record.consentHash,
    width: record.width,
    height: record.height,
    merkle_root: record.merkleRoot,
    manifest_hash: record.manifestHash,
    end: record.end,
    gaps: [...record.gaps, ...(running?.openGap ? [running.openGap] : [])].map((gap) => viewGap(gap, now())),
    participants: [...(running?.participants ?? [])],
    input_frozen: running?.inputFrozen ?? false,
    anchored: anchor.status === "included" || anchor.status === "final",
    anchored_at: isoOrNull(record.anchoredAt),
    anchor: { ...anchor, final_at: isoOrNull(record.completedAt) },
    retention_until: record.endedAt === null ? null : iso(record.endedAt + record.retentionDays * DAY_MS),
    legal_hold: record.legalHold,
    error_message: record.errorMessage ?? running?.trouble ?? null,
  };
}

/** How many of a session's first chunks a block of the chain commits. */
export function provenChunks(record: SessionRecord, chain: ViewDeps["chain"]): number {
  if (chain.read.anchorOf(record.sessionId)) return record.chunkCount;
  return chain.read.lastCheckpointOf(record.sessionId)?.size ?? 0;
}

function anchorState(record: SessionRecord, chain: ViewDeps["chain"]): Omit<AnchorState, "final_at"> {
  const none = { transaction_id: record.anchorTransaction, block_height: null, confirmations: 0 };
  const place = chain.read.anchorOf(record.sessionId);
  if (!place) return { ...none, status: record.anchorTransaction === null ? "none" : "submitted" };
  return {
    status: place.final ? "final" : "included",
    transaction_id: place.transaction_id,
    block_height: place.height,
    confirmations: place.confirmations,
  };
}

const viewGap = (gap: Gap, now: number): SessionGap => ({
  kind: gap.kind,
  reason: gap.reason,
  from: iso(gap.from_ms),
  to: gap.to_ms > now ? null : iso(gap.to_ms),
});

export function viewChunk(entry: ChunkEntry, storedAt: number, proven: number): Chunk {
  return {
    chunk_id: String(entry.index),
    session_id: entry.session_id as Chunk["session_id"],
    index: entry.index,
    take: entry.take,
    started_at: iso(entry.started_at_ms),
    ended_at: iso(entry.ended_at_ms),
    keyframe: entry.keyframe,
    events: entry.events,
    gap_before: entry.gap_before && viewGap(entry.gap_before, Number.MAX_SAFE_INTEGER),
    size_bytes: entry.size,
    plain_size_bytes: entry.plain_size,
    compression: entry.codec,
    encryption: entry.suite,
    compression_ratio: entry.size === 0 ? 1 : entry.plain_size / entry.size,
    encrypted: true,
    hash: entry.sha256,
    status: entry.index < proven ? "anchored" : "stored",
    created_at: iso(storedAt),
  };
}
