import { setupI18n } from "@lingui/core";
import { SessionReason } from "@lucid/contract";
import { expect, it } from "vitest";
import { explainReason } from "./reason-words.ts";

const i18n = setupI18n({ locale: "en", messages: { en: {} } });

/** One reason of each code that the contract has. */
const DATA = { part: "display", error: "LUCID_PIPELINE_ERR_4501", chunks: 2, refusal: "size_shrinks", text: "noted" };
const reasons = SessionReason.options.map(({ shape }) => SessionReason.parse({ code: shape.code.value, data: DATA }));

it("has words of its own for every reason that a node gives", () => {
  const said = reasons.map((reason) => explainReason({ reason, error_message: "the node's English" }, i18n));
  expect(said.length).toBeGreaterThan(15);
  expect(said).not.toContain("the node's English");
  expect(new Set(said).size).toBe(said.length);
});

it("says what an error within a reason means, and what to do", () => {
  const reason: SessionReason = { code: "storage-blocked", data: { error: "LUCID_PIPELINE_ERR_4501" } };
  expect(explainReason({ reason, error_message: null }, i18n)).toMatch(/No room is left.*makes room/);
});

it("shows the words of a newer node whose code it does not know", () => {
  const reason = JSON.parse('{"code":"struck-by-lightning","data":{}}') as SessionReason;
  expect(explainReason({ reason, error_message: "Lightning struck" }, i18n)).toBe("Lightning struck");
  expect(explainReason({ reason: null, error_message: null }, i18n)).toBeUndefined();
});
