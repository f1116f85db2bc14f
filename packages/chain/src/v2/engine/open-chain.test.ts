import { createTestClock } from "@lucid/foundation/testing";
import { describe, expect, it } from "vitest";
import { createSchedule } from "../schedule/schedule.ts";
import { stateRoot } from "../state/branch-state.ts";
import { createMemoryStore } from "../store/memory-store.ts";
import type { NetworkCommit, NetworkStore } from "../store/store.types.ts";
import { createCrowd } from "../testing/sim/crowd.ts";
import { createStage, roughLinks } from "../testing/sim/scenario.ts";
import { copyStore, createGrowth, withOtherSequence, writeDue } from "../testing/sim/scenarios/snapshot.ts";
import { createLedger, type Ledger } from "./ledger.ts";
import { createSnapshotWriter } from "./snapshot-writer.ts";

const EPOCH_BLOCKS = 12;
const crowd = createCrowd(4, () => true, { parameters: { epoch_slots: 1 } });
const open = (store: NetworkStore): Ledger => createLedger({ store, rules: crowd.rules, prepare: crowd.prepare });

/** A chain of six epochs, whose disk has two snapshots: of the ends of its second epoch and of its fourth. */
const disk = createMemoryStore();
const whole = open(disk);
const grow = createGrowth(crowd);
for (let block = 0; block < 6 * EPOCH_BLOCKS; block += 1) {
  grow([whole]);
  if (block === 4 * EPOCH_BLOCKS || block === 6 * EPOCH_BLOCKS - 1) writeDue(disk, whole);
}

type Change = Parameters<typeof copyStore>[2];
const kept: Change = (head, parts) => ({ head, parts });
const copy = (change: Change = kept, from: NetworkStore = disk): NetworkStore =>
  copyStore(from, (bytes) => crowd.prepare(bytes).hash, change);
const heights = (store: NetworkStore): readonly number[] => store.snapshots().map(({ height }) => height);
const newest = heights(disk)[0] ?? 0;
const older = heights(disk)[1] ?? 0;

/** Changes the newest snapshot alone. */
const newestOnly =
  (change: Change): Change =>
  (head, parts) =>
    JSON.parse(head).hash === whole.canonicalHash(newest) ? change(head, parts) : { head, parts };

const inHead = (change: (head: Record<string, unknown>) => object): Change =>
  newestOnly((head, parts) => ({ head: JSON.stringify({ ...JSON.parse(head), ...change(JSON.parse(head)) }), parts }));

const other = "f".repeat(64);

describe("a chain on the disk", () => {
  it("is opened from its newest snapshot, and is the same as before", () => {
    expect([newest, older]).toEqual([4 * EPOCH_BLOCKS, 2 * EPOCH_BLOCKS]);
    const store = copy();
    const { opening, tree, stateOf, canonicalHash, listsAt, lastSignedBy } = open(store);
    expect(opening).toEqual({ from: newest, applied: whole.tree.final.height - newest, refused: [] });
    expect(placesOf(tree)).toEqual(placesOf(whole.tree));
    expect(stateRoot(stateOf(tree.head))).toBe(stateRoot(whole.stateOf(whole.tree.head)));
    for (let height = 0; height <= whole.tree.head.height; height += 1)
      expect(canonicalHash(height)).toBe(whole.canonicalHash(height));
    expect(listsAt(1).hash).toBe(whole.listsAt(1).hash);
    for (const key of crowd.byKey.keys()) {
      expect(lastSignedBy(key).block).toEqual(whole.lastSignedBy(key).block);
      expect(lastSignedBy(key).vote?.target).toEqual(whole.lastSignedBy(key).vote?.target);
    }
    expect(heights(store)).toEqual([newest, older]);
  });

  it.each<[string, Change, RegExp]>([
    ["has a changed byte", newestOnly((head, parts) => ({ head, parts: parts.map(flipped) })), /./],
    ["has lost its rows", newestOnly((head) => ({ head, parts: [] })), /not as it was written/],
    [
      "is no snapshot",
      newestOnly((_head, parts) => ({ head: JSON.stringify({ hash: whole.canonicalHash(newest) }), parts })),
      /malformed/,
    ],
    ["has one sequence changed", newestOnly(withOtherSequence), /wrong_state_root/],
    ["is of another block", inHead(() => ({ hash: other })), /other blocks/],
    ["is of other blocks", inHead(() => ({ blocks: other })), /other blocks/],
    ["has another root of its rows", inHead(() => ({ rest: other })), /state root is another/],
    ["has another root of the epoch before", inHead(() => ({ rest_before: other })), /wrong_state_root/],
    ["sums its tally up over another window", inHead(() => ({ window: 1 })), /state root is another/],
    ["is of another epoch", inHead(() => ({ epoch: 2 })), /./],
    ["misses votes", inHead(({ finality }) => ({ finality: { ...(finality as object), targets: [] } })), /./],
    ["has other anchors", inHead(() => ({ anchors: { count: 1, peaks: [other] } })), /anchored tags/],
    ["has another history", inHead(() => ({ history: { count: newest, peaks: [other] } })), /wrong_history_root/],
  ])("is opened from the snapshot before where the newest one %s, which is dropped", (_what, change, reason) => {
    const store = copy(change);
    const { opening, tree } = open(store);
    const [refused] = opening.refused;
    expect(opening).toMatchObject({ from: older, refused: [{ height: newest }] });
    expect(refused?.reason).toMatch(reason);
    expect(tree.final.hash).toBe(whole.tree.final.hash);
    expect(heights(store)).toEqual([older]);
    expect(open(store).opening).toMatchObject({ from: older, refused: [] });
    writeDue(store, open(store));
    expect(open(store).opening).toMatchObject({ from: newest, refused: [] });
  });

  it("is opened from its genesis where no snapshot holds", () => {
    const store = copy(withOtherSequence);
    const { opening, tree } = open(store);
    expect(opening).toMatchObject({ from: 0, applied: whole.tree.final.height });
    expect(opening.refused.map(({ height }) => height)).toEqual([newest, older]);
    expect(tree.final.hash).toBe(whole.tree.final.hash);
    expect(heights(store)).toEqual([]);
  });

  it.each<[string, NetworkCommit]>([
    ["names another final block", { root: { height: 40, hash: other, carried: [] } }],
    ["names other final blocks", { finals: [{ height: 30, hash: other, transactions: [] }] }],
  ])("counts its votes anew where it %s, and knows better afterwards", (_what, damage) => {
    const store = copy();
    store.commit(damage);
    const { opening, tree } = open(store);
    expect(opening).toMatchObject({ from: 0, applied: 0 });
    expect(tree.final.hash).toBe(whole.tree.final.hash);
    const again = open(store);
    expect(again.opening.applied).toBeGreaterThan(0);
    expect(again.tree.final.hash).toBe(whole.tree.final.hash);
    expect(again.canonicalHash(30)).toBe(whole.canonicalHash(30));
  });

  it("has a whole snapshot or none, whichever of its writes is the last", () => {
    let cut = 0;
    for (let isDone = false; !isDone; cut += 1) {
      const store = copy(() => undefined);
      let left = cut;
      const dying: Pick<NetworkStore, "commit" | "snapshots"> = {
        snapshots: store.snapshots,
        commit(commit) {
          if (left === 0) throw new Error("the power is gone");
          left -= 1;
          store.commit(commit);
        },
      };
      const clock = createTestClock();
      const write = (): void => {
        using writer = createSnapshotWriter({ store: dying, ledger: open(store), clock });
        writer.look();
        clock.advance(60_000);
      };
      isDone = !throws(write);
      const { opening, tree } = open(store);
      expect(opening).toMatchObject({ from: isDone ? newest : 0, refused: [] });
      expect(tree.final.hash).toBe(whole.tree.final.hash);
      writeDue(store, open(store));
      expect(open(store).opening).toMatchObject({ from: newest, refused: [] });
    }
    // A part and the head, at least.
    expect(cut).toBeGreaterThan(2);
  });
});

const placesOf = ({ head, final, justified }: Ledger["tree"]) => ({
  head: head.hash,
  final: final.hash,
  justified: justified.hash,
});

const flipped = (part: Uint8Array): Uint8Array => part.with(part.length - 5, (part.at(-5) ?? 0) ^ 1);

function throws(work: () => void): boolean {
  try {
    work();
    return false;
  } catch {
    return true;
  }
}

it("knows after a restart what it knew before, also on a rough day", () => {
  const { world, traffic } = createStage({ seed: "opened from a snapshot", nodes: 4, parameters: { epoch_slots: 1 } });
  world.links = { ...roughLinks, death: 0 };
  traffic.begin(30);
  world.run(1_800);
  const { network, checkSignature } = world;
  for (const { engine, disk: own } of world.nodes) {
    if (engine === undefined) throw new Error("a node is not there");
    const again = createLedger({
      store: own.store,
      rules: { network, checkSignature, schedule: createSchedule(network) },
      prepare(bytes) {
        const prepared = world.prepare(bytes);
        if (!prepared.ok) throw new Error(prepared.reason);
        return prepared.value;
      },
    });
    expect(again.opening.from).toBeGreaterThan(0);
    const { final, justified } = engine.tree;
    expect({ final: again.tree.final.hash, justified: again.tree.justified.hash }).toEqual({
      ...{ final: final.hash, justified: justified.hash },
    });
    expect(again.opening.refused).toEqual([]);
  }
});
