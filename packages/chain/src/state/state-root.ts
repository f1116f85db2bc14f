import { hashObject, merkle } from "@lucid/proof";
import { type Frontier, frontierRoot } from "./frontier.ts";

/** Until task proofs exist the tally is empty: SHA-256 of nothing. */
const EMPTY_TALLY = merkle.EMPTY_ROOT;

/** What a header's `state_root` commits: every anchor in chain order, and the tally in force. */
export const stateRoot = (anchors: Frontier): string =>
  hashObject({ anchors: frontierRoot(anchors), anchor_count: anchors.count, tally: EMPTY_TALLY });
