import { canonicalBytes, merkle, type v2 } from "@lucid/proof";
import type { Rows } from "../state/rows.ts";
import type { CreditKind } from "./credits.ts";

/** What a member earned by what became final in one epoch: its part of D (consensus 3.6). */
export interface EarnedRow {
  readonly entity: string;
  /** By kind, each cut to the cap. */
  readonly credits: Readonly<Record<CreditKind, number>>;
  /** Slots in which one of its nodes was present. */
  readonly present: number;
}

export interface TallyRow {
  readonly entity: string;
  readonly credits: number;
  readonly present: number;
}

/** What members have earned in the last epochs of a window: those who earned something, sorted by entity. */
export interface Tally {
  readonly rows: readonly TallyRow[];
  /** Epochs that it sums up. */
  readonly epochs: number;
  /** RFC 9162 root over the rows: part of `state_root`. */
  readonly root: string;
}

export const emptyTally: Tally = { rows: [], epochs: 0, root: merkle.EMPTY_ROOT };

type Window = Pick<v2.Parameters, "window_epochs">;

/** The tally of an epoch: the sum over its window of what was earned (consensus 3.6). */
export function tallyOf(rows: Pick<Rows, "get">, epoch: number, parameters: Window): Tally {
  if (epoch < 0) return emptyTally;
  const sums = new Map<string, TallyRow>();
  const epochs = Math.min(parameters.window_epochs, epoch + 1);
  for (let at = epoch - epochs + 1; at <= epoch; at += 1)
    for (const { entity, credits, present } of rows.get<readonly EarnedRow[]>("earned", String(at)) ?? []) {
      const sum = sums.get(entity) ?? { entity, credits: 0, present: 0 };
      const earned = Object.values(credits).reduce((all, one) => all + one, 0);
      sums.set(entity, { entity, credits: upToSafe(sum.credits + earned), present: sum.present + present });
    }
  if (sums.size === 0) return emptyTally;
  const sorted = [...sums.values()].toSorted((one, other) => (one.entity < other.entity ? -1 : 1));
  return { rows: sorted, epochs, root: merkle.rootOf(sorted.map((row) => canonicalBytes(row))) };
}

/** A cap that no network needs must not make a number that JSON cannot carry. */
const upToSafe = (sum: number): number => Math.min(sum, Number.MAX_SAFE_INTEGER);

/** What orders leaders and ranks members: never a vote (consensus 3.6). */
export const liveScore = ({ credits, present }: Pick<TallyRow, "credits" | "present">): bigint =>
  BigInt(credits) * BigInt(present);

/** Leader weights of a roster, 1 to 4, by the tally of two epochs before (consensus 3.1). */
export function leaderWeights(
  roster: readonly v2.Member[],
  { rows, epochs }: Pick<Tally, "rows" | "epochs">,
  parameters: Pick<v2.Parameters, "d_min" | "epoch_slots">,
): readonly number[] {
  const [part, whole] = parameters.d_min;
  const slots = BigInt(epochs) * BigInt(parameters.epoch_slots);
  const byEntity = new Map(rows.map((row) => [row.entity, row]));
  const scores = roster.map(({ entity }) => {
    const row = byEntity.get(entity);
    const isReliable = row !== undefined && row.credits > 0 && BigInt(row.present) * BigInt(whole) >= BigInt(part) * slots;
    return isReliable ? liveScore(row) : 0n;
  });
  const greatest = scores.reduce((most, score) => (score > most ? score : most), 0n);
  return scores.map((score) => (greatest === 0n ? 1 : 1 + Number((3n * score) / greatest)));
}
