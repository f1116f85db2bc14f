import type { I18n } from "@lingui/core";

/** What a step of the check by hand shows, by its id; undefined for one that the page has no words for. */
export function titleOfCheck(id: string, i18n: I18n): string | undefined {
  switch (id) {
    case "sums":
      return i18n.t("Nothing was damaged on the way");
    case "canonical":
      return i18n.t("Every document is in its one permitted form (RFC 8785)");
    case "names":
      return i18n.t("The manifest names session, network, node and owner");
    case "network":
      return i18n.t("The founding document is that of this network");
    case "manifest-signature":
      return i18n.t("The node signed the manifest");
    case "merkle-root":
      return i18n.t("The fingerprint is that of all chunks in their order (RFC 9162)");
    case "entries":
      return i18n.t("The chunks follow one another within the recording, gaps lie between them, and the totals are theirs");
    case "times":
      return i18n.t("What is recorded, missing with a reason, and neither, as the node states it");
    case "chain":
      return i18n.t("The recording was over and signed by its block, and all blocks here can be of one chain");
    case "chunks":
      return i18n.t("Every chunk has the bytes that its entry in the manifest names");
    case "grant-terms":
      return i18n.t("The permission is for this session, node and network, and lasted to the end");
    case "grant-signature":
      return i18n.t(
        "The owner signed the permission: no common tool recovers a TRON signature; second_verifier.py of the documentation does it with Python alone, a wallet with verifyMessageV2",
      );
    case "policy":
      return i18n.t("The owner agreed to policy.json");
    case "consent":
      return i18n.t("The owner agreed to consent.txt");
    case "anchor":
      return i18n.t("The node's entry on the chain is about exactly this manifest");
    case "anchor-block":
      return i18n.t("The entry is in its block");
    case "anchor-final":
      return i18n.t(
        "Its block is final: the blocks follow one another, and more than two thirds of the weight voted for the last",
      );
    case "checkpoints":
      return i18n.t("Each entry from while it ran is the node's, is about the first chunks of this list, and is final");
    case "receipt-canonical":
      return i18n.t("The receipt is in its one permitted form (RFC 8785)");
    case "receipt-signature":
      return i18n.t("The node that it names signed it");
    case "receipt-names":
      return i18n.t("It names these; of a recording, lucid verify --explain prints the same of its manifest");
    case "network-genesis":
      return i18n.t("The network proof is of this network: whether it is the one that you mean, its hash says");
    case "network-entry":
      return i18n.t("The node's entry in the network is about exactly this recording, which was over and signed by its block");
    case "network-block":
      return i18n.t(
        "The node signed the list that has this entry, the list is in its block, and the block in the history of the final one",
      );
    case "network-handovers":
      return i18n.t("From the founding members on, each list of members was handed on by a final block of the one before");
    case "network-final":
      return i18n.t(
        "The block is final: members that are known by then, with more than two thirds of the weight, voted for it and from it",
      );
    case "witness-checkpoint":
      return i18n.t("A member signed the checkpoint, as what it offers of this network");
    case "witness-history":
      return i18n.t("The block that holds the recording is in the history of the checkpoint");
    case "stamped-blocks":
      return i18n.t("Each stamped block is the recording's own, or follows it: every header holds the hash of the one before");
    default:
      if (id.startsWith("witness-")) return witnessInWords(i18n);
      return id.startsWith("stamp-") ? stampInWords(i18n) : undefined;
  }
}

const witnessInWords = (i18n: I18n): string =>
  i18n.t("A witness signed the checkpoint with its time: whether the key is that of the witness, whoever runs it says");

const stampInWords = (i18n: I18n): string =>
  i18n.t(
    "A time stamp is over the hash of its block and was signed for time stamping, and leads to the last of these certificates: whether that is the authority's, its own site says",
  );
