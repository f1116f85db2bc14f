import { setupI18n } from "@lingui/core";
import * as contract from "@lucid/contract";
import { openFailures } from "@lucid/identity";
import { expect, it } from "vitest";
import { allErrorWords, errorWordsOf, explainError, wordsOfFailure } from "./error-words.ts";

const i18n = setupI18n({ locale: "en", messages: { en: {} } });
const words = allErrorWords(i18n);

interface Catalogue {
  readonly spec: Readonly<Record<string, contract.ErrorEntry>>;
}
const isCatalogue = (value: unknown): value is Catalogue => typeof value === "object" && value !== null && "spec" in value;
const exported: readonly unknown[] = Object.values(contract);
/** Codes of every catalogue of errors that the contract exports, listed or not. */
const declared = exported
  .filter((value) => isCatalogue(value))
  .flatMap(({ spec }) => Object.values(spec).map(({ code }) => code));

it("lists every code that the contract declares", () => {
  expect(declared.length).toBeGreaterThan(60);
  expect(contract.DECLARED_ERRORS.map(({ code }) => code).toSorted()).toEqual(declared.toSorted());
});

it("has a sentence and a next step for every code of the node, and for no other", () => {
  const ofNode = Object.keys(words).filter((code) => code.startsWith("LUCID_"));
  expect(ofNode.toSorted()).toEqual(declared.toSorted());
  for (const [code, { what, next }] of Object.entries(words)) {
    expect([what, next], code).toEqual([expect.stringMatching(/^.{10,}[.]$/), expect.stringMatching(/^.{10,}[.]$/)]);
  }
});

it("says what keeps a payout from being made, where the node says it", () => {
  const { code, message } = contract.payoutErrors.spec.PAYOUT_IMPOSSIBLE;
  const said = contract.PayoutObstacle.options.map(
    (obstacle) => wordsOfFailure({ code, message, details: { obstacle } }, i18n).what,
  );
  expect(new Set(said).size).toBe(said.length);
  expect(said).not.toContain(words[code]?.what);
  expect(wordsOfFailure({ code, message }, i18n)).toEqual(words[code]);
  expect(wordsOfFailure({ code: "LUCID_PAYOUT_ERR_2801", message, details: { obstacle: "cost" } }, i18n).what).toMatch(/no such/);
});

it("says what keeps something from being done with a stake, and what to do then", () => {
  const { code, message } = contract.tronErrors.spec.STAKING_IMPOSSIBLE;
  const said = contract.StakingObstacle.options.map((obstacle) =>
    wordsOfFailure({ code, message, details: { obstacle, limit: null, until: null } }, i18n),
  );
  expect(new Set(said.map(({ what }) => what)).size).toBe(said.length);
  for (const { what, next } of said)
    expect([what, next]).toEqual([expect.stringMatching(/^.{10,}[.]$/), expect.stringMatching(/^.{10,}[.]$/)]);
  expect(wordsOfFailure({ code, message }, i18n)).toEqual(words[code]);
});

it("has words for whatever does not open", () => {
  for (const code of Object.keys(openFailures)) expect(errorWordsOf(code, i18n), code).toBeDefined();
});

it("names the code of a newer node, for which it has no words", () => {
  expect(errorWordsOf("LUCID_ERR_9999", i18n)).toBeUndefined();
  expect(errorWordsOf("constructor", i18n)).toBeUndefined();
  expect(explainError("LUCID_ERR_9999", i18n)).toContain("LUCID_ERR_9999");
});
