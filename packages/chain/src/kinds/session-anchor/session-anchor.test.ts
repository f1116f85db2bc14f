import { SessionAnchor } from "@lucid/proof";
import { expect, it } from "vitest";
import { mainParameters } from "../../genesis.ts";
import { createOverlay } from "../../state/chain-state.ts";
import { createTestDisk, emptyState, testAnchor } from "../../testing/index.ts";
import { type SessionState, sessionRegister } from "../session-register.ts";
import { openAnchorIndex } from "./anchor-index.ts";
import { sessionAnchor } from "./session-anchor.ts";

const [own, stranger] = ["a".repeat(64), "b".repeat(64)];
const root = "c".repeat(64);

function stateOf(session?: Partial<SessionState>) {
  const state = createOverlay(emptyState);
  const known = { sender: own, size: 8, root, anchored: false };
  if (session !== undefined) state.set(sessionRegister, testAnchor(1).session_id, { ...known, ...session });
  return state;
}

const statementOf = (changes: Partial<SessionAnchor> = {}) => ({
  ...{ sender: own, data: testAnchor(1, changes) },
  ...{ height: 1, parameters: mainParameters },
});

it.each([
  ["ends_before_start", undefined, { started_at_ms: 2, ended_at_ms: 1 }],
  ["already_anchored", { anchored: true }, {}],
  ["session_of_another_sender", { sender: stranger }, {}],
  ["size_shrinks", {}, { chunk_count: 7 }],
  ["head_differs", {}, { chunk_count: 8 }],
] as const)("is refused for %s", (reason, session, changes) => {
  expect(sessionAnchor.check(stateOf(session), statementOf(changes))).toBe(reason);
});

it.each([
  ["of a session nobody has named", undefined, {}],
  ["that goes on from the last head", {}, { chunk_count: 9 }],
  ["of the last head itself", {}, { chunk_count: 8, merkle_root: root }],
] as const)("is taken if it is one %s", (_name, session, changes) => {
  expect(sessionAnchor.check(stateOf(session), statementOf(changes))).toBeUndefined();
});

it("closes the session and adds to the anchors that blocks commit", () => {
  const state = stateOf({});
  sessionAnchor.apply(state, statementOf());
  const { session_id, merkle_root, chunk_count } = testAnchor(1);
  const session = { sender: own, size: chunk_count, root: merkle_root, anchored: true };
  expect(state.get(sessionRegister, session_id)).toEqual(session);
  expect(state.anchors.count).toBe(1);
  expect(sessionAnchor.check(state, statementOf())).toBe("already_anchored");
});

it("is found again by its session, from its block on and until that block is taken back", () => {
  const { db } = createTestDisk();
  const index = openAnchorIndex(db, 1);
  const stateAt = sessionRegister.open(db.read);
  for (const height of [3, 4]) index.add({ id: `id ${height}`, sender: own, height, data: testAnchor(height) });
  expect(index.find?.(testAnchor(3))).toBe("id 3");
  expect([2, 3].map((height) => stateAt(testAnchor(3).session_id, height)?.anchored)).toEqual([undefined, true]);
  index.rewind(3);
  expect([3, 4].map((height) => index.find?.(testAnchor(height)))).toEqual(["id 3", undefined]);
});

it("has the published form of an anchor", () => {
  expect(sessionAnchor.schema).toBe(SessionAnchor);
  expect(sessionAnchor.schema.safeParse({ ...testAnchor(1), more: 1 }).success).toBe(false);
});
