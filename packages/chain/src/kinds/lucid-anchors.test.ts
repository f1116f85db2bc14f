import type { SessionAnchor } from "@lucid/proof";
import { describe, expect, it } from "vitest";
import type { SubmitOutcome } from "../faces/submit.types.ts";
import { createTestKeys, solo, startSolo, testAnchor } from "../testing/index.ts";

const { startMs, keys, slotMs } = solo;

function idOf(outcome: SubmitOutcome): string {
  if (outcome.kind === "refused") throw new Error(outcome.reason);
  return outcome.id;
}

const head = (number: number, size: number, root = "a".repeat(64)) => ({ session_id: testAnchor(number).session_id, size, root });

describe("LucidAnchors on a solo chain", () => {
  const refusalOf = (outcome: SubmitOutcome) => (outcome.kind === "refused" ? outcome.reason : outcome.kind);

  it("takes one anchor for a session and no checkpoint after it, waiting or included", async () => {
    const { clock, chain } = await startSolo();
    chain.submit.own("session_anchor", testAnchor(1));
    for (const waitMs of [0, 2_000, 10_000]) {
      clock.advance(waitMs);
      expect(refusalOf(chain.submit.own("session_anchor", testAnchor(1, { chunk_count: 11 })))).toBe("already_anchored");
      expect(refusalOf(chain.submit.own("node_checkpoint", { heads: [head(1, 20)] }))).toBe("already_anchored");
    }
  });

  it("never lets a session shrink or change what was committed", async () => {
    const { clock, chain } = await startSolo();
    chain.submit.own("node_checkpoint", { heads: [head(1, 8)] });
    clock.advance(2_000);
    expect(refusalOf(chain.submit.own("node_checkpoint", { heads: [head(1, 7)] }))).toBe("size_shrinks");
    expect(refusalOf(chain.submit.own("node_checkpoint", { heads: [head(1, 8, "b".repeat(64))] }))).toBe("head_differs");
    expect(refusalOf(chain.submit.own("node_checkpoint", { heads: [head(1, 9), head(1, 10)] }))).toBe("head_repeated");
    expect(refusalOf(chain.submit.own("session_anchor", testAnchor(1, { chunk_count: 7 })))).toBe("size_shrinks");
    expect(refusalOf(chain.submit.own("session_anchor", testAnchor(1, { chunk_count: 8 })))).toBe("head_differs");
    expect(refusalOf(chain.submit.own("session_anchor", testAnchor(1, { started_at_ms: 2, ended_at_ms: 1 })))).toBe(
      "ends_before_start",
    );
    expect(refusalOf(chain.submit.own("session_anchor", testAnchor(1, { chunk_count: 9 })))).toBe("accepted");
  });

  it("places the anchor and lists the heads before it", async () => {
    const { clock, chain } = await startSolo();
    for (const size of [2, 5]) {
      chain.submit.own("node_checkpoint", { heads: [head(1, size)] });
      clock.advance(2_000);
    }
    const id = idOf(chain.submit.own("session_anchor", testAnchor(1)));
    clock.advance(4_000);
    const { session_id } = testAnchor(1);
    expect(chain.read.checkpointsOf(session_id)).toMatchObject([
      { size: 2, height: 1, final: true },
      { size: 5, height: 2, final: true },
    ]);
    expect(chain.read.lastCheckpointOf(session_id)).toMatchObject({ size: 5, height: 2 });
    expect([1, 2, 5].map((size) => chain.read.finalCheckpointAbove(session_id, size)?.size)).toEqual([2, 5, undefined]);
    expect(chain.read.anchorOf(session_id)).toMatchObject({
      ...{ transaction_id: id, height: 3, final: true },
      ...{ anchor: testAnchor(1), sender: keys.publicKey },
    });
    expect(chain.submit.expectedSession(session_id)).toMatchObject({ size: 10, anchored: true, own: true });
  });

  it("thins a long list of heads evenly and tells final ones from others", async () => {
    const { clock, chain } = await startSolo();
    for (const size of [1, 2, 3, 4, 5, 6]) {
      chain.submit.own("node_checkpoint", { heads: [head(1, size)] });
      clock.advance(2_000);
    }
    const { session_id } = testAnchor(1);
    const sizes = (filter: Parameters<typeof chain.read.checkpointsOf>[1]) =>
      chain.read.checkpointsOf(session_id, filter).map((checkpoint) => checkpoint.size);
    expect(sizes({ most: 3 })).toEqual([1, 4, 6]);
    expect(sizes({ finalOnly: true })).toEqual(sizes({}).filter((size) => size <= (sizes({ finalOnly: true }).at(-1) ?? 0)));
    expect(chain.read.checkpointsOf(session_id, { finalOnly: true }).every((checkpoint) => checkpoint.final)).toBe(true);
    expect(chain.read.lastCheckpointOf("00000000-0000-4000-8000-000000000000")).toBeUndefined();
  });

  it("gives a session to the sender who named it first", async () => {
    const { clock, chain } = await startSolo();
    chain.submit.own("node_checkpoint", { heads: [head(1, 5)] });
    clock.advance(2_000);
    const thief = createTestKeys("thief");
    const data: SessionAnchor = testAnchor(1);
    const envelope = {
      version: 1,
      network: chain.networkId,
      sender: thief.publicKey,
      sequence: 0,
      expires_at: startMs / 1000 + 60,
    } as const;
    const transaction = { ...envelope, type: "session_anchor" as const, data };
    const outcome = chain.submit.signed({ transaction, signature: thief.sign("lucid:transaction:v1", transaction) });
    clock.advance(slotMs);
    expect(chain.submit.status(idOf(outcome)).state).not.toBe("included");
    expect(chain.read.anchorOf(data.session_id)).toBeUndefined();
  });
});
