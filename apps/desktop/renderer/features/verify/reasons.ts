import type { I18n } from "@lingui/core";
import type { FailureCode, ReaderCode, TimeReaderCode } from "@lucid/proof";

/** Why a proof was refused, in the reader's language. English is the wording of the verifier itself. */
export function reasonOf(code: FailureCode | ReaderCode | TimeReaderCode, i18n: I18n): string {
  switch (code) {
    case "not-a-bundle":
      return i18n.t("This is not a .lucid file.");
    case "video-without-proof":
      return i18n.t("This video carries no proof. A copy that was encoded again, edited or converted has lost it.");
    case "node-unexpected":
      return i18n.t("The recording was made by another node than the one you expect.");
    case "owner-unexpected":
      return i18n.t("The recording was allowed by another owner than the one you expect.");
    case "session-unexpected":
      return i18n.t("This is the recording of another session than the one you expect.");
    case "witness-unexpected":
      return i18n.t("None of the witnesses that signed this history is one that you expect.");
    case "truncated":
      return i18n.t("The file ends too early: something was cut off.");
    case "archive-header":
      return i18n.t("The archive is damaged or was changed at this place.");
    case "archive-padding":
      return i18n.t("There is hidden data between two parts of the archive.");
    case "archive-end":
      return i18n.t("The archive does not end where it should: something was added or cut off at the end.");
    case "part-missing":
      return i18n.t("A part that belongs here is missing or has been replaced by another one.");
    case "part-unexpected":
      return i18n.t("There is a part in the archive that does not belong at this place.");
    case "part-too-large":
      return i18n.t("A part is larger than this format allows.");
    case "too-large":
      return i18n.t("The document is larger than this format allows.");
    case "not-utf8":
      return i18n.t("The text is damaged: it is not valid UTF-8.");
    case "json-invalid":
      return i18n.t("The document is damaged: it is not valid JSON.");
    case "json-too-deep":
      return i18n.t("The document is nested deeper than this format allows.");
    case "json-not-canonical":
      return i18n.t("The document is not written in its one permitted form, so it was changed after it was made.");
    case "format-invalid":
      return i18n.t("The document does not have the form this version defines.");
    case "readme-changed":
      return i18n.t("The explanatory text of the bundle was changed.");
    case "sums-mismatch":
      return i18n.t("The list of check sums does not agree with the parts of the bundle.");
    case "descriptor-invalid":
      return i18n.t("The bundle's description of its own contents contradicts itself or the recording.");
    case "range-incomplete":
      return i18n.t("Chunks of the time range that this bundle promises are neither present nor marked as redacted.");
    case "genesis-invalid":
      return i18n.t("The founding document of the network contradicts itself.");
    case "network-mismatch":
      return i18n.t("The document belongs to another network than the one in the bundle.");
    case "network-untrusted":
      return i18n.t("The recording is anchored on a network that is not in your list of trusted networks.");
    case "manifest-signature":
      return i18n.t("The manifest was not signed by the recording node, or it was changed after signing.");
    case "grant-signature":
      return i18n.t("The permission to record was not signed by the owner that the manifest names.");
    case "grant-mismatch":
      return i18n.t("The owner's permission is for another session, node or network.");
    case "grant-expired":
      return i18n.t("The recording went on after the owner's permission had ended.");
    case "policy-mismatch":
      return i18n.t("The policy in the bundle is not the one the owner agreed to.");
    case "consent-mismatch":
      return i18n.t("The consent text in the bundle is not the one the owner agreed to.");
    case "key-envelope-invalid":
      return i18n.t("A key envelope of the bundle is not an age file.");
    case "chunk-order":
      return i18n.t("The list of chunks has a hole, a repetition or a chunk of another session.");
    case "chunk-times":
      return i18n.t("The times of the chunks contradict each other.");
    case "gap-mismatch":
      return i18n.t("The list of interruptions does not agree with the chunks around them.");
    case "chunk-entry-invalid":
      return i18n.t("What the manifest says about this chunk contradicts itself.");
    case "totals-mismatch":
      return i18n.t("The totals of the manifest do not agree with its list of chunks.");
    case "after-mismatch":
      return i18n.t("A block that the recording says it came after does not fit the others, or its entry on the chain.");
    case "root-mismatch":
      return i18n.t("The fingerprint of the whole recording does not agree with its list of chunks.");
    case "chunk-format":
      return i18n.t("This is not a chunk of a Lucid recording, or its beginning was changed.");
    case "chunk-size":
      return i18n.t("The chunk has another size than the manifest says.");
    case "chunk-header":
      return i18n.t("The chunk's own description does not agree with the manifest.");
    case "chunk-altered":
      return i18n.t("The content of this chunk was changed after it was recorded.");
    case "transaction-signature":
      return i18n.t("The entry on the chain was not signed by its sender, or it was changed.");
    case "transaction-expired":
      return i18n.t("The entry on the chain had expired before it was included.");
    case "transaction-not-in-block":
      return i18n.t("The entry is not part of the block it is said to be in.");
    case "header-signature":
      return i18n.t("A block was not signed by its producer, or it was changed.");
    case "header-producer":
      return i18n.t("A block was made by somebody who may not make blocks on this network.");
    case "header-schedule":
      return i18n.t("A block claims a time, slot or epoch that the network's rules do not allow.");
    case "header-chain":
      return i18n.t("The blocks do not follow one another.");
    case "finality-link":
      return i18n.t("The votes are not for the block they should make final.");
    case "attestation-signature":
      return i18n.t("A vote for a block was not signed by its voter, or it was changed.");
    case "attester-unknown":
      return i18n.t("A vote comes from somebody who has no vote on this network.");
    case "finality-weight":
      return i18n.t("The block is not final: two thirds of the votes or less were given for it.");
    case "anchor-mismatch":
      return i18n.t("The entry on the chain is about another recording than this one.");
    case "anchor-sender":
      return i18n.t("The entry on the chain was not made by the node that recorded the session.");
    case "anchor-time":
      return i18n.t("The recording claims to end, or to have been signed, after the block that anchors it was made.");
    case "checkpoint-mismatch":
      return i18n.t("An entry that was anchored during the session does not agree with the recording.");
    case "checkpoint-order":
      return i18n.t("The entries that were anchored during the session are not in ascending order.");
    case "checkpoint-late":
      return i18n.t("An entry that should be from while the session ran was made after the recording had been anchored.");
    case "chain-conflict":
      return i18n.t("The blocks in this bundle cannot all be of one chain.");
    case "start-before-network":
      return i18n.t("The recording claims to have begun more than a day before its network did.");
    case "path-invalid":
      return i18n.t("The chunk is not part of the recording whose fingerprint is on the chain.");
    case "receipt-signature":
      return i18n.t("The receipt was not signed by the node that it names, or it was changed after signing.");
    case "receipt-mismatch":
      return i18n.t("The receipt is about another recording than this one.");
    case "receipt-node":
      return i18n.t(
        "The receipt is about this recording and was signed by another key than it. A node whose own key was exchanged signs so; nothing that can be checked ties the two keys together.",
      );
    case "time-block":
      return i18n.t("A stamp is of a block that the file does not lead to.");
    case "time-token":
      return i18n.t("A stamp is none: it does not have the form of RFC 3161.");
    case "time-imprint":
      return i18n.t("A stamp is over something else than the block that it stands for.");
    case "time-algorithm":
      return i18n.t("A stamp was signed with an algorithm or a key that nothing can rest on, or that is not known here.");
    case "time-signature":
      return i18n.t("A stamp was not signed with the key of its certificate, or it was changed.");
    case "time-certificate":
      return i18n.t("The certificate behind a stamp is not for time stamping, or was not valid at the time of the stamp.");
    case "authority-unexpected":
      return i18n.t("None of the stamps is by an authority that you expect.");
    case "signatures-unavailable":
      return i18n.t(
        "What checks these signatures is missing here: a page has it only over https, on this computer, or from a disk. Nothing is said about the stamps.",
      );
    case "witness-checkpoint":
      return i18n.t("The history was not signed by the member that is said to have offered it, or it was changed.");
    case "witness-history":
      return i18n.t("The block that holds the recording is not part of the history that was shown to witnesses.");
    case "witness-signature":
      return i18n.t("The signature of a witness that you know does not hold: it was changed, or is over another history.");
    case "video-form":
      return i18n.t(
        "The video does not have the form in which it carries its proof: it was edited, or another program wrote it.",
      );
    case "video-order":
      return i18n.t("The video repeats a chunk, has them out of order, or names one that the recording does not have.");
    case "video-start":
      return i18n.t("The pictures of this chunk build on those of the chunk before it, which is not in the video.");
    case "video-uncommitted":
      return i18n.t("The recording does not commit to the pictures of this chunk: nothing ties those in the video to it.");
    case "video-altered":
      return i18n.t("The pictures of this chunk are not the recorded ones: the video was edited or encoded again.");
    case "video-parameters":
      return i18n.t(
        "Among the pictures of this chunk are parameter sets of their own, where there may be none: what a player shows of them depends on the player.",
      );
  }
}
