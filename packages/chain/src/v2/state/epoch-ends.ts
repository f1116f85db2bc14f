import type { ForkBlock } from "../consensus/fork-node.ts";
import type { BranchState } from "./branch-state.ts";

/** The last block of an epoch on the final chain, with the state after it. */
export interface EpochEnd {
  readonly block: ForkBlock;
  readonly state: BranchState;
}

/**
 * Where epochs end among the final blocks. The rows after such a block are what headers two epochs on commit to (consensus 12.1): from then
 * on the whole state can be checked against final headers, and no other state can.
 */
export interface EpochEnds {
  /** The next final block. */
  saw(block: ForkBlock, state: BranchState): void;
  /** The newest end whose rows a final header commits to. */
  readonly proven: EpochEnd | undefined;
}

export function createEpochEnds(first: EpochEnd): EpochEnds {
  let last = first;
  let open: readonly (EpochEnd & { readonly rest: string })[] = [];
  let proven: EpochEnd | undefined;
  return {
    saw(block, state) {
      if (block.epoch > last.block.epoch) {
        if (last.block.height > 0) open = [...open, { ...last, rest: state.restBefore }];
        const index = open.findLastIndex(({ rest }) => rest === state.rest);
        const found = open[index];
        if (found !== undefined) {
          proven = { block: found.block, state: found.state };
          open = open.slice(index + 1);
        }
      }
      last = { block, state };
    },
    get proven() {
      return proven;
    },
  };
}
