import { createTestClock } from "@lucid/foundation/testing";
import { createSoloGenesis, parametersForInterval } from "../genesis.ts";
import { createTestKeys } from "./keys.ts";
import { createTestDisk, startTestChain } from "./node.ts";

const startMs = Date.UTC(2026, 0, 1);
const keys = createTestKeys("solo");
const parameters = parametersForInterval(2);

/** A network of one node: a block every two seconds, from `startMs` on. */
export const solo = {
  startMs,
  keys,
  genesis: createSoloGenesis({ network: "test", startsAtMs: startMs, publicKey: keys.publicKey, parameters }),
  slotMs: parameters.slot_duration * 1_000,
};

/** The chain of that node at the start of its network, and again on the same disk. */
export async function startSolo() {
  const clock = createTestClock(startMs);
  const disk = createTestDisk();
  const open = () => startTestChain({ clock, keys, disk }, { genesis: solo.genesis });
  const chain = await open();
  const restart = async () => {
    await chain[Symbol.asyncDispose]();
    return open();
  };
  return { clock, disk, chain, restart };
}
