import type { SessionAnchor } from "@lucid/proof";
import type { Chain } from "../chain.types.ts";
import type { Dice } from "./dice.ts";

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, "0");

/** A session's anchor with ids and hashes counted up from `number`. */
export function testAnchor(number: number, changes: Partial<SessionAnchor> = {}): SessionAnchor {
  return {
    session_id: `00000000-0000-4000-8000-${hex(number, 12)}`,
    owner: "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8",
    manifest_hash: hex(number + 1, 64),
    grant_hash: hex(number + 2, 64),
    merkle_root: hex(number + 3, 64),
    chunk_count: 10,
    total_size: 1_000,
    started_at_ms: 1_700_000_000_000,
    ended_at_ms: 1_700_000_100_000,
    ...changes,
  };
}

/** Sessions that record on a node: heads grow, and at last the anchor comes. */
export interface ChainTraffic {
  /** Sends something from this chain, or nothing, by chance. */
  send(chain: Chain): void;
  /** Anchors a node has accepted: they must all be final in the end. */
  readonly anchors: ReadonlyMap<string, SessionAnchor>;
}

export function createChainTraffic(dice: Dice): ChainTraffic {
  const anchors = new Map<string, SessionAnchor>();
  let sessions = 0;
  return {
    anchors,
    send(chain) {
      sessions += 1;
      const anchor = testAnchor(sessions);
      const head = { session_id: anchor.session_id, size: dice.between(1, 9), root: hex(sessions, 64) };
      if (dice.chance(0.5)) chain.submit.own("node_checkpoint", { heads: [head] });
      const outcome = chain.submit.own("session_anchor", anchor);
      if (outcome.kind === "accepted") anchors.set(outcome.id, anchor);
    },
  };
}
