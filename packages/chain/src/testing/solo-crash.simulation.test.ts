import { createTestClock } from "@lucid/foundation/testing";
import { verifyEvidence } from "@lucid/proof";
import { describe, expect, it } from "vitest";
import { createChainWitness, createProcessLife, createTestDisk, solo, startTestChain, testAnchor, watchedKeys } from "./index.ts";

const { startMs, keys, genesis } = solo;

/** Points before and after every write and commit of the life below. */
const touches = 134;

/** One life that dies at touch `fatal`, and a second one that goes on with its disk. */
async function dieAt(fatal: number) {
  const clock = createTestClock(startMs);
  const disk = createTestDisk();
  const witness = createChainWitness();
  const accepted: string[] = [];
  const finals = new Map<number, string | undefined>();
  let touched = 0;
  const life = createProcessLife(disk, clock, () => (touched += 1) === fatal);
  try {
    const chain = await startTestChain({ clock: life.clock, keys: watchedKeys(keys, witness), disk: life.disk }, { genesis });
    chain.read.onFinal(({ to_height, hash }) => void finals.set(to_height, hash));
    for (let number = 0; number < 4; number += 1) {
      clock.advance(1_000);
      const outcome = chain.submit.own("session_anchor", testAnchor(number));
      if (outcome.kind === "accepted") accepted.push(outcome.id);
    }
    clock.advance(5_000);
  } catch (error) {
    if (!life.isOver) throw error;
  }
  life.end();
  clock.advance(3_000);
  const chain = await startTestChain({ clock, keys: watchedKeys(keys, witness), disk }, { genesis });
  clock.advance(10_000);
  return { chain, witness, accepted, finals, touched };
}

describe("a solo chain that dies at one write", () => {
  it.each(Array.from({ length: touches }, (_, index) => index + 1))("keeps its word when it dies at touch %i", async (fatal) => {
    const { chain, witness, accepted, finals } = await dieAt(fatal);
    expect(witness.violations).toEqual([]);
    for (const [height, hash] of finals) expect(chain.read.blockAt(height)).toMatchObject({ hash, finalized: true });
    for (const id of accepted) {
      const evidence = chain.read.evidence(id);
      expect(evidence && verifyEvidence(evidence, genesis)).toMatchObject({ ok: true });
    }
  });

  it("was tried at every write there is", async () => {
    const { touched, accepted } = await dieAt(Number.POSITIVE_INFINITY);
    expect(accepted).toHaveLength(4);
    expect(touched).toBe(touches);
  });
});
