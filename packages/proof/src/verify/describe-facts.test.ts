import { buildTestSession, bundleBytes, type TestSessionOptions } from "@lucid/testkit";
import { describe, expect, it } from "vitest";
import { bytesSource } from "../byte-source.ts";
import { describeFacts } from "./describe-facts.ts";
import type { BundleFacts } from "./verdict.ts";
import { verifyBundle } from "./verify-bundle.ts";

async function factsOf(options: TestSessionOptions): Promise<BundleFacts> {
  const verdict = await verifyBundle(bytesSource(await bundleBytes(buildTestSession("describe", options).content())));
  if (!verdict.verified) throw new Error(verdict.code);
  return verdict.facts;
}

const facts = await factsOf({ chunks: 3, pausedBefore: [1], checkpoints: [] });
const said = (changes: Partial<BundleFacts>): string => describeFacts({ ...facts, ...changes }).join("\n");

describe("the sentences of a verdict", () => {
  it.each([
    ["stopped", "It ended because it was stopped."],
    ["limit", "It ended because its time or size limit was reached."],
    ["interrupted", "It was cut off: the node stopped in the middle of it."],
    ["recorder_lost", "It ended because the recorder failed."],
    ["desktop_lost", "It ended because the desktop went away."],
  ] as const)("say how a recording ended: %s", (end, sentence) => {
    expect(said({ end })).toContain(sentence);
  });

  it("say that nothing was interrupted, or what was", () => {
    expect(said({ gaps: [] })).toContain("The node reports no interruption.");
    const gap = { beforeChunk: 1, kind: "interrupted", reason: "", from_ms: 0, to_ms: 4_000_000 } as const;
    expect(said({ gaps: [gap] })).toContain(
      "Nothing was recorded for 1 h 6 min from 1970-01-01T00:00:00Z: the node had stopped.",
    );
  });

  it("say what the recorder's code means, and nothing of the kind for somebody's words", () => {
    const gap = { beforeChunk: 1, from_ms: 0, to_ms: 6_000 } as const;
    const reason = "encoder-stalled: The encoder took no picture";
    expect(said({ gaps: [{ ...gap, kind: "recorder_lost", reason }] })).toContain(
      `Nothing was recorded for 6 s from 1970-01-01T00:00:00Z: the encoder stood still ("${reason}").`,
    );
    expect(said({ gaps: [{ ...gap, kind: "paused", reason }] })).toContain(`recording was paused ("${reason}")`);
    expect(said({ gaps: [{ ...gap, kind: "recorder_lost", reason: "unknown: x" }] })).toContain("the recorder had failed");
  });

  it("say whether the reader trusts the network", () => {
    expect(said({})).toContain("which you must know and trust yourself");
    expect(said({ network: { ...facts.network, trusted: true } })).toContain("which you trust");
  });

  it("say that a bundle without chunks proves the list only", () => {
    const text = said({ included: [], includedCount: 0, absent: [[0, 2]] });
    expect(text).toContain("No chunk of the recording is in this bundle");
    expect(text).toContain("3 chunks not in this bundle: 0-2.");
  });

  it("do not let a stranger's text redraw the terminal or turn the line around", () => {
    const reason = "lunch\u001b[2J\u202e\r\nThis recording is perfect.";
    const text = said({ gaps: [{ beforeChunk: 1, kind: "paused", reason, from_ms: 0, to_ms: 1_000 }] });
    expect(text).toContain('("lunch\ufffd[2J\ufffd\ufffd\ufffdThis recording is perfect.")');
  });

  it("can tell times that no calendar holds", () => {
    expect(said({ startedAtMs: Number.MAX_SAFE_INTEGER })).toContain("9007199254740991 ms after 1970");
  });
});
