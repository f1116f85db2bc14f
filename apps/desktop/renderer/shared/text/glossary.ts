import type { I18n } from "@lingui/core";

/** Terms of the trade that a newcomer meets on screens, each with its word in docs/glossary.md. */
export const TERMS = {
  node: "node",
  chain: "chain",
  network: "network",
  block: "block",
  slot: "slot",
  epoch: "epoch",
  transaction: "transaction",
  sequence: "sequence",
  final: "final",
  attestation: "attestation",
  weight: "weight",
  producer: "producer",
  peer: "peer",
  "state-root": "state root",
  anchor: "anchor",
  checkpoint: "checkpoint",
  chunk: "chunk",
  hash: "hash",
  manifest: "manifest",
  "merkle-root": "Merkle root",
  bundle: "bundle",
  gap: "gap",
  grant: "grant",
  policy: "policy",
  consent: "consent",
  envelope: "key envelope",
  "data-key": "data key",
  recipient: "recipient",
  challenge: "challenge",
  "setup-code": "setup code",
  encoder: "encoder",
  sandbox: "sandbox",
  queue: "recording queue",
  loop: "main loop",
} as const;
export type TermName = keyof typeof TERMS;

/** What a term means, in one line. */
export function meaningOf(name: TermName, i18n: I18n): string {
  switch (name) {
    case "node":
      return i18n.t("A computer that runs Lucid: it opens desktops, records them and keeps a copy of the chain.");
    case "chain":
      return i18n.t(
        "A public list of blocks that is only ever added to: what stands in it cannot be changed later without everybody seeing it.",
      );
    case "network":
      return i18n.t(
        "All nodes that share one chain. Its name is chosen freely; its id is the fingerprint of the document it began with.",
      );
    case "block":
      return i18n.t("A page of the chain: it names the page before it by its fingerprint, and the time it was made.");
    case "slot":
      return i18n.t("A stretch of time on the chain in which one node may make the blocks.");
    case "epoch":
      return i18n.t("A row of slots, at whose end it is counted who agreed to the blocks.");
    case "transaction":
      return i18n.t("An entry on the chain, signed by the node that sent it: the anchor of a recording, for example.");
    case "sequence":
      return i18n.t("Counts the entries of one node on the chain, so that none can be put in twice.");
    case "final":
      return i18n.t("Nothing can take it off the chain any more. Anchored is not yet final.");
    case "attestation":
      return i18n.t("The signed vote of a node for a block.");
    case "weight":
      return i18n.t("How much the vote of a member counts when blocks are made final.");
    case "producer":
      return i18n.t("The node that made the block, named by its key.");
    case "peer":
      return i18n.t("Another node that this one exchanges blocks and votes with.");
    case "state-root":
      return i18n.t("One fingerprint over all that holds on the chain after this block: members, weights, anchors.");
    case "anchor":
      return i18n.t("The entry on the chain that holds the fingerprint of a whole sealed recording.");
    case "checkpoint":
      return i18n.t("An entry on the chain that holds the fingerprints of what was recorded so far, while it goes on.");
    case "chunk":
      return i18n.t("Up to 10 seconds of a recording: compressed, encrypted and fingerprinted as one.");
    case "hash":
      return i18n.t("A fingerprint of data: whoever changes a single bit gets another one.");
    case "manifest":
      return i18n.t("The signed list of all chunks of a recording, with their times, sizes and fingerprints.");
    case "merkle-root":
      return i18n.t("One fingerprint over all chunks, made so that each of them can be checked by itself.");
    case "bundle":
      return i18n.t("A .lucid file: a recording or part of it, with all that is needed to check it offline.");
    case "gap":
      return i18n.t("A stretch of the session that is not in its record, with the reason.");
    case "grant":
      return i18n.t("The owner's signature that one node may record one session, until a certain time.");
    case "policy":
      return i18n.t("What the people in one session may do. Whatever it does not grant is refused.");
    case "consent":
      return i18n.t("The text that the people in the session were shown and agreed to. Its fingerprint is part of the proof.");
    case "envelope":
      return i18n.t("The key of a recording, locked so that only those named as its recipients can take it out.");
    case "data-key":
      return i18n.t("The random key that one recording is encrypted with. Nobody has it but its recipients.");
    case "recipient":
      return i18n.t("The public half of your key: recordings are encrypted to it, and only your wallet opens the other half.");
    case "challenge":
      return i18n.t("A text that counts once and for five minutes: your signature under it shows that the wallet is yours.");
    case "setup-code":
      return i18n.t(
        "A code that the node prints at its first start: whoever presents it first becomes its owner, and then it is void.",
      );
    case "encoder":
      return i18n.t("The program, or the part of the processor, that turns pictures into video.");
    case "sandbox":
      return i18n.t("What keeps the programs of a desktop away from this computer, its files and its network.");
    case "queue":
      return i18n.t("What was recorded and waits to be stored. When it is full, recording pauses until the disk has caught up.");
    case "loop":
      return i18n.t("The one thread of the node that answers everybody. Of 100 answers 99 were at most this late.");
  }
}
