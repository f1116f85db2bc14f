import { merkle, type SessionAnchor, type SessionAnchorV2, utf8 } from "@lucid/proof";
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

/** The tree of a session of `size` chunks, by its number. */
export function testTree(number: number, size = 10): merkle.MerkleTree {
  const tree = merkle.createTree();
  for (let index = 0; index < size; index += 1) tree.append(utf8(`session ${number}, chunk ${index}`));
  return tree;
}

/** The anchor of the session of this number and tree, which goes on from the head of `from` chunks; 0 for none. */
export function testAnchorV2(number: number, from: number, tree = testTree(number)): SessionAnchorV2 {
  const anchor = testAnchor(number, { merkle_root: tree.root(), chunk_count: tree.size });
  const head = { size: from, root: tree.rootAt(from) };
  return { ...anchor, consistency: from === 0 ? null : { ...head, path: tree.consistencyPath(from, tree.size) } };
}

/** Sessions that record on a node: heads grow, and at last the anchor comes. */
export interface ChainTraffic {
  /** Sends something from this chain, or nothing, by chance. */
  send(chain: Chain): void;
  /** Anchors a node has accepted: they must all be final in the end. */
  readonly anchors: ReadonlyMap<string, SessionAnchorV2>;
}

export function createChainTraffic(dice: Dice): ChainTraffic {
  const anchors = new Map<string, SessionAnchorV2>();
  let sessions = 0;
  return {
    anchors,
    send(chain) {
      sessions += 1;
      const tree = testTree(sessions);
      const { session_id } = testAnchor(sessions);
      const size = dice.between(1, 9);
      if (dice.chance(0.5)) chain.submit.own("node_checkpoint", { heads: [{ session_id, size, root: tree.rootAt(size) }] });
      const anchor = testAnchorV2(sessions, chain.submit.expectedSession(session_id)?.size ?? 0, tree);
      const outcome = chain.submit.own("session_anchor_v2", anchor);
      if (outcome.kind === "accepted") anchors.set(outcome.id, anchor);
    },
  };
}
