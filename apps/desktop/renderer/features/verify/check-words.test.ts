import { setupI18n } from "@lingui/core";
import { bytesSource, canonicalBytes, explainFacts, explainReceipt, loadTimeStamps, v2, verifyBundle } from "@lucid/proof";
import { buildTestSession, bundleBytes, deletionOf, networkProofOf, testAuthority, timeProofOf } from "@lucid/testkit";
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
  const network = v2.verifyNetworkProof(canonicalBytes(networkProofOf(session)), verdict.facts);
  if (!network.ok) throw new Error(network.failure.code);
  const beside = { network: { facts: network.value }, times };
  const ofBeside = explainFacts(verdict.facts, "record.lucid", undefined, beside).checks.slice(checks.length);
  expect(ofBeside.length).toBe(7);
  for (const { id, title } of [...checks, ...ofReceipt, ...ofBeside]) expect(titleOfCheck(id, i18n)).toBe(title);
});
