import { verifyEvidence } from "@lucid/proof";
import { describe, expect, it } from "vitest";
import { solo, startSolo, testAnchor } from "../testing/index.ts";
import type { SubmitOutcome } from "./submit.types.ts";

const { genesis, slotMs } = solo;

function idOf(outcome: SubmitOutcome): string {
  if (outcome.kind === "refused") throw new Error(outcome.reason);
  return outcome.id;
}

const head = (number: number, size: number, root = "a".repeat(64)) => ({ session_id: testAnchor(number).session_id, size, root });

describe("a transaction of a solo chain", () => {
  it("goes from pending to included in the next block, and is final with the one after", async () => {
    const { clock, chain } = await startSolo();
    const id = idOf(chain.submit.own("session_anchor", testAnchor(1)));
    expect(chain.submit.status(id)).toEqual({ state: "pending", id });
    expect(chain.read.evidence(id)).toBeUndefined();
    clock.advance(2_000);
    expect(chain.submit.status(id)).toEqual({ state: "included", id, height: 1, confirmations: 1 });
    clock.advance(2_000);
    expect(chain.submit.status(id)).toEqual({ state: "final", id, height: 1, confirmations: 2 });
    expect(chain.read.finalized()).toMatchObject({ height: 1, hash: chain.read.blockAt(1)?.hash });
    clock.advance(slotMs / 2);
    expect(chain.read.head().height).toBe(2);
    expect(chain.submit.status("f".repeat(64))).toEqual({ state: "unknown" });
  });

  it("has evidence that the verifier accepts, for this network alone", async () => {
    const { clock, chain } = await startSolo();
    const ids = Array.from({ length: 5 }, (_, number) => idOf(chain.submit.own("session_anchor", testAnchor(number))));
    clock.advance(4_000);
    for (const id of ids) {
      const evidence = chain.read.evidence(id);
      expect(evidence && verifyEvidence(evidence, genesis)).toMatchObject({ ok: true, value: { transactionId: id, height: 1 } });
      expect(evidence && verifyEvidence(evidence, { ...genesis, network: "another" })).toMatchObject({ ok: false });
    }
  });

  it("is kept and sent on after a restart", async () => {
    const { clock, chain, restart } = await startSolo();
    const id = idOf(chain.submit.own("session_anchor", testAnchor(1)));
    const again = await restart();
    expect(again.submit.status(id).state).toBe("pending");
    clock.advance(4_000);
    expect(again.submit.status(id).state).toBe("final");
  });

  it("is signed anew when it expired while the node was away, and is found under its old id", async () => {
    const { clock, chain, restart } = await startSolo();
    const checkpoint = idOf(chain.submit.own("node_checkpoint", { heads: [head(1, 3)] }));
    const id = idOf(chain.submit.own("session_anchor", testAnchor(1)));
    await chain[Symbol.asyncDispose]();
    clock.advance(3_600_000);
    const again = await restart();
    clock.advance(6_000);
    const status = again.submit.status(id);
    expect(status.state).toBe("final");
    expect(status).not.toHaveProperty("id", id);
    expect(again.submit.status(checkpoint).state).toBe("final");
    const evidence = again.read.evidence(id);
    expect(evidence && verifyEvidence(evidence, genesis)).toMatchObject({ ok: true });
  });

  it("has the same id when the same data is sent again, before and after it is final", async () => {
    const { clock, chain } = await startSolo();
    const id = idOf(chain.submit.own("session_anchor", testAnchor(1)));
    expect(idOf(chain.submit.own("session_anchor", testAnchor(1)))).toBe(id);
    clock.advance(2_000);
    expect(idOf(chain.submit.own("session_anchor", testAnchor(1)))).toBe(id);
    clock.advance(2 * slotMs);
    expect(idOf(chain.submit.own("session_anchor", testAnchor(1)))).toBe(id);
  });
});
