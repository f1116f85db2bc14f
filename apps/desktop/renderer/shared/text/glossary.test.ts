import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setupI18n } from "@lingui/core";
import { expect, it } from "vitest";
import { meaningOf, TERMS, type TermName } from "./glossary.ts";

const i18n = setupI18n({ locale: "en", messages: { en: {} } });
const names = Object.keys(TERMS).filter((name): name is TermName => Object.hasOwn(TERMS, name));

const glossary = readFileSync(join(import.meta.dirname, "../../../../../docs/glossary.md"), "utf8");
const [, explained = ""] = /## Explained where they stand on a screen\n([\s\S]*?)\n## /.exec(glossary) ?? [];
const documented = [...explained.matchAll(/^\| \*\*(.+?)\*\* \|/gm)].map(([, word = ""]) => word);

const screens = import.meta.glob<string>(["../../features/**/*.tsx", "!**/*.test.tsx"], {
  query: "?raw",
  import: "default",
  eager: true,
});

it("explains the words that docs/glossary.md lists, and no other", () => {
  expect(Object.values(TERMS).toSorted()).toEqual(documented.toSorted());
});

it("says of each in one line what it means", () => {
  for (const name of names) expect(meaningOf(name, i18n), name).toMatch(/^[A-Z].{20,150}\.$/);
  expect(new Set(names.map((name) => meaningOf(name, i18n))).size).toBe(names.length);
});

it("has every term on some screen", () => {
  const all = Object.values(screens).join("\n");
  const unused = names.filter(
    (name) => !all.includes(`name="${name}"`) && !all.includes(`"${name}",`) && !all.includes(`term="${name}"`),
  );
  expect(unused).toEqual([]);
});
