import { setupI18n } from "@lingui/core";
import { bytesSource, explainFacts, verifyBundle } from "@lucid/proof";
import { buildTestSession, bundleBytes } from "@lucid/testkit";
import { expect, it } from "vitest";
import { titleOfCheck } from "./check-words.ts";

const i18n = setupI18n({ locale: "en", messages: { en: {} } });

it("has words for every step of the check by hand, the ones of the verifier itself", async () => {
  const bundle = buildTestSession("checked by hand", { chunks: 4, checkpoints: [1, 2] }).content();
  const verdict = await verifyBundle(bytesSource(await bundleBytes(bundle)));
  if (!verdict.verified) throw new Error(verdict.code);
  const { checks } = explainFacts(verdict.facts, "record.lucid");
  expect(checks.length).toBeGreaterThan(12);
  for (const { id, title } of checks) expect(titleOfCheck(id, i18n)).toBe(title);
});
