import { buildPayoutLog } from "@lucid/testkit";
import { expect, it } from "vitest";
import { canonicalBytes, createSignatureCheck, verifyPayoutDocument } from "../index.ts";

/** What a payee of a statement of 10 000 payouts keeps. */
const MOST_BYTES = 4_096;

it("proves each of 10 000 payouts within 4 KiB, and nothing of the others goes along but how many they are", () => {
  const log = buildPayoutLog({ payouts: 10_000 });
  for (const place of [0, 1, 4_095, 8_191, 8_192, 9_999]) {
    const bytes = canonicalBytes(log.proof(place));
    expect(bytes.length).toBeLessThanOrEqual(MOST_BYTES);
    expect(verifyPayoutDocument(bytes, createSignatureCheck())).toMatchObject({
      verified: true,
      facts: { kind: "proof", node: log.node, network: log.network.hash, from: place, logSize: 10_000 },
    });
    const text = new TextDecoder().decode(bytes);
    for (const other of [place - 1, place + 1])
      for (const value of [log.payouts[other]?.payout_id, log.payouts[other]?.transaction_id, log.payouts[other]?.salt])
        if (value !== undefined) expect(text).not.toContain(value);
  }
});

it("counts what a statement says exactly, beyond what doubles hold", () => {
  const most = "999999999999999";
  const log = buildPayoutLog({ payouts: 30, before: 3, edit: (payout) => ({ ...payout, amount: most, fee: "1" }) });
  const verdict = verifyPayoutDocument(canonicalBytes(log.statement), createSignatureCheck());
  expect(verdict).toMatchObject({ verified: true, facts: { kind: "statement", from: 3, logSize: 30, fees: 27n } });
  expect(verdict.verified && verdict.facts.sent).toBe(27n * (BigInt(most) - 1n));
});

it("refuses what is above the limit before it reads it", () => {
  const verdict = verifyPayoutDocument(new Uint8Array(67_108_865), createSignatureCheck());
  expect(verdict).toMatchObject({ verified: false, refusal: { code: "too-large" } });
});
