import { setupI18n } from "@lingui/core";
import { bytesSource, canonicalBytes, explainFacts, explainReceipt, judgeBundle, judgeFiles, loadTimeStamps } from "@lucid/proof";
import {
  buildTestSession,
  bundleBytes,
  deletionOf,
  networkProofOf,
  testAuthority,
  testWitness,
  timeProofOf,
  witnessProofOf,
} from "@lucid/testkit";
import { expect, it } from "vitest";
import { titleOfCheck } from "./check-words.ts";

const i18n = setupI18n({ locale: "en", messages: { en: {} } });

it("has words for every step of the check by hand, the ones of the verifier itself", async () => {
  const session = buildTestSession("checked by hand", { chunks: 4, checkpoints: [1, 2] });
  const recording = bytesSource(await bundleBytes(session.content()));
  const ofNetwork = networkProofOf(session);
  const networkProof = bytesSource(canonicalBytes(ofNetwork));
  const witnessProof = bytesSource(canonicalBytes(witnessProofOf(ofNetwork, [{ name: "one", at: 1_900_000_000 }])));
  const expectedWitnesses = [testWitness("one")];
  const judged = await judgeFiles({ recording, networkProof, witnessProof }, judgeBundle, { expectedWitnesses });
  const { recording: verdict, network, witnesses } = judged;
  if (!verdict?.verified || !network?.verified || !witnesses?.verified) throw new Error("it does not hold");
  const { checks } = explainFacts(verdict.facts, "record.lucid");
  expect(checks.length).toBeGreaterThan(12);
  const ofReceipt = explainReceipt(deletionOf(session).receipt).checks;
  expect(ofReceipt.length).toBe(3);
  const { judgeTimeProof } = await loadTimeStamps();
  const proof = canonicalBytes(timeProofOf(session, testAuthority("by hand")));
  const times = await judgeTimeProof(proof, verdict.facts, { subtle: globalThis.crypto.subtle });
  if (!times.verified) throw new Error(times.code);
  const beside = { network, times, witnesses };
  const ofBeside = explainFacts(verdict.facts, "record.lucid", undefined, beside).checks.slice(checks.length);
  expect(ofBeside.length).toBe(10);
  for (const { id, title } of [...checks, ...ofReceipt, ...ofBeside]) expect(titleOfCheck(id, i18n)).toBe(title);
});
