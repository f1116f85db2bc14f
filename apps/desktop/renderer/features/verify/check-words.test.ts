import { setupI18n } from "@lingui/core";
import { bytesSource, canonicalBytes, explainFacts, explainReceipt, loadTimeStamps, verifyBundle } from "@lucid/proof";
import { buildTestSession, bundleBytes, deletionOf, testAuthority, timeProofOf } from "@lucid/testkit";
import { expect, it } from "vitest";
import { titleOfCheck } from "./check-words.ts";

const i18n = setupI18n({ locale: "en", messages: { en: {} } });

it("has words for every step of the check by hand, the ones of the verifier itself", async () => {
  const session = buildTestSession("checked by hand", { chunks: 4, checkpoints: [1, 2] });
  const verdict = await verifyBundle(bytesSource(await bundleBytes(session.content())));
  if (!verdict.verified) throw new Error(verdict.code);
  const { checks } = explainFacts(verdict.facts, "record.lucid");
  expect(checks.length).toBeGreaterThan(12);
  const ofReceipt = explainReceipt(deletionOf(session).receipt).checks;
  expect(ofReceipt.length).toBe(3);
  const { judgeTimeProof } = await loadTimeStamps();
  const proof = canonicalBytes(timeProofOf(session, testAuthority("by hand")));
  const times = await judgeTimeProof(proof, verdict.facts, { subtle: globalThis.crypto.subtle });
  if (!times.verified) throw new Error(times.code);
  const ofTimes = explainFacts(verdict.facts, "record.lucid", undefined, times).checks.slice(checks.length);
  expect(ofTimes.length).toBe(2);
  for (const { id, title } of [...checks, ...ofReceipt, ...ofTimes]) expect(titleOfCheck(id, i18n)).toBe(title);
});
