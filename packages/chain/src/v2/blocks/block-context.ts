import type { v2 } from "@lucid/proof";
import type { CheckSignature } from "../../signing/signature-checker.ts";
import type { ForkBlock } from "../consensus/fork-node.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { BranchState } from "../state/branch-state.ts";

/** What the rules for blocks depend on, apart from the branch. */
export interface BlockRules {
  readonly network: v2.Network;
  readonly schedule: Schedule;
  readonly checkSignature: CheckSignature;
}

/** A branch up to the block that another one is built on. */
export interface BranchBelow {
  readonly tip: ForkBlock;
  readonly state: BranchState;
  /** Hash of the branch's block at a height, undefined above the tip. */
  hashAt(height: number): string | undefined;
}
