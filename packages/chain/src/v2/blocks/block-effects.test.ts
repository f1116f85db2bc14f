import { hashObject, merkle, type v2 } from "@lucid/proof";
import { describe, expect, it } from "vitest";
import { createTestKeys } from "../../testing/keys.ts";
import { type BranchState, genesisState, type ListRow, stateRoot } from "../state/branch-state.ts";
import { createMembershipState } from "../testing/membership-state.ts";
import { beginBlock, finishBlock, stateAfter } from "./block-effects.ts";

const stranger = createTestKeys("stranger");

/** States of one branch of four members, block by block, with the votes and statements that each block holds. */
function branchOfFour() {
  const made = createMembershipState(1, 1, 1, 1);
  const { network, keys, approved, say, consent } = made;
  const hashAt = (height: number): string => (height === 0 ? network.hash : hashObject(`block ${height}`));
  const ref = (height: number) => ({ height, hash: hashAt(height) });
  let state: BranchState = genesisState(network);
  let height = 0;

  function votes(source: number, target: number, by = keys) {
    return by.map(({ publicKey }) => ({ attester: publicKey, source: ref(source), target: ref(target) }));
  }

  function block(epoch: number, held: ReturnType<typeof votes> = [], ...said: readonly Parameters<typeof say>[0][]): BranchState {
    height += 1;
    const place = { height, epoch, tx_count: said.length };
    const draft = beginBlock(state, place, held);
    for (const one of said) expect(say(one, { at: { height, epoch }, state: draft, by: keys[1] })).toBe("ok");
    const done = finishBlock(state, place, draft);
    state = stateAfter(state, done, draft, { height, hash: hashAt(height) });
    return state;
  }

  const entity = stranger.publicKey;
  const add: v2.Operation = { op: "add", entity, public_key: entity, weight: 1, proof: consent(entity, stranger) };
  const adding = { type: "membership", data: approved([add], keys) } as const;
  return { ...made, block, votes, adding, add };
}

describe("a handover", () => {
  it("is under way until a block that needs both lists is final by votes on the branch", () => {
    const { block, votes, adding } = branchOfFour();
    expect(block(0).lists.members.pending).toBeNull();
    const begun = block(0, votes(0, 1), adding);
    expect([begun.handoverAt, begun.lists.members.current.version, begun.lists.members.pending?.version]).toEqual([2, 0, 1]);
    expect(begun.lists.voters.keys).toHaveLength(5);
    const below = block(1, votes(1, 2));
    expect([below.finality.final, below.handoverAt, below.lists]).toEqual([1, 2, begun.lists]);
    const over = block(1, votes(2, 3));
    expect([over.finality.final, over.handoverAt, over.lists.members.current.version]).toEqual([2, undefined, 1]);
    expect(over.lists.members.pending).toBeNull();
    expect(over.rows.get("list", "0")).toMatchObject({ since: 0, until: 1 });
    expect(over.rows.get("list", "1")).toMatchObject({ since: 0, until: null });
  });

  it("goes on while the votes carry one of the two lists alone", () => {
    const { block, votes, adding, keys } = branchOfFour();
    block(0);
    block(0, votes(0, 1), adding);
    // 3 of 4 are more than two thirds, 3 of 5 are not.
    expect(block(0, votes(1, 2, keys.slice(0, 3))).finality).toMatchObject({ final: 0, justified: [0, 1] });
    const both = block(0, votes(1, 2, keys.slice(3)));
    expect([both.finality.final, both.handoverAt]).toEqual([1, 2]);
  });

  it("gives the seats of the next epoch to the list in force before it", () => {
    const { block, votes, adding } = branchOfFour();
    block(0);
    block(0, votes(0, 1), adding);
    block(0, votes(1, 2));
    const over = block(0, votes(2, 3));
    expect([over.lists.members.current.version, over.roster.version]).toEqual([1, 0]);
    expect([block(0).roster.version, block(1).roster.version]).toEqual([0, 1]);
  });
});

it("keeps votes for blocks that it does not know out of the count", () => {
  const { block, votes } = branchOfFour();
  block(0);
  expect(block(0, votes(0, 9)).finality.justified).toEqual([0]);
  expect(block(0, votes(0, 1, [stranger])).finality.justified).toEqual([0]);
});

it("forgets lists after 31 epochs out of force, and offences after 30", () => {
  const { block, votes, adding } = branchOfFour();
  block(0);
  block(0, votes(0, 1), adding);
  block(1, votes(1, 2));
  const over = block(1, votes(2, 3));
  const marked = over.rows.with(new Map([["punished\none", 2]]));
  const at = (epoch: number) => {
    const draft = beginBlock({ ...over, rows: marked }, { height: 5, epoch }, []);
    return [draft.get<ListRow>("list", "0")?.until, draft.get<ListRow>("list", "1")?.since, draft.get("punished", "one")];
  };
  expect([at(32), at(33)]).toEqual([
    [1, 0, 2],
    [undefined, 0, undefined],
  ]);
});

it("keeps rosters and proofs as long as work of their epoch can be proven", () => {
  const { block } = branchOfFour();
  const first = block(0);
  const named = new Map<string, unknown>([
    ["proof\none", 0],
    ["earned\n0", []],
    ["present\n0", {}],
  ]);
  const at = (epoch: number, open?: number) => {
    const work = new Map(open === undefined ? [] : [["work\n7", { epoch: open, votes: [], proofs: [] }]]);
    const draft = beginBlock({ ...first, rows: first.rows.with(named).with(work) }, { height: 2, epoch }, []);
    const rosters = [0, 1, 2, 3, 4].filter((one) => draft.get("roster", String(one)) !== undefined);
    return [
      rosters,
      ...(["proof", "earned", "present"] as const).map((kind) => draft.get(kind, kind === "proof" ? "one" : "0") !== undefined),
    ];
  };
  expect(at(1)).toEqual([[0, 1], true, true, true]);
  expect(at(2)).toEqual([[0, 1, 2], true, true, true]);
  expect(at(3)).toEqual([[1, 2, 3], false, true, false]);
  // A proof of the second epoch waits to become final: what was counted for its epochs is still asked for.
  expect(at(3, 2)).toEqual([[1, 2, 3], false, true, true]);
  expect([at(31)[2], at(32)[2]]).toEqual([true, false]);
});

it("counts the votes of a block for their members once the block is final", () => {
  const { block, votes, keys } = branchOfFour();
  block(0);
  block(0, votes(0, 1));
  const waiting = block(1, votes(1, 2));
  expect([waiting.finality.final, waiting.rows.get("earned", "1")]).toEqual([1, undefined]);
  expect(waiting.rows.get("work", "2")).toMatchObject({ epoch: 0, proofs: [] });
  const over = block(1, votes(2, 3, keys.slice(0, 3)));
  const earned = over.rows.get<readonly { entity: string; credits: object }[]>("earned", "1") ?? [];
  expect([over.finality.final, over.rows.get("work", "2"), earned]).toMatchObject([2, undefined, [{}, {}, {}, {}]]);
  expect(earned.every(({ credits }) => JSON.stringify(credits).includes('"validation_signature":5'))).toBe(true);
  expect(over.tally.rows).toEqual([]);
  const next = block(2);
  expect(next.tally.rows.map(({ credits }) => credits)).toEqual([5, 5, 5, 5]);
  expect(stateRoot(next)).not.toBe(stateRoot({ ...next, tally: over.tally }));
  // With an epoch between, the tally of the one that had no block adds nothing.
  expect(block(5).tally.rows.map(({ credits }) => credits)).toEqual([5, 5, 5, 5]);
  expect(block(40).tally.rows).toEqual([]);
});

it("commits to the rows of two epochs before", () => {
  const { block, votes, adding } = branchOfFour();
  const first = block(0);
  expect([first.rest, first.restBefore]).toEqual([merkle.EMPTY_ROOT, merkle.EMPTY_ROOT]);
  const last = block(0, votes(0, 1), adding);
  const next = block(1);
  expect([next.rest, next.restBefore === merkle.EMPTY_ROOT]).toEqual([merkle.EMPTY_ROOT, false]);
  const second = block(2, votes(1, 2));
  expect(second.rest).toBe(next.restBefore);
  const later = block(9);
  expect([later.rest, later.rest === second.rest]).toEqual([later.restBefore, false]);
  expect(stateRoot(last)).not.toBe(stateRoot({ ...last, lists: first.lists }));
});
