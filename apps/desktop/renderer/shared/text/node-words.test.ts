import { setupI18n } from "@lingui/core";
import * as contract from "@lucid/contract";
import { expect, it } from "vitest";
import { nodeWords } from "./node-words.ts";

interface Catalogue {
  readonly spec: Readonly<Record<string, { readonly message: string }>>;
}
const isCatalogue = (value: unknown): value is Catalogue => typeof value === "object" && value !== null && "spec" in value;

/** Messages of every catalogue of errors that the contract has. */
const exported: readonly unknown[] = Object.values(contract);
const declared = exported
  .filter((value) => isCatalogue(value))
  .flatMap(({ spec }) => Object.values(spec).map(({ message }) => message));

it("has words for every error that the contract declares, and for no other", () => {
  const known = nodeWords(setupI18n({ locale: "en", messages: { en: {} } }));
  expect(declared.length).toBeGreaterThan(50);
  expect([...new Set(known)].toSorted()).toEqual([...new Set(declared)].toSorted());
});
