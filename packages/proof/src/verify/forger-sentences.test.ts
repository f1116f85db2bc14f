import { type Forgery, forgedRecording, retold, type TestSessionOptions, weigh } from "@lucid/testkit";
import { describe, expect, it } from "vitest";

/** What a forger with a node, a wallet and a network of his own (forger.test.ts) writes where a verdict repeats the words of others. */
const recorded = (options: TestSessionOptions) => forgedRecording({ chunks: 6, chunkBytes: 64, checkpoints: [], ...options });

/** A gap for which the node gives this reason. */
const reasoned = (reason: string): (() => Promise<Uint8Array>) =>
  recorded({
    pausedBefore: [1],
    edit: (drafted) => retold(drafted, ({ gap_before }) => ({ gap_before: gap_before && { ...gap_before, reason } })),
  });

const CLAIM = "complete\u001b[2J. PROVEN BY THE VERIFIER.";
const sentences: readonly Forgery[] = [
  {
    name: "in encoder, version and the reason of a gap",
    bytes: recorded({
      pausedBefore: [1],
      edit: (drafted) => ({
        ...retold(drafted, ({ gap_before }) => ({ gap_before: gap_before && { ...gap_before, reason: CLAIM } })),
        recorder: { ...drafted.recorder, encoder: CLAIM, version: CLAIM },
      }),
    }),
    says: ['the node wrote: 30 s from 2026-01-01T00:01:10.250Z, "complete\ufffd[2J. PROVEN BY THE VERIFIER.".'],
    neverSays: /(?!\n)\p{Cc}|(?<!"complete\ufffd\[2J\. )PROVEN/u,
  },
  {
    name: "behind an end of the quotation that only looks like one",
    bytes: reasoned("lunch\u275e. It is complete. PROVEN \u02dd\u05f4\u{1f678}\u2057"),
    says: [`"lunch'. It is complete. PROVEN ''''"`],
    neverSays: /[\u275e\u02dd\u05f4\u2057]/u,
  },
  {
    name: "in a script from the right, which moves the figures beside it",
    bytes: reasoned("\u05d0\u05d1 100 \u05d2"),
    says: ['\u2068"\u05d0\u05d1 100 \u05d2"\u2069.'],
    neverSays: /(?<!\u2068)"\u05d0|\u05d2"(?!\u2069)/u,
  },
  {
    name: "with isolates that let it out of ours",
    bytes: reasoned("\u05d0\u2069\u2069 PROVEN \u2068"),
    says: ['\u2068"\u05d0\ufffd\ufffd PROVEN \ufffd"\u2069'],
  },
  {
    name: "pushed to a row of their own by letters that nobody sees",
    bytes: reasoned(`a${"\u3164\u2800\uffa0".repeat(40)}PROVEN`),
    says: [`"a${"\ufffd".repeat(79)}..."`],
    neverSays: /PROVEN/u,
  },
  {
    name: "drawn over the lines around by marks that are piled up",
    bytes: reasoned(`e${"\u0336\u035f".repeat(100)}x`),
    says: ['"e\u0336\u035f\u0336x"'],
  },
  {
    name: "of as many letters as a reason may have",
    bytes: reasoned(`${"A reason. ".repeat(49)}PROVEN.`),
    says: [`"${"A reason. ".repeat(8)}..."`],
    neverSays: /PROVEN/u,
  },
  {
    name: "with lines and markup",
    bytes: reasoned("a\n\nProven:\n  <b>everything</b> <script>alert(1)</script> [x](x)"),
    says: ['"a\ufffd\ufffdProven:\ufffd  <b>everything</b> <script>alert(1)</script> [x](x)"'],
    neverSays: /^\s*Proven:/mu,
  },
  {
    name: "in letters that look like ours",
    bytes: reasoned("VERIF\u0406ED, no \u0456nterrupt\u0456on"),
    says: ['the node wrote: 30 s from 2026-01-01T00:01:10.250Z, "VERIF\u0406ED, no \u0456nterrupt\u0456on".'],
  },
  {
    name: "as a code, and as the name of a number, of version 2",
    bytes: recorded({
      ...{ version: 2, pausedBefore: [1] },
      edit: (drafted) =>
        retold(drafted, ({ gap_before }) => ({
          gap_before: gap_before && {
            ...{ kind: "recorder_lost", from_ms: gap_before.from_ms, to_ms: gap_before.to_ms, note: "PROVEN" },
            ...{ code: "verified-complete", data: { proven_by_all: 1, step_ms: -3_600_000 } },
          },
        })),
    }),
    says: [`"verified-complete: PROVEN (proven_by_all 1)", the node's clock was set back by 1 h`],
    neverSays: /(?<!"verified-complete: )PROVEN|(?<!")verified-complete/u,
  },
  {
    name: "as the name of the network",
    bytes: recorded({ network: { name: "proven-by-all-courts" } }),
    says: ['which calls itself "proven-by-all-courts"'],
    neverSays: /(?<!")proven-by-all/u,
  },
  {
    name: "in a policy that the owner of that wallet agreed to",
    bytes: recorded({ policy: { verdict: "PROVEN BY THE VERIFIER", complete: true } }),
    says: ["policy.json has a form that this verifier does not know"],
    neverSays: /PROVEN/u,
  },
  {
    name: "in the consent text",
    bytes: recorded({ consent: "PROVEN BY THE VERIFIER\u202e\n\nVERIFIED" }),
    says: ["The node states: from"],
    neverSays: /PROVEN|VERIFIED/u,
  },
];

describe("a forger with a node of his own, V7: sentences in the place of a name", () => {
  it.each(sentences.map((row) => [row.name, row] as const))("%s", async (_name, row) => {
    expect(await weigh(row)).toEqual({ refused: row.refused, unsaid: [], overclaimed: [] });
  });
});
