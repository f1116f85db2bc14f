import { merkle } from "@lucid/proof";
import { describe, expect, it } from "vitest";
import { emptyRows } from "../state/rows.ts";
import { addWork, earnFinal, type WorkRow } from "./block-work.ts";
import { type EarnedRow, emptyTally, leaderWeights, tallyOf } from "./tally.ts";

/** A state that rows are written to at once. */
function createState() {
  let rows = emptyRows;
  const state = {
    get: <Value>(kind: Parameters<typeof rows.get>[0], key: string) => rows.get<Value>(kind, key),
    set: (kind: string, key: string, value: unknown) => void (rows = rows.with(new Map([[`${kind}\n${key}`, value]]))),
  };
  return { state, rows: () => rows };
}

const limits = { credit_cap: 100 };
const stored = (entity: string, credits: number) =>
  ({ entity, epoch: 1, worth: { kind: "storage_availability", credits } }) as const;
const present = (entity: string, slots: number, epoch = 1) =>
  ({ entity, epoch, worth: { kind: "uptime_beacon", slots } }) as const;

describe("what becomes final", () => {
  it("is counted once, for the epoch in which it does, each kind up to the cap", () => {
    const { state } = createState();
    addWork(state, { height: 1, epoch: 2 }, { votes: [["b", 3]], proofs: [stored("a", 60)] });
    addWork(state, { height: 2, epoch: 2 }, { votes: [["b", 1]] });
    addWork(state, { height: 2, epoch: 2 }, { proofs: [stored("a", 60), stored("b", 1)] });
    addWork(state, { height: 3, epoch: 2 }, {});
    expect(state.get("work", "3")).toBeUndefined();
    earnFinal(state, { above: 0, upTo: 1, epoch: 2 }, limits);
    expect(state.get<WorkRow>("work", "1")).toBeUndefined();
    expect(state.get<readonly EarnedRow[]>("earned", "2")).toMatchObject([
      { entity: "a", credits: { storage_availability: 60 } },
      { entity: "b", credits: { validation_signature: 15 } },
    ]);
    earnFinal(state, { above: 0, upTo: 3, epoch: 2 }, limits);
    expect(state.get<readonly EarnedRow[]>("earned", "2")).toMatchObject([
      { entity: "a", credits: { storage_availability: 100, relay_bandwidth: 0 }, present: 0 },
      { entity: "b", credits: { storage_availability: 1, validation_signature: 20 } },
    ]);
    earnFinal(state, { above: 3, upTo: 9, epoch: 3 }, limits);
    expect(state.get("earned", "3")).toBeUndefined();
  });

  it("counts of presence the best node of a member for each epoch, less what was counted before", () => {
    const { state } = createState();
    addWork(state, { height: 1, epoch: 2 }, { proofs: [present("a", 5), present("a", 8), present("a", 2), present("b", 1)] });
    addWork(state, { height: 2, epoch: 3 }, { proofs: [present("a", 9), present("a", 3, 2)] });
    earnFinal(state, { above: 0, upTo: 1, epoch: 2 }, limits);
    earnFinal(state, { above: 1, upTo: 2, epoch: 3 }, limits);
    const of = (epoch: string) =>
      state.get<readonly EarnedRow[]>("earned", epoch)?.map(({ entity, present: slots }) => [entity, slots]);
    expect([of("2"), of("3")]).toEqual([
      [
        ["a", 8],
        ["b", 1],
      ],
      [["a", 4]],
    ]);
  });
});

describe("a tally", () => {
  it("sums the epochs of its window up, and forgets the ones before", () => {
    const { state, rows } = createState();
    for (let epoch = 0; epoch < 4; epoch += 1) {
      const height = epoch + 1;
      const proofs = epoch === 2 ? [stored("b", 1)] : [stored("a", 10 ** epoch), present("a", epoch, epoch)];
      addWork(state, { height, epoch }, { proofs });
      earnFinal(state, { above: epoch, upTo: height, epoch }, { credit_cap: 10_000 });
    }
    const of = (epoch: number, window_epochs: number) =>
      tallyOf(rows(), epoch, { window_epochs }).rows.map(({ entity, credits, present: slots }) => [entity, credits, slots]);
    expect(of(1, 7)).toEqual([["a", 11, 1]]);
    expect(of(3, 2)).toEqual([
      ["a", 1_000, 3],
      ["b", 1, 0],
    ]);
    expect(of(3, 7)).toEqual([
      ["a", 1_011, 4],
      ["b", 1, 0],
    ]);
    expect(of(9, 1)).toEqual([]);
    expect([tallyOf(rows(), -1, { window_epochs: 7 }), tallyOf(rows(), 9, { window_epochs: 1 })]).toEqual([
      emptyTally,
      emptyTally,
    ]);
    expect(tallyOf(rows(), 3, { window_epochs: 7 }).root).not.toBe(merkle.EMPTY_ROOT);
  });

  it("stays a number that JSON carries, whatever the cap", () => {
    const { state, rows } = createState();
    const cap = { credit_cap: Number.MAX_SAFE_INTEGER };
    for (const height of [1, 2]) {
      addWork(state, { height, epoch: height }, { proofs: [stored("a", Number.MAX_SAFE_INTEGER)] });
      earnFinal(state, { above: height - 1, upTo: height, epoch: height }, cap);
    }
    expect(tallyOf(rows(), 2, { window_epochs: 7 }).rows).toMatchObject([{ credits: Number.MAX_SAFE_INTEGER }]);
  });
});

describe("leader weights", () => {
  const roster = ["a", "b", "c", "d"].map((entity) => ({ entity, public_key: entity, weight: 1 }));
  const parameters = { epoch_slots: 10, d_min: [1, 5] as [number, number] };
  const row = (entity: string, credits: number, slots: number) => ({ entity, credits, present: slots });

  it("are 1 to 4, by credits times presence", () => {
    const rows = [row("a", 100, 20), row("b", 50, 20), row("c", 100, 4), row("d", 99, 20)];
    expect(leaderWeights(roster, { rows, epochs: 2 }, parameters)).toEqual([4, 2, 1, 3]);
  });

  it("are 1 for who is there less than the floor, has no credits, or is in no row", () => {
    const rows = [row("a", 100, 20), row("b", 1_000_000, 3), row("c", 0, 20)];
    expect(leaderWeights(roster, { rows, epochs: 2 }, parameters)).toEqual([4, 1, 1, 1]);
    // In the first epoch the window is one epoch long.
    expect(leaderWeights(roster, { rows: [row("b", 1, 2)], epochs: 1 }, parameters)).toEqual([1, 4, 1, 1]);
    expect(leaderWeights(roster, emptyTally, parameters)).toEqual([1, 1, 1, 1]);
    expect(leaderWeights(roster, { rows: [row("a", 5, 0)], epochs: 2 }, { ...parameters, d_min: [0, 1] })).toEqual([1, 1, 1, 1]);
  });

  it("do not depend on who is not in the roster", () => {
    expect(leaderWeights(roster, { rows: [row("a", 1, 20), row("z", 1_000, 20)], epochs: 2 }, parameters)).toEqual([4, 1, 1, 1]);
  });
});
