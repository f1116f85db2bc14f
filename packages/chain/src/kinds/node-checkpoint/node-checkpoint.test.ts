import { NodeCheckpoint, type TreeHead } from "@lucid/proof";
import { expect, it } from "vitest";
import { mainParameters } from "../../genesis.ts";
import { createOverlay } from "../../state/chain-state.ts";
import { createTestDisk, emptyState, testAnchor } from "../../testing/index.ts";
import { type SessionState, sessionRegister } from "../session-register.ts";
import { openHeadIndex } from "./head-index.ts";
import { nodeCheckpoint } from "./node-checkpoint.ts";

const [own, stranger] = ["a".repeat(64), "b".repeat(64)];
const [root, other] = ["c".repeat(64), "d".repeat(64)];
const session = (number: number) => testAnchor(number).session_id;
const head = (number: number, size: number): TreeHead => ({ session_id: session(number), size, root });

function stateOf(known?: Partial<SessionState>) {
  const state = createOverlay(emptyState);
  if (known !== undefined)
    state.set(sessionRegister, session(1), { sender: own, size: 8, root: other, anchored: false, ...known });
  return state;
}

const statementOf = (heads: TreeHead[], height: number | undefined = 5) => ({
  ...{ sender: own, data: { heads }, height },
  parameters: { ...mainParameters, checkpoint_blocks: 3 },
});

it.each([
  ["head_repeated", undefined, [head(1, 1), head(1, 2)]],
  ["already_anchored", { anchored: true }, [head(1, 9)]],
  ["session_of_another_sender", { sender: stranger }, [head(1, 9)]],
  ["size_shrinks", {}, [head(2, 1), head(1, 7)]],
  ["head_differs", {}, [head(1, 8)]],
  ["head_repeated", { root }, [head(1, 8)]],
] as const)("is refused for %s", (reason, known, heads) => {
  expect(nodeCheckpoint.check(stateOf(known), statementOf([...heads]))).toBe(reason);
});

it("moves the sessions it names, and no other, to their new heads", () => {
  const state = stateOf({});
  expect(nodeCheckpoint.check(state, statementOf([head(1, 9), head(2, 1)]))).toBeUndefined();
  nodeCheckpoint.apply(state, statementOf([head(1, 9), head(2, 1)]));
  expect([1, 2, 3].map((number) => state.get(sessionRegister, session(number))?.size)).toEqual([9, 1, undefined]);
  expect(state.get(sessionRegister, session(2))).toEqual({ sender: own, size: 1, root, anchored: false });
});

it("keeps its distance to the sender's last one, once both blocks are known", () => {
  const state = stateOf();
  nodeCheckpoint.apply(state, statementOf([head(1, 1)], 5));
  const refusalAt = (height: number | undefined) => nodeCheckpoint.check(state, { ...statementOf([head(1, 2)]), height });
  expect([6, 7, 8, undefined].map(refusalAt)).toEqual(["checkpoint_too_early", "checkpoint_too_early", undefined, undefined]);
  expect(nodeCheckpoint.check(state, { ...statementOf([head(2, 2)], 6), sender: stranger })).toBeUndefined();
});

it("is kept head by head, until its block is taken back", () => {
  const { db } = createTestDisk();
  const index = openHeadIndex(db);
  const stateAt = sessionRegister.open(db.read);
  for (const height of [3, 4]) index.add({ id: `id ${height}`, sender: own, height, data: { heads: [head(1, height)] } });
  const sizes = () => [2, 3, 4].map((height) => stateAt(session(1), height)?.size);
  expect(sizes()).toEqual([undefined, 3, 4]);
  index.rewind(3);
  expect(sizes()).toEqual([undefined, 3, 3]);
});

it("has the published form of a checkpoint", () => {
  expect(nodeCheckpoint.schema).toBe(NodeCheckpoint);
  expect(nodeCheckpoint.schema.safeParse({ heads: [] }).success).toBe(false);
});
