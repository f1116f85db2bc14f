import { setupI18n } from "@lingui/core";
import { type FailureCode, failureReasons } from "@lucid/proof";
import { expect, it } from "vitest";
import { reasonOf } from "./reasons.ts";

it("says in English exactly what the verifier says", () => {
  const i18n = setupI18n({ locale: "en", messages: { en: {} } });
  for (const [code, reason] of Object.entries(failureReasons)) expect(reasonOf(code as FailureCode, i18n)).toBe(reason);
});
