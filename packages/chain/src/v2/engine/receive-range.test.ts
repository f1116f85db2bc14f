import { createTestClock } from "@lucid/foundation/testing";
import { parseFormat } from "@lucid/proof";
import { expect, it, vi } from "vitest";
import { createSignState } from "../../signing/sign-state.ts";
import { createTestKeys } from "../../testing/keys.ts";
import { voteName } from "../blocks/check-votes.ts";
import { createMemoryStore } from "../store/memory-store.ts";
import type { NetworkStore } from "../store/store.types.ts";
import { createStage } from "../testing/sim/scenario.ts";
import { nothingUnderWay } from "./blocks-under-way.ts";
import { createEngine } from "./create-engine.ts";
import { signDomains } from "./duties.ts";
import { accept } from "./network-port.ts";

const { world, traffic } = createStage({ seed: "ranges", nodes: 3 });
traffic.begin(30);
world.run(400);
traffic.end();
const [member] = world.nodes;
if (member?.engine === undefined) throw new Error("there are three");
const source = member.engine;
const blocks = source.serve({ tip: source.tree.head.hash, from: 1 });
const range = { tip: source.tree.head.hash, from: 1 };
const NAME = "who comes late";

/** A node with nothing yet, in the same network. */
function startLate(store: NetworkStore) {
  const keys = createTestKeys(NAME);
  let text: string | undefined;
  const file = { read: () => text, write: (next: string) => void (text = next) };
  const [onUpdate, request] = [vi.fn(), vi.fn()];
  const engine = createEngine({
    ...{ network: world.network, clock: createTestClock(Date.UTC(2026, 1, 1)), keys, store, underWay: nothingUnderWay, onUpdate },
    ...{ checkSignature: world.checkSignature, prepare: world.prepare, decode: parseFormat },
    signState: (known) => createSignState(file, keys, world.network.hash, known, signDomains),
    port: { broadcast: () => undefined, askStatuses: () => undefined, request },
  });
  return { engine, onUpdate, request };
}

const kept = (store: NetworkStore) => ({
  blocks: [...store.blocks()],
  votes: [...store.votes()].map(voteName).toSorted(),
  certificate: store.lastCertificate()?.header.height,
});

it("is on the disk in one commit, as if its blocks had come one by one, and told after it", () => {
  expect(blocks.length).toBeGreaterThan(20);
  const [together, single] = [createMemoryStore(), createMemoryStore()];
  const commit = vi.spyOn(together, "commit");
  const late = startLate(together);
  late.onUpdate.mockImplementation(() => expect([...together.blocks()]).toHaveLength(blocks.length));
  expect(late.engine.receiveBlocks("0", range, blocks)).toEqual(accept);
  expect([commit.mock.calls.length, late.onUpdate.mock.calls.length]).toEqual([1, 1]);
  const { engine } = startLate(single);
  for (const bytes of blocks) engine.receive("0", "blocks", bytes);
  expect(kept(together)).toEqual(kept(single));
  expect(kept(together).certificate).toBeGreaterThan(0);
  expect(late.engine.tree.final).toEqual(engine.tree.final);
  expect(late.engine.placeOf(traffic.anchors[0]?.id ?? "")).toEqual(engine.placeOf(traffic.anchors[0]?.id ?? ""));
});

it("is told to nobody where the disk fails, and nothing is taken in after that", () => {
  const store = createMemoryStore();
  const failing: NetworkStore = {
    ...store,
    commit() {
      throw new Error("the disk is full");
    },
  };
  const { engine, onUpdate } = startLate(failing);
  expect(() => engine.receiveBlocks("0", range, blocks)).toThrow("the disk is full");
  expect(onUpdate).not.toHaveBeenCalled();
  expect(() => engine.receiveBlocks("0", range, blocks)).toThrow("the disk has failed");
  expect([...store.blocks()]).toEqual([]);
});

it("is followed by the next one though it made final what it stands on", () => {
  const { engine, request } = startLate(createMemoryStore());
  const target = { tip: source.tree.head.hash, from: 1 };
  engine.receive("0", "blocks", blocks.at(-1) ?? new Uint8Array());
  expect(request).toHaveBeenLastCalledWith("0", target);
  engine.receiveBlocks("0", target, blocks.slice(0, 12));
  expect(engine.tree.final.height).toBeGreaterThan(1);
  expect(request).toHaveBeenLastCalledWith("0", { ...target, from: 13 });
});
