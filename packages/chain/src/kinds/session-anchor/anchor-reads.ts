import type { AnchorView } from "@lucid/contract";
import { SessionAnchor, SessionAnchorV2 } from "@lucid/proof";
import { type ChainPlace, isoTime, type PlaceRow, placeOf, type ReadContext } from "../../readers/read-context.ts";
import { parseSigned } from "../../store/block-store.ts";
import type { ChainTransaction } from "../../transactions/transaction-format.ts";
import { sessionAnchorV2 } from "../session-anchor-v2/session-anchor-v2.ts";
import { sessionAnchor } from "./session-anchor.ts";

export interface AnchorRecord extends ChainPlace {
  readonly anchor: SessionAnchor | SessionAnchorV2;
  readonly sender: string;
}

/** Where an anchor stands, who sent it, and what it says of the record: as much as tells whose it is. */
export interface AnchorPlace extends ChainPlace, Pick<SessionAnchor, "merkle_root" | "chunk_count" | "manifest_hash"> {
  readonly sender: string;
}

export interface AnchorReads {
  anchorOf(sessionId: string): AnchorRecord | undefined;
  /** `anchored: false` with status `pending` while the anchor waits for a block. */
  anchorView(sessionId: string): AnchorView | undefined;
}

interface AnchorPlaceRow extends PlaceRow, Omit<AnchorPlace, keyof ChainPlace> {
  readonly session_id: string;
}
interface AnchorRow extends PlaceRow {
  readonly content: string;
}

const COLUMNS = "t.id AS transaction_id, t.block_hash, b.height, b.timestamp";
const STATED = "a.session_id, a.sender, a.merkle_root, a.chunk_count, a.manifest_hash";
/** CROSS JOIN keeps SQLite from walking all canonical blocks to find the one that a transaction is in. */
const PLACE = `
  CROSS JOIN block_transaction t ON t.id = a.transaction_id
  CROSS JOIN block b ON b.hash = t.block_hash AND b.canonical = 1`;

/** The anchors of sessions on the canonical chain. */
export function createAnchorReads(context: ReadContext) {
  const one = context.db.prepare<[string], AnchorRow>(
    `SELECT ${COLUMNS}, t.content FROM session_anchor a ${PLACE} WHERE a.session_id = ?`,
  );
  const many = context.db.prepare<[string], AnchorPlaceRow>(
    `SELECT ${COLUMNS}, ${STATED} FROM json_each(?) asked CROSS JOIN session_anchor a ON a.session_id = asked.value ${PLACE}`,
  );

  function recordOf(row: AnchorRow): AnchorRecord {
    const { transaction } = parseSigned(row.content);
    return { ...placeOf(context, row), anchor: anchorIn(transaction), sender: transaction.sender };
  }

  function anchorOf(sessionId: string): AnchorRecord | undefined {
    const row = one.get(sessionId);
    return row === undefined ? undefined : recordOf(row);
  }

  return {
    anchorOf,
    /** One query, however many are asked for. */
    anchorPlacesOf: (sessionIds: readonly string[]): ReadonlyMap<string, AnchorPlace> =>
      new Map(many.all(JSON.stringify(sessionIds)).map((row) => [row.session_id, statedPlaceOf(context, row)])),
    anchorView(sessionId: string): AnchorView | undefined {
      const record = anchorOf(sessionId);
      return record === undefined ? pendingView(context, sessionId) : placedView(record);
    },
  };
}

function statedPlaceOf(context: ReadContext, row: AnchorPlaceRow): AnchorPlace {
  const { sender, merkle_root, chunk_count, manifest_hash } = row;
  return { ...placeOf(context, row), sender, merkle_root, chunk_count, manifest_hash };
}

/** `anchored` from the first block on that holds the anchor, `confirmed` once that block is final. */
const placedView = (record: AnchorRecord): AnchorView => ({
  ...commonOf(record.anchor, record.sender),
  anchored: true,
  block_id: record.block_hash,
  block_height: record.height,
  transaction_id: record.transaction_id,
  anchored_at: isoTime(record.time),
  confirmation_count: record.confirmations,
  status: record.final ? "confirmed" : "pending",
});

function pendingView({ mempool }: ReadContext, sessionId: string): AnchorView | undefined {
  for (const { id, signed } of mempool.all()) {
    const { type, data, sender } = signed.transaction;
    if (!ANCHOR_TYPES.has(type) || data.session_id !== sessionId) continue;
    return {
      ...commonOf(anchorIn(signed.transaction), sender),
      ...{ block_id: null, block_height: null, anchored_at: null },
      anchored: false,
      transaction_id: id,
      confirmation_count: 0,
      status: "pending",
    };
  }
  return undefined;
}

const ANCHOR_TYPES: ReadonlySet<string> = new Set([sessionAnchor.type, sessionAnchorV2.type]);

const anchorIn = ({ type, data }: ChainTransaction): SessionAnchor | SessionAnchorV2 =>
  (type === sessionAnchorV2.type ? SessionAnchorV2 : SessionAnchor).parse(data);

const commonOf = (anchor: SessionAnchor, sender: string) => ({
  session_id: anchor.session_id as AnchorView["session_id"],
  sender,
  merkle_root: anchor.merkle_root,
  manifest_hash: anchor.manifest_hash,
  chunk_count: anchor.chunk_count,
});
