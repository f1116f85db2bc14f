import { expect, it } from "vitest";
import { compareVersions, isVersion } from "./compare-versions.ts";

// The order of Semantic Versioning 2.0.0, 11, and numbers that a comparison of texts would get wrong.
const ORDER = ["0.9.10", "0.10.0", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2"].concat([
  "1.0.0-beta.11",
  "1.0.0-rc.1",
  "1.0.0",
  "1.0.1",
  "2.0.0",
]);

it("orders versions as Semantic Versioning does", () => {
  for (const [at, one] of ORDER.entries())
    for (const [where, other] of ORDER.entries()) expect(Math.sign(compareVersions(one, other))).toBe(Math.sign(at - where));
});

it("takes nothing for a version that is none, or that leads out of a folder", () => {
  for (const text of ["1.2", "1.2.3/..", "../1.2.3", "1.2.3 ", "v1.2.3", "", "1.2.3-a/b", "1.2.3\n"])
    expect(isVersion(text)).toBe(false);
  expect(isVersion("1.2.3-rc.1")).toBe(true);
});
