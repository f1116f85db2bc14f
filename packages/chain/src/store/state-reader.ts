import type { ReadDb } from "@lucid/foundation";
import type { ChainState, StateMap } from "../state/chain-state.ts";
import { emptyFrontier } from "../state/frontier.ts";

/** The state after any canonical block, read from the indexes by height. */
export function createStateReader(db: ReadDb) {
  const lastSequence = db.prepare<{ sender: string; height: number }, { sequence: number }>(`
    SELECT t.sequence FROM block_transaction t CROSS JOIN block b ON b.hash = t.block_hash
    WHERE t.sender = :sender AND b.canonical = 1 AND b.height <= :height ORDER BY t.sequence DESC LIMIT 1`);
  const frontier = db.prepare<[number], { anchor_count: number; frontier: string }>(
    "SELECT anchor_count, frontier FROM block WHERE canonical = 1 AND height = ?",
  );
  const opened = new Map<StateMap<unknown>, ReturnType<StateMap<unknown>["open"]>>();

  /** The look-up of a map, prepared when it is first asked for. */
  function lookUp<Value>(map: StateMap<Value>): ReturnType<StateMap<Value>["open"]> {
    const known = opened.get(map) ?? map.open(db);
    opened.set(map, known);
    return known as ReturnType<StateMap<Value>["open"]>;
  }

  /** The state after the canonical block of this height; after genesis for 0. */
  return function stateAt(height: number): ChainState {
    const row = frontier.get(height);
    const anchors = row === undefined ? emptyFrontier : { count: row.anchor_count, peaks: JSON.parse(row.frontier) as string[] };
    return {
      anchors,
      nextSequence: (sender) => (lastSequence.get({ sender, height })?.sequence ?? -1) + 1,
      get: (map, key) => lookUp(map)(key, height),
    };
  };
}
