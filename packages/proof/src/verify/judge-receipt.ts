import type { DeletionStatement } from "../formats/deletion-receipt.ts";
import { type AddressBook, emptyBook } from "./address-book/address-book.ts";
import { type DeletedRecording, readDeletionReceipt, verifyDeletionReceipt } from "./deletion-receipt.ts";
import type { Rejection } from "./judge-bundle.ts";
import { checkPins, type Identified, identifyNode, type Pins, readerReasons } from "./pins.ts";
import { READER_TOLERANCE_MS } from "./reader-tolerance.ts";
import type { BundleFacts, VerdictLayers } from "./verdict.ts";
import { describeDeletion } from "./words/describe-deletion.ts";

/** A deletion receipt that holds, for one reader. */
export interface ReceiptAcceptance extends VerdictLayers {
  readonly verified: true;
  readonly receipt: DeletionStatement;
  /** Whether it was compared with the recording. */
  readonly isCompared: boolean;
  /** The reader expects an owner or a network, and there is no recording to compare them with. */
  readonly isLeftOpen: boolean;
  /** Where its time does not fit others. */
  readonly doubts: readonly ReceiptDoubt[];
  readonly identity: { readonly node: Identified; readonly session: { readonly id: string; readonly expected: boolean } };
}

/** A time of deletion that a clock which was set can explain: before the recording ended, or after the reader's own. `ms` is by how much. */
export interface ReceiptDoubt {
  readonly code: "deleted-before-end" | "deleted-ahead";
  readonly ms: number;
}

export type ReceiptJudgement = ReceiptAcceptance | Rejection;

export interface JudgeReceiptOptions {
  /** Of the recording that it must be about; it has been verified. */
  readonly recording?: BundleFacts | undefined;
  readonly pins?: Pins | undefined;
  readonly book?: AddressBook | undefined;
  /** The reader's own clock, Unix milliseconds. */
  readonly nowMs?: number | undefined;
}

/** Checks a deletion receipt for one reader. It names no owner and no network: these are compared with the recording. */
export function judgeReceipt(bytes: Uint8Array, options: JudgeReceiptOptions = {}): ReceiptJudgement {
  const { recording, pins = {}, book = emptyBook, nowMs } = options;
  const read = readDeletionReceipt(bytes);
  if (!read.ok) return { verified: false, ...read.failure };
  const checked = verifyDeletionReceipt(read.value, recording && statedBy(recording));
  if (!checked.ok) return { verified: false, ...checked.failure };
  const receipt = checked.value;
  const unexpected = checkPins({ sessionId: receipt.session_id, node: receipt.node }, { ...pins, owners: undefined });
  if (unexpected !== undefined) return { verified: false, reason: readerReasons[unexpected.code], ...unexpected };
  const node = identifyNode(receipt.node, pins, book);
  const isCompared = recording !== undefined;
  const isLeftOpen = !isCompared && (pins.owners !== undefined || pins.networks !== undefined);
  const doubts = doubtsOf(receipt, recording, nowMs);
  return {
    verified: true,
    receipt,
    isCompared,
    isLeftOpen,
    doubts,
    identity: { node, session: { id: receipt.session_id, expected: pins.sessions?.includes(receipt.session_id) ?? false } },
    ...describeDeletion(receipt, { isCompared, isLeftOpen, doubts, node }),
  };
}

function doubtsOf(
  { deleted_at_ms: at }: DeletionStatement,
  recording?: BundleFacts,
  nowMs = Number.POSITIVE_INFINITY,
): ReceiptDoubt[] {
  const found: readonly ReceiptDoubt[] = [
    { code: "deleted-before-end", ms: (recording?.endedAtMs ?? 0) - at },
    { code: "deleted-ahead", ms: at - nowMs > READER_TOLERANCE_MS ? at - nowMs : 0 },
  ];
  return found.filter(({ ms }) => ms > 0);
}

const statedBy = (facts: BundleFacts): DeletedRecording => ({
  session_id: facts.sessionId,
  manifest_hash: facts.manifestHash,
  merkle_root: facts.merkleRoot,
  chunk_count: facts.chunkCount,
  total_size: facts.totalSize,
  node: facts.node,
});
