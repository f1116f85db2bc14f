import { sha256Hex, utf8, type v2 } from "@lucid/proof";
import { addWork, earnFinal, type WorkRow } from "../../credits/block-work.ts";
import type { Worth } from "../../credits/credits.ts";
import { tallyOf } from "../../credits/tally.ts";
import { mainParameters } from "../../network-genesis.ts";
import type { DraftState } from "../../state/branch-state.ts";
import { emptyRows, rowName } from "../../state/rows.ts";

/** What a member's nodes were proven for in an epoch, and how many of its votes blocks hold. */
export interface ModelWork {
  readonly entity: string;
  readonly votes: number;
  readonly worths: readonly Worth[];
}

/** So many members of a model, sorted as in a list. */
export const modelMembers = (count: number): readonly v2.Member[] =>
  Array.from({ length: count }, (_, index) => sha256Hex(utf8(`model member ${index}`)))
    .toSorted((one, other) => (one < other ? -1 : 1))
    .map((entity) => ({ entity, public_key: entity, weight: 1 }));

/** Adds up the work of one epoch after another as the state does, each final in the epoch after it. */
export function createModelTally(parameters: v2.Parameters = mainParameters) {
  let rows = emptyRows;
  const state: Pick<DraftState, "get" | "set"> = {
    get: (kind, key) => rows.get(kind, key),
    set: (kind, key, value) => void (rows = rows.with(new Map([[rowName(kind, key), value]]))),
  };
  let height = 0;
  return {
    add(epoch: number, works: readonly ModelWork[]): void {
      height += 1;
      const votes: WorkRow["votes"] = works.map(({ entity, votes: count }) => [entity, count]);
      const proofs = works.flatMap(({ entity, worths }) => worths.map((worth) => ({ entity, epoch, worth })));
      addWork(state, { height, epoch }, { votes, proofs });
      earnFinal(state, { above: height - 1, upTo: height, epoch }, parameters);
    },
    at: (epoch: number) => tallyOf(rows, epoch, parameters),
    /** Slots of presence that a window of full length asks for. */
    leastPresent: Math.ceil((parameters.window_epochs * parameters.epoch_slots * parameters.d_min[0]) / parameters.d_min[1]),
  };
}
