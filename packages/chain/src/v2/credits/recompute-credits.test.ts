import { describe, expect, it } from "vitest";
import type { PreparedBlock } from "../blocks/prepare-block.ts";
import { recomputed, reportsAbout, tallied } from "../testing/sim/audits.ts";
import { createStage } from "../testing/sim/scenario.ts";
import { recomputeCredits } from "./recompute-credits.ts";

/** Four members for three epochs of four slots, the first one's storage proven for the first epoch. */
function chainOfFour() {
  const { world } = createStage({ seed: "1", nodes: 4, parameters: { credit_cap: 12 } });
  const [first] = world.nodes;
  if (first?.engine === undefined) throw new Error("there is a first");
  world.run(490);
  const seen = () => ({ chunks_stored: 3, size_bytes: 0 });
  const outcome = first.engine.prove(reportsAbout(world, first, 0, "storage_availability", seen));
  const again = first.engine.prove(reportsAbout(world, first, 0, "uptime_beacon", () => "f0"));
  if (!outcome.ok || !again.ok) throw new Error("the proofs are taken");
  world.run(1_000);
  return { world, first, engine: first.engine, proofs: [outcome.id, again.id] };
}

describe("credits that are counted anew", () => {
  const { world, first, engine, proofs } = chainOfFour();
  const accounts = recomputed(world, first);

  it("are those of the state, each with the ids of its proofs", () => {
    const { epoch, tally } = engine.standing;
    expect(tallied(accounts, epoch - 1, 7)).toEqual(tally);
    const own = accounts.filter(({ entity, kind }) => entity === first.keys.publicKey && kind !== "validation_signature");
    expect(own).toEqual([
      { entity: first.keys.publicKey, epoch: 1, kind: "storage_availability", amount: 6, uncut: 6, proofs: proofs.slice(0, 1) },
      { entity: first.keys.publicKey, epoch: 1, kind: "uptime_beacon", amount: 4, uncut: 4, proofs: proofs.slice(1) },
    ]);
    const votes = accounts.filter(({ kind }) => kind === "validation_signature");
    expect(votes.some(({ amount, uncut }) => amount === 12 && uncut > 12)).toBe(true);
    const hashes = new Set(Array.from({ length: engine.tree.head.height }, (_, index) => engine.canonicalHash(index + 1)));
    expect(votes.flatMap((one) => one.proofs).every((hash) => hashes.has(hash))).toBe(true);
  });

  it("are counted of blocks that apply alone", () => {
    const hash = engine.canonicalHash(2) ?? "";
    const second = world.prepare(first.disk.store.block(hash) ?? new Uint8Array());
    const blocks: PreparedBlock[] = second.ok ? [second.value] : [];
    expect(() => recomputeCredits(world.network, blocks, world.checkSignature)).toThrow(
      `Block ${hash} does not apply: wrong_parent`,
    );
    expect(recomputeCredits(world.network, [], world.checkSignature)).toEqual([]);
  });
});
