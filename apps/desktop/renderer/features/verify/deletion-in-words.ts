import type { I18n } from "@lingui/core";
import { foreignText, type ReceiptAcceptance } from "@lucid/proof";
import { chunksInWords, spanOf, utcOf } from "./facts-in-words.ts";

export interface DeletionInWords {
  readonly headline: string;
  readonly proven: readonly string[];
  readonly notProven: readonly string[];
}

/** What a deletion receipt that holds proves, and how little that is. English is the wording of the verifier itself. */
export const deletionInWords = (accepted: ReceiptAcceptance, isNodeKnown: boolean, i18n: I18n): DeletionInWords => ({
  headline: i18n.t("Node {node} signed that it deleted its copy of the recording of session {session}.", {
    node: accepted.receipt.node,
    session: accepted.receipt.session_id,
  }),
  proven: provenOf(accepted, i18n),
  notProven: unprovenOf(accepted, isNodeKnown, i18n),
});

function provenOf({ receipt, isCompared }: ReceiptAcceptance, i18n: I18n): string[] {
  const states = i18n.t("The node states: {chunks} ({bytes} bytes sealed) deleted at {time}, for the account {account}.", {
    chunks: chunksInWords(receipt.chunk_count, i18n),
    bytes: String(receipt.total_size),
    time: utcOf(receipt.deleted_at_ms),
    account: receipt.deleted_by,
  });
  const why =
    receipt.reason === ""
      ? i18n.t("It wrote no reason.")
      : i18n.t("Its reason: {reason}.", { reason: foreignText(receipt.reason) });
  return [
    i18n.t("The key of that node signed exactly this receipt."),
    ...(isCompared
      ? [
          i18n.t(
            "The recording verifies, and is the one that the receipt is about: session, manifest, root, number of chunks and bytes are the same, and the same key signed both.",
          ),
        ]
      : []),
    `${states} ${why}`,
    ...(receipt.manifest_hash === null
      ? []
      : [i18n.t("It names the manifest by its SHA-256, {hash}.", { hash: receipt.manifest_hash })]),
    ...(receipt.manifest_hash === null && receipt.merkle_root !== null
      ? [i18n.t("It names the root of a list of chunks, {root}, and no manifest.", { root: receipt.merkle_root })]
      : []),
  ];
}

function doubtInWords({ code, ms }: ReceiptAcceptance["doubts"][number], i18n: I18n): string {
  const span = spanOf(ms);
  return code === "deleted-before-end"
    ? i18n.t("A time that does not fit: it is stated to have been deleted {span} before the recording is stated to have ended.", {
        span,
      })
    : i18n.t("A time that does not fit: it is stated to have been deleted {span} after your own clock.", { span });
}

function unprovenOf({ receipt, isCompared, isLeftOpen, doubts }: ReceiptAcceptance, isNodeKnown: boolean, i18n: I18n): string[] {
  return [
    ...(isNodeKnown
      ? []
      : [
          i18n.t(
            "Who it is from: nobody is identified. Anybody can sign a receipt with a key of their own. Compare the node with the one you know.",
          ),
        ]),
    i18n.t(
      "That anything was deleted: it is the node's word that its own copy is gone. Of copies elsewhere it says nothing, and every bundle that was exported before still verifies.",
    ),
    i18n.t("When: the time is that of the node's clock, and no block dates a receipt."),
    ...doubts.map((doubt) => doubtInWords(doubt, i18n)),
    ...(isCompared ? [] : [whatItWas(receipt, i18n)]),
    ...(isLeftOpen ? [i18n.t("The owner and the network that you expect: a receipt names neither.")] : []),
  ];
}

function whatItWas({ manifest_hash, merkle_root }: ReceiptAcceptance["receipt"], i18n: I18n): string {
  if (manifest_hash !== null && merkle_root !== null)
    return i18n.t("That there was such a recording: none was compared with this receipt.");
  if (manifest_hash !== null)
    return i18n.t(
      "What it was: the receipt names a manifest and no root, and every manifest has one. No recording agrees with it.",
    );
  return merkle_root === null
    ? i18n.t("What it was: the receipt names neither a manifest nor a root, so that no recording can be compared with it.")
    : i18n.t(
        "What it was: of a list of chunks the receipt names the root alone. No recording agrees with it, for a recording has a manifest; who has that list can compare its root by hand.",
      );
}
