import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "@lucid/foundation";
import type { SessionAnchorV2 } from "@lucid/proof";
import { describe, expect, it } from "vitest";
import type { SubmitOutcome } from "../../faces/submit.types.ts";
import { mainParameters } from "../../genesis.ts";
import { createOverlay } from "../../state/chain-state.ts";
import { chainMigrations } from "../../store/migrations.ts";
import { openChainDatabase } from "../../store/open-chain-database.ts";
import {
  createTestDisk,
  createTestKeys,
  emptyState,
  solo,
  startSolo,
  testAnchor,
  testAnchorV2,
  testTree,
} from "../../testing/index.ts";
import { openAnchorIndex } from "../session-anchor/anchor-index.ts";
import { sendersWithPaths, sessionAnchor } from "../session-anchor/session-anchor.ts";
import { sessionRegister } from "../session-register.ts";
import { sessionAnchorV2 } from "./session-anchor-v2.ts";

const [own, stranger] = ["a".repeat(64), "b".repeat(64)];
const tree = testTree(1);
const { session_id } = testAnchor(1);
const otherTree = testTree(2);

const statementOf = <Data>(data: Data) => ({ sender: own, data, height: 1, parameters: mainParameters });

/** The chain holds a head of `size` chunks of session 1, of this tree or of another. */
function stateWith(size: number, root = tree.rootAt(size)) {
  const state = createOverlay(emptyState);
  if (size > 0) state.set(sessionRegister, session_id, { sender: own, size, root, anchored: false });
  return state;
}

const changed = (from: number, changes: Partial<NonNullable<SessionAnchorV2["consistency"]>>): SessionAnchorV2 => {
  const anchor = testAnchorV2(1, from);
  if (anchor.consistency === null) throw new Error("there is no head to change");
  return { ...anchor, consistency: { ...anchor.consistency, ...changes } };
};

describe("an anchor with a path", () => {
  it.each([0, 1, 3, 8, 9, 10])("is taken where it goes on from the head of %i chunks", (size) => {
    expect(sessionAnchorV2.check(stateWith(size), statementOf(testAnchorV2(1, size)))).toBeUndefined();
  });

  const rewritten: SessionAnchorV2 = { ...testAnchorV2(1, 8), merkle_root: otherTree.root() };
  it.each([
    ["of chunks that were rewritten after their head was committed", stateWith(8), rewritten, "path_invalid"],
    ["with another tree's path", stateWith(8), changed(8, { path: otherTree.consistencyPath(8, 10) }), "path_invalid"],
    [
      "with a step too many",
      stateWith(8),
      changed(8, { path: [...tree.consistencyPath(8, 10), "0".repeat(64)] }),
      "path_invalid",
    ],
    ["with a path where the head is the whole tree", stateWith(10), changed(10, { path: ["0".repeat(64)] }), "path_invalid"],
    ["that goes on from a head before the last one", stateWith(8), testAnchorV2(1, 5), "head_differs"],
    ["that goes on from another head of that size", stateWith(8, otherTree.rootAt(8)), testAnchorV2(1, 8), "head_differs"],
    ["that passes the head over", stateWith(8), testAnchorV2(1, 0), "path_missing"],
    ["that goes on from a head the chain does not hold", stateWith(0), testAnchorV2(1, 8), "no_head_to_continue"],
    ["of fewer chunks than the head", stateWith(8), { ...testAnchorV2(1, 5), chunk_count: 7 }, "size_shrinks"],
    ["of as many chunks with another root", stateWith(10, otherTree.root()), testAnchorV2(1, 10), "head_differs"],
  ] as const)("is refused as one %s", (_name, state, anchor, reason) => {
    expect(sessionAnchorV2.check(state, statementOf(anchor))).toBe(reason);
  });

  it("closes the session, and its sender never goes back to anchors without a path; others may", () => {
    const state = stateWith(8);
    sessionAnchorV2.apply(state, statementOf(testAnchorV2(1, 8)));
    expect(state.get(sessionRegister, session_id)).toMatchObject({ size: 10, anchored: true });
    expect(sessionAnchorV2.check(state, statementOf(testAnchorV2(1, 8)))).toBe("already_anchored");
    expect(sessionAnchor.check(state, statementOf(testAnchor(2)))).toBe("anchor_without_path");
    expect(sessionAnchor.check(state, { ...statementOf(testAnchor(2)), sender: stranger })).toBeUndefined();
  });

  it("is told from one without a path by its row, until its block is taken back", () => {
    const { db } = createTestDisk();
    const index = openAnchorIndex(db, 2);
    openAnchorIndex(db, 1).add({ id: "old", sender: stranger, height: 2, data: testAnchor(2) });
    index.add({ id: "new", sender: own, height: 3, data: testAnchorV2(1, 0) });
    const stateAt = sendersWithPaths.open(db.read);
    expect([2, 3].map((height) => stateAt(own, height))).toEqual([undefined, true]);
    expect(stateAt(stranger, 3)).toBeUndefined();
    index.rewind(2);
    expect(stateAt(own, 3)).toBeUndefined();
  });

  it("has room for a path in a tree of as many chunks as a session can have", () => {
    const parsed = (steps: number) => sessionAnchorV2.schema.safeParse(changed(8, { path: Array(steps).fill("0".repeat(64)) }));
    expect([24, 25].map((steps) => parsed(steps).success)).toEqual([true, false]);
  });
});

describe("a chain that holds anchors without paths", () => {
  const idOf = (outcome: SubmitOutcome) => (outcome.kind === "accepted" ? outcome.id : outcome.reason);

  it("goes on with anchors that have one, and keeps those it has", async () => {
    const { clock, chain } = await startSolo();
    const old = idOf(chain.submit.own("session_anchor", testAnchor(7)));
    chain.submit.own("node_checkpoint", { heads: [{ session_id, size: 8, root: tree.rootAt(8) }] });
    clock.advance(4_000);
    const id = idOf(chain.submit.own("session_anchor_v2", testAnchorV2(1, 8)));
    clock.advance(6_000);
    expect(chain.read.anchorOf(testAnchor(7).session_id)).toMatchObject({ transaction_id: old, final: true });
    expect(chain.read.anchorOf(session_id)).toMatchObject({ transaction_id: id, final: true, anchor: testAnchorV2(1, 8) });
    expect(idOf(chain.submit.own("session_anchor_v2", testAnchorV2(1, 8)))).toBe(id);
    expect(idOf(chain.submit.own("session_anchor", testAnchor(9)))).toBe("anchor_without_path");
  });

  it("takes over the database of before the rows had a version", async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), "lucid-chain-"));
    const path = join(folder.path, "chain.db");
    {
      using before = openDatabase({ path, migrations: chainMigrations.slice(0, 2), synchronous: "full" });
      before.write
        .prepare(`
          INSERT INTO session_anchor (session_id, ordinal, height, transaction_id, sender, merkle_root, chunk_count, manifest_hash)
          VALUES (?, 0, 3, 'old', ?, ?, 10, '')`)
        .run(session_id, own, tree.root());
    }
    using after = openChainDatabase(path);
    expect(sessionRegister.open(after.read)(session_id, 3)).toMatchObject({ anchored: true, size: 10 });
    expect(sendersWithPaths.open(after.read)(own, 3)).toBeUndefined();
    openAnchorIndex(after, 2).add({ id: "new", sender: own, height: 4, data: testAnchorV2(2, 0) });
    expect(sendersWithPaths.open(after.read)(own, 4)).toBe(true);
  });

  it("sends what waited before an update, and knows after a restart which anchors it has sent", async () => {
    const { clock, chain, restart } = await startSolo();
    const old = idOf(chain.submit.own("session_anchor", testAnchor(7)));
    const again = await restart();
    expect(idOf(again.submit.own("session_anchor_v2", testAnchorV2(1, 0)))).toHaveLength(64);
    clock.advance(8_000);
    expect(again.read.anchorOf(testAnchor(7).session_id)).toMatchObject({ transaction_id: old, final: true });
    expect(again.read.anchorOf(session_id)?.final).toBe(true);
    await again[Symbol.asyncDispose]();
    const third = await restart();
    expect(idOf(third.submit.own("session_anchor", testAnchor(9)))).toBe("anchor_without_path");
    expect(third.read.anchorOf(session_id)?.anchor).toEqual(testAnchorV2(1, 0));
  });

  it("takes no head of somebody else for the sender's", async () => {
    const { clock, chain } = await startSolo();
    chain.submit.own("node_checkpoint", { heads: [{ session_id, size: 8, root: tree.rootAt(8) }] });
    clock.advance(2_000);
    const thief = createTestKeys("thief");
    const transaction = {
      ...{ version: 1, network: chain.networkId, sender: thief.publicKey, sequence: 0 },
      expires_at: solo.startMs / 1000 + 60,
      type: "node_checkpoint",
      data: { heads: [{ session_id, size: 9, root: otherTree.rootAt(9) }] },
    } as const;
    const signature = thief.sign("lucid:transaction:v1", transaction);
    chain.submit.signed({ transaction, signature });
    clock.advance(4_000);
    const id = idOf(chain.submit.own("session_anchor_v2", testAnchorV2(1, 8)));
    clock.advance(6_000);
    expect(chain.read.anchorOf(session_id)).toMatchObject({ transaction_id: id, final: true });
  });
});
