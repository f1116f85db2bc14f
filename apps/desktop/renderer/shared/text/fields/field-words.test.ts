import { setupI18n } from "@lingui/core";
import { contract, type FieldRule } from "@lucid/contract";
import { expect, it } from "vitest";
import { z } from "zod";
import { fieldNameOf, fieldNames } from "./field-names.ts";
import { explainRule, wrongFields } from "./field-words.ts";

const i18n = setupI18n({ locale: "en", messages: { en: {} } });

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

/** Paths of all fields of a schema. */
function pathsOf({ properties = {}, items, anyOf = [], oneOf = [], allOf = [] }: Schema): string[] {
  const own = Object.entries(properties).flatMap(([name, field]) => [name, ...pathsOf(field).map((path) => `${name}.${path}`)]);
  return [...own, ...[...(items ? [items] : []), ...anyOf, ...oneOf, ...allOf].flatMap(pathsOf)];
}

const fields = Object.values(contract)
  .flatMap((area) => Object.values(area))
  .flatMap((procedure) => {
    const { inputSchema } = procedure["~orpc"];
    return inputSchema instanceof z.ZodType
      ? pathsOf(z.toJSONSchema(inputSchema, { io: "input", unrepresentable: "any" }) as Schema)
      : [];
  });

it("has a name for every field of every request, and for no other", () => {
  expect(fields.length).toBeGreaterThan(60);
  expect([...new Set(fields)].filter((path) => fieldNameOf(path, i18n) === undefined)).toEqual([]);
  const used = new Set(fields.flatMap((path) => path.split(".")));
  expect(Object.keys(fieldNames(i18n)).filter((name) => !used.has(name))).toEqual([]);
});

it.each<[string, FieldRule, string]>([
  ["name", { code: "at-most", limit: 255, of: "letters" }, "takes 255 letters at most"],
  ["name", { code: "at-least", limit: 1, of: "letters" }, "must not be empty"],
  ["retention_days", { code: "at-most", limit: 365, of: "number" }, "must be at most 365"],
  ["recipients", { code: "at-most", limit: 20, of: "entries" }, "takes 20 entries at most"],
  ["username", { code: "form" }, "takes 3 to 50 letters, digits, _ or -"],
  ["recipients.2", { code: "form" }, "must be a key that begins with age1"],
  ["accepted", { code: "kind", expected: "boolean" }, "must be yes or no"],
  ["compression", { code: "choice", values: ["zstd", "none"] }, "must be one of these: zstd, none"],
  ["", { code: "unknown-field", fields: ["colour"] }, "the node does not know this: colour"],
])("says what is wrong with %s: %o", (path, rule, words) => {
  expect(explainRule(path, rule, i18n)).toBe(words);
});

it("names the fields of a refusal as the page does, and keeps what it has no words for", () => {
  const issues = [
    { path: "consent.text", message: "Too long", rule: { code: "at-most", limit: 10_000, of: "letters" } },
    { path: "colour", message: "Only blue" },
  ];
  expect(wrongFields({ issues }, i18n)).toEqual([
    { path: "consent.text", name: "Text", why: "takes 10,000 letters at most" },
    { path: "colour", name: undefined, why: "the node says: “Only blue”" },
  ]);
  expect(wrongFields(null, i18n)).toEqual([]);
});

it("names the bound of a field, and no limit of all numbers beside it", () => {
  const least = (limit: number) => ({ path: "uses", message: "too small", rule: { code: "at-least", limit, of: "number" } });
  const why = (issues: readonly object[]): string[] => wrongFields({ issues }, i18n).map((field) => field.why);
  expect(why([least(-Number.MAX_SAFE_INTEGER), least(1)])).toEqual(["must be at least 1"]);
  expect(why([least(-Number.MAX_SAFE_INTEGER)])).toHaveLength(1);
});
