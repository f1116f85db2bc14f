import type { ReadDb } from "@lucid/foundation";
import type { Frontier } from "./frontier.ts";

/**
 * A map in the state that transactions write, by key. The chain keeps what each branch has written over it;
 * below that stands what the database holds of the canonical blocks up to a height.
 */
export interface StateMap<Value> {
  open(db: ReadDb): (key: string, height: number) => Value | undefined;
}

/** The state after one block of one branch. */
export interface ChainState {
  nextSequence(sender: string): number;
  get<Value>(map: StateMap<Value>, key: string): Value | undefined;
  /** Every anchor in chain order; a header's `state_root` commits it. */
  readonly anchors: Frontier;
}

/** A state and the changes that transactions make to it; the state below stays as it is. */
export interface ChainOverlay extends ChainState {
  setSequence(sender: string, next: number): void;
  set<Value>(map: StateMap<Value>, key: string, value: Value): void;
  setAnchors(anchors: Frontier): void;
}

export function createOverlay(below: ChainState): ChainOverlay {
  const sequences = new Map<string, number>();
  const changes = new Map<StateMap<unknown>, Map<string, unknown>>();
  let anchors = below.anchors;

  /** What was written to a map here. Only `set` fills it, with values of that map. */
  function changesOf<Value>(map: StateMap<Value>): Map<string, Value> {
    const known = changes.get(map) ?? new Map<string, unknown>();
    changes.set(map, known);
    return known as Map<string, Value>;
  }

  return {
    nextSequence: (sender) => sequences.get(sender) ?? below.nextSequence(sender),
    get: (map, key) => changesOf(map).get(key) ?? below.get(map, key),
    get anchors() {
      return anchors;
    },
    setSequence: (sender, next) => void sequences.set(sender, next),
    set: (map, key, value) => void changesOf(map).set(key, value),
    setAnchors(next) {
      anchors = next;
    },
  };
}
