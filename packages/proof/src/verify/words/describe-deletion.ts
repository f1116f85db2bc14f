import type { DeletionStatement } from "../../formats/deletion-receipt.ts";
import type { ReceiptDoubt } from "../judge-receipt.ts";
import { type Identified, isKnown } from "../pins.ts";
import type { VerdictLayers } from "../verdict.ts";
import { foreignText } from "./foreign-text.ts";
import { chunksInWords, spanInWords, timeInWords } from "./words.ts";

export interface DeletionContext {
  readonly isCompared: boolean;
  /** The reader expects an owner or a network, and there is no recording to compare them with. */
  readonly isLeftOpen: boolean;
  readonly doubts: readonly ReceiptDoubt[];
  readonly node: Identified;
}

/** What a receipt that holds proves, and how little that is, in sentences for people. */
export const describeDeletion = (receipt: DeletionStatement, context: DeletionContext): VerdictLayers => ({
  headline: `Node ${receipt.node} signed that it deleted its copy of the recording of session ${receipt.session_id}.`,
  proven: [
    `The key of that node signed exactly this receipt.`,
    ...(context.isCompared ? [SAME] : []),
    `The node states: ${chunksInWords(receipt.chunk_count)} (${receipt.total_size} bytes sealed) deleted at ${timeInWords(receipt.deleted_at_ms)}, for the account ${receipt.deleted_by}. ${why(receipt)}`,
    ...(receipt.manifest_hash === null ? [] : [`It names the manifest by its SHA-256, ${receipt.manifest_hash}.`]),
    ...(receipt.manifest_hash === null && receipt.merkle_root !== null
      ? [`It names the root of a list of chunks, ${receipt.merkle_root}, and no manifest.`]
      : []),
  ],
  notProven: [
    ...(isKnown(context.node) ? [] : [NOBODY]),
    "That anything was deleted: it is the node's word that its own copy is gone. Of copies elsewhere it says nothing, and every bundle that was exported before still verifies.",
    "When: the time is that of the node's clock, and no block dates a receipt.",
    ...context.doubts.map(doubted),
    ...uncompared(receipt, context),
  ],
});

const SAME =
  "The recording verifies, and is the one that the receipt is about: session, manifest, root, number of chunks and bytes are the same, and the same key signed both.";

const NOBODY =
  "Who it is from: nobody is identified. Anybody can sign a receipt with a key of their own. Compare the node with the one you know.";

function doubted({ code, ms }: ReceiptDoubt): string {
  const which = code === "deleted-before-end" ? "before the recording is stated to have ended" : "after your own clock";
  return `A time that does not fit: it is stated to have been deleted ${spanInWords(ms)} ${which}.`;
}

const why = ({ reason }: DeletionStatement): string =>
  reason === "" ? "It wrote no reason." : `Its reason: ${foreignText(reason)}.`;

function uncompared(receipt: DeletionStatement, { isCompared, isLeftOpen }: DeletionContext): string[] {
  if (isCompared) return [];
  return [whatItWas(receipt), ...(isLeftOpen ? ["The owner and the network that you expect: a receipt names neither."] : [])];
}

/** A recording is a manifest and the root in it: a receipt that lacks one of them agrees with none. */
function whatItWas({ manifest_hash, merkle_root }: DeletionStatement): string {
  if (manifest_hash !== null && merkle_root !== null)
    return "That there was such a recording: none was compared with this receipt.";
  if (manifest_hash !== null)
    return "What it was: the receipt names a manifest and no root, and every manifest has one. No recording agrees with it.";
  return merkle_root === null
    ? "What it was: the receipt names neither a manifest nor a root, so that no recording can be compared with it."
    : "What it was: of a list of chunks the receipt names the root alone. No recording agrees with it, for a recording has a manifest; who has that list can compare its root by hand.";
}
