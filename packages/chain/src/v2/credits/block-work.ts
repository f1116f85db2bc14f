import type { v2 } from "@lucid/proof";
import type { DraftState } from "../state/branch-state.ts";
import { cut, VOTE_CREDITS, type Worth } from "./credits.ts";
import type { EarnedRow } from "./tally.ts";

/** What one block holds of proven work, until it is final on its branch. */
export interface WorkRow {
  readonly epoch: number;
  /** Votes by entity. */
  readonly votes: readonly (readonly [entity: string, votes: number])[];
  readonly proofs: readonly ProvenWork[];
}

export interface ProvenWork {
  readonly entity: string;
  /** The epoch in which the work was done. */
  readonly epoch: number;
  readonly worth: Worth;
}

/** The greatest presence counted so far for an epoch, by entity. */
export type PresentRow = Readonly<Record<string, number>>;

type Readable = Pick<DraftState, "get" | "set">;

/** Adds to what a block holds. */
export function addWork(
  state: Readable,
  { height, epoch }: { readonly height: number; readonly epoch: number },
  { votes = [], proofs = [] }: Partial<Pick<WorkRow, "votes" | "proofs">>,
): void {
  if (votes.length === 0 && proofs.length === 0) return;
  const row = state.get<WorkRow>("work", String(height)) ?? { epoch, votes: [], proofs: [] };
  state.set("work", String(height), { epoch, votes: [...row.votes, ...votes], proofs: [...row.proofs, ...proofs] });
}

/** Counts for an epoch what the blocks above one height and up to another hold: they became final in it (consensus 3.6). */
export function earnFinal(
  state: Readable,
  { above, upTo, epoch }: { readonly above: number; readonly upTo: number; readonly epoch: number },
  limits: Pick<v2.Parameters, "credit_cap">,
): void {
  const earned = new Map(
    (state.get<readonly EarnedRow[]>("earned", String(epoch)) ?? []).map((row) => [row.entity, row] as const),
  );
  function earn(entity: string, worth: Worth | { readonly kind: "validation_signature"; readonly credits: number }): void {
    const none = { relay_bandwidth: 0, storage_availability: 0, validation_signature: 0 };
    const row = earned.get(entity) ?? { entity, credits: none, present: 0 };
    if (worth.kind === "uptime_beacon") return void earned.set(entity, { ...row, present: row.present + worth.slots });
    const credits = cut(row.credits[worth.kind] + worth.credits, limits);
    earned.set(entity, { ...row, credits: { ...row.credits, [worth.kind]: credits } });
  }

  for (let height = above + 1; height <= upTo; height += 1) {
    const work = state.get<WorkRow>("work", String(height));
    if (work === undefined) continue;
    state.set("work", String(height), undefined);
    for (const [entity, votes] of work.votes) earn(entity, { kind: "validation_signature", credits: VOTE_CREDITS * votes });
    for (const proof of work.proofs) earn(proof.entity, newIn(state, proof));
  }
  const rows = [...earned.values()].toSorted((one, other) => (one.entity < other.entity ? -1 : 1));
  if (rows.length > 0) state.set("earned", String(epoch), rows);
}

/** Of presence only what is more than was counted for the same epoch: of a member's nodes the best one counts. */
function newIn(state: Readable, { entity, epoch, worth }: ProvenWork): Worth {
  if (worth.kind !== "uptime_beacon") return worth;
  const counted = state.get<PresentRow>("present", String(epoch)) ?? {};
  const before = counted[entity] ?? 0;
  if (worth.slots > before) state.set("present", String(epoch), { ...counted, [entity]: worth.slots });
  return { kind: worth.kind, slots: Math.max(0, worth.slots - before) };
}
