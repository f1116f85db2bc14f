import { GRANT_TITLE, IDENTITY_TEXT } from "@lucid/proof";
import { expect, it } from "vitest";
import { type LoginTerms, loginText, readLoginText, readStepUpText, stepUpText } from "./login-text.ts";

const terms: LoginTerms = {
  domain: "127.0.0.1:8080",
  network: "ab".repeat(32),
  address: "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH",
  nonce: "0123456789abcdef".repeat(2),
  issuedAtMs: Date.UTC(2026, 0, 1),
  expiresAtMs: Date.UTC(2026, 0, 1, 0, 5),
};

it("is read back as what it says", () => {
  expect(readLoginText(loginText(terms))).toEqual(terms);
});

it("is told apart from every other text a wallet signs for Lucid", () => {
  for (const text of [IDENTITY_TEXT, `${GRANT_TITLE}\n{}`, `${loginText(terms)}\nextra: line`, `${loginText(terms)}\n`, ""]) {
    expect(readLoginText(text)).toBeUndefined();
  }
});

it("is never taken for a step-up, nor a step-up for it", () => {
  expect(readStepUpText(stepUpText(terms))).toEqual(terms);
  expect(readStepUpText(loginText(terms))).toBeUndefined();
  expect(readLoginText(stepUpText(terms))).toBeUndefined();
});

it("is not read with a smuggled line or another spelling of its times", () => {
  expect(readLoginText(loginText({ ...terms, domain: "good.example\ndomain: evil.example" }))).toBeUndefined();
  expect(readLoginText(loginText(terms).replace("2026-01-01T00:00:00.000Z", "2026-01-01"))).toBeUndefined();
});
