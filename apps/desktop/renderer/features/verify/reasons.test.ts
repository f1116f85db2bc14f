import { setupI18n } from "@lingui/core";
import { failureReasons, readerReasons, timeReaderReasons } from "@lucid/proof";
import { expect, it } from "vitest";
import { reasonOf } from "./reasons.ts";

it("says in English exactly what the verifier says", () => {
  const i18n = setupI18n({ locale: "en", messages: { en: {} } });
  for (const [code, reason] of Object.entries({ ...failureReasons, ...readerReasons, ...timeReaderReasons }))
    expect(reasonOf(code as Parameters<typeof reasonOf>[0], i18n)).toBe(reason);
});
