import { expect, it } from "vitest";
import { failedIn, withoutAddresses } from "./security.ts";

it("names the tests that failed", () => {
  const assertionResults = [
    { fullName: "finds no way out", status: "passed" },
    { fullName: "keeps keys", status: "failed" },
  ];
  const report = { numPassedTests: 1, numFailedTests: 1, testResults: [{ name: "a", assertionResults }] };
  expect(failedIn(report)).toEqual(["keeps keys"]);
});

it("says why packages could not be asked for, and not where", () => {
  expect(withoutAddresses("request to https://registry.test/-/npm/v1/x failed")).toBe("request to the registry failed");
});
