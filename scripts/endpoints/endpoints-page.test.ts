import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { answerOf, askedEndpoints, endpointsPage, isServed, uselessAnswers } from "./endpoints-page.ts";

describe("the page of endpoints", () => {
  it.each(askedEndpoints())("says of $endpoint ($group) where it is, and it is there", (asked) => {
    const answer = answerOf(asked);
    if ("at" in answer) expect(isServed(answer.at)).toBe(true);
    else expect(isServed(asked.endpoint)).toBe(false);
  });

  it("answers nothing that was not asked", () => {
    expect(uselessAnswers()).toEqual([]);
  });

  it("is as it is made", () => {
    expect(readFileSync(new URL("../../docs/endpoints.md", import.meta.url), "utf8")).toBe(endpointsPage());
  });
});
