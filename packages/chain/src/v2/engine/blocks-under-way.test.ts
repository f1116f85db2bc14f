import { createTestClock } from "@lucid/foundation/testing";
import { parseFormat, v2 } from "@lucid/proof";
import { expect, it } from "vitest";
import { createSignState } from "../../signing/sign-state.ts";
import { createSignatureChecker } from "../../signing/signature-checker.ts";
import { createTestKeys } from "../../testing/keys.ts";
import { prepareBlock } from "../blocks/prepare-block.ts";
import { createNetworkGenesis } from "../network-genesis.ts";
import { createMemoryStore } from "../store/memory-store.ts";
import type { BlocksUnderWay } from "./blocks-under-way.ts";
import { createEngine } from "./create-engine.ts";
import { signDomains } from "./duties.ts";

const keys = createTestKeys("a member");

/** A member that is alone in its network and builds at every turn. */
function startMember(underWay: BlocksUnderWay) {
  const clock = createTestClock();
  const opened = v2.openNetwork(
    createNetworkGenesis({ name: "home", startsAtMs: clock.now(), publicKey: keys.publicKey, blockInterval: 10 }),
  );
  if (!opened.ok) throw new Error(opened.failure.reason);
  const network = opened.value;
  let text: string | undefined;
  const file = { read: () => text, write: (next: string) => void (text = next) };
  const checkSignature = createSignatureChecker();
  const engine = createEngine({
    ...{ network, clock, keys, checkSignature, underWay, store: createMemoryStore(), decode: parseFormat },
    signState: (known) => createSignState(file, keys, network.hash, known, signDomains),
    prepare: (bytes) => prepareBlock(bytes, { network, checkSignature }),
    port: { broadcast: () => undefined, request: () => undefined, askStatuses: () => undefined },
    onUpdate: () => undefined,
  });
  engine.start();
  return { engine, clock };
}

it("keep a turn that is due waiting, and no longer", () => {
  let waiting: (() => void) | undefined;
  const { engine, clock } = startMember({ has: () => true, after: (then) => void (waiting = then) });
  clock.advance(130_000);
  expect(engine.tree.head.height).toBe(0);
  waiting?.();
  expect(engine.tree.head.height).toBe(1);
});

it("bring nobody to act who has stopped meanwhile", () => {
  let waiting: (() => void) | undefined;
  const { engine, clock } = startMember({ has: () => true, after: (then) => void (waiting = then) });
  clock.advance(130_000);
  engine.stop();
  waiting?.();
  expect(engine.tree.head.height).toBe(0);
});
