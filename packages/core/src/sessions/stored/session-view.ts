import type { AnchorPlace } from "@lucid/chain";
import {
  type AnchorState,
  type ForeignAnchor,
  type HeldBack,
  type Participant,
  type Session,
  type SessionReason,
  sessionReasonText,
  type TextTooLarge,
} from "@lucid/contract";
import type { CodedGap, Gap } from "@lucid/proof";
import { anchorableFrom } from "./anchorable-from.ts";
import { viewGap } from "./chunk-view.ts";
import type { ForeignPlace, OwnPlace } from "./own-places.ts";
import type { ShownSession } from "./session-row.ts";
import { projection } from "./session-state.ts";

/** What only a running session knows. */
export interface LiveView {
  /** How long its desktop is open, milliseconds. */
  readonly openForMs: number;
  readonly participants: readonly Participant[];
  readonly inputFrozen: boolean;
  /** What connects its desktop's network does not answer. */
  readonly isNetworkSilent: boolean;
  /** What policies hold back of what was tried. */
  readonly heldBack: readonly HeldBack[];
  /** Texts that were too large to cross the clipboard. */
  readonly tooLarge: readonly TextTooLarge[];
  /** The gap that is open now. */
  readonly openGap: Gap | CodedGap | null;
  /** Why input is frozen. */
  readonly trouble: SessionReason | null;
}

const iso = (ms: number): string => new Date(ms).toISOString();
const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms));

const DAY_MS = 86_400_000;

/** What stands in no row of the session. */
export interface SessionContext {
  readonly now: number;
  /** Undefined when the chain holds nothing of it. */
  readonly place: OwnPlace | undefined;
  /** When a block can hold an anchor, where the chain's head is ahead of the clock. Unix milliseconds. */
  readonly anchorsFrom: number | undefined;
  /** Undefined when the session does not run. */
  readonly running: LiveView | undefined;
}

/** A session as the contract shows it, put together from its rows, the chain and the running desktop. */
export function viewSession(record: ShownSession, { now, place, anchorsFrom, running }: SessionContext): Session {
  const anchor = anchorState(record, place?.anchor);
  const reason = record.reason ?? running?.trouble ?? null;
  const [endedAt, completedAt] = [isoOrNull(record.endedAt), isoOrNull(record.completedAt)];
  return {
    session_id: record.sessionId as Session["session_id"],
    user_id: record.userId as Session["user_id"],
    name: record.name,
    description: record.description,
    template: record.template,
    state: record.state,
    ...projection(record.state, record.completedAt !== null),
    created_at: iso(record.createdAt),
    updated_at: iso(record.updatedAt),
    started_at: isoOrNull(record.startedAt),
    ended_at: record.chunkCount === 0 ? null : endedAt,
    completed_at: completedAt,
    duration: (running?.openForMs ?? recordedMs(record)) / 1_000,
    size_bytes: record.size,
    plain_size_bytes: record.plainSize,
    compression_ratio: record.size === 0 ? null : record.plainSize / record.size,
    chunk_count: record.chunkCount,
    anchored_chunk_count: place?.proven ?? 0,
    proven_until: place?.anchor ? endedAt : isoOrNull(place?.headEndedAt ?? null),
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
    gaps: [...record.gaps, ...(running?.openGap ? [running.openGap] : [])].map(viewGap),
    participants: [...(running?.participants ?? [])],
    input_frozen: running?.inputFrozen ?? false,
    network_silent: running?.isNetworkSilent ?? false,
    held_back: [...(running?.heldBack ?? [])],
    too_large: [...(running?.tooLarge ?? [])],
    anchored: anchor.status === "included" || anchor.status === "final",
    anchored_at: isoOrNull(record.anchoredAt),
    anchor: {
      ...anchor,
      not_before: isoOrNull(notBefore(record, anchor, { now, anchorsFrom })),
      final_at: completedAt,
    },
    foreign_anchor: place?.foreign ? viewForeign(place.foreign) : null,
    retention_until: record.endedAt === null ? null : iso(record.endedAt + record.retentionDays * DAY_MS),
    legal_hold: record.legalHold,
    picture_at: isoOrNull(record.pictureAt),
    reason,
    error_message: reason && sessionReasonText(reason),
  };
}

/** Reasons of sealed sessions that are never anchored. */
const UNANCHORABLE: readonly SessionReason["code"][] = ["anchor-refused", "chain-ended"];

/** Until when the anchor waits because the clock was set back behind the chain's head or the record's end. */
function notBefore(
  record: ShownSession,
  { status }: Pick<AnchorState, "status">,
  { now, anchorsFrom = 0 }: Pick<SessionContext, "now" | "anchorsFrom">,
): number | null {
  const isDue = status === "none" && record.manifestHash !== null && record.state !== "deleted";
  if (record.reason !== null && UNANCHORABLE.includes(record.reason.code)) return null;
  if (status !== "submitted" && !isDue) return null;
  const from = Math.max(anchorsFrom, anchorableFrom(record));
  return from > now ? from : null;
}

const recordedMs = ({ startedAt, endedAt }: ShownSession): number =>
  startedAt === null || endedAt === null ? 0 : Math.max(0, endedAt - startedAt);

const viewForeign = ({ type, place, chunkCount }: ForeignPlace): ForeignAnchor => ({
  type,
  transaction_id: place.transaction_id,
  sender: place.sender,
  block_height: place.height,
  chunk_count: chunkCount,
  final: place.final,
});

function anchorState(record: ShownSession, place: AnchorPlace | undefined): Omit<AnchorState, "final_at" | "not_before"> {
  const none = { transaction_id: record.anchorTransaction, block_height: null, confirmations: 0 };
  if (!place) return { ...none, status: record.anchorTransaction === null ? "none" : "submitted" };
  return {
    status: place.final ? "final" : "included",
    transaction_id: place.transaction_id,
    block_height: place.height,
    confirmations: place.confirmations,
  };
}
