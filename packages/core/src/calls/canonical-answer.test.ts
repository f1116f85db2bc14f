import { canonicalJson } from "@lucid/proof";
import { expect, it } from "vitest";
import { canonicalAnswer } from "./canonical-answer.ts";

it("is written as RFC 8785 says, all the way down", () => {
  const proof = { path: ["b", "a"], format: "lucid-chunk-proof", entry: { size: 7, index: 0, text: "é\u2028" } };
  const text = JSON.stringify(canonicalAnswer(proof));
  expect(text).toBe(canonicalJson(proof));
  expect(text).not.toBe(JSON.stringify(proof));
});
