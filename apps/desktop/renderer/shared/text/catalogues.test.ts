import { expect, it } from "vitest";

const texts = (lines: string): string => [...lines.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text).join("");

/** Messages of a catalogue by their id, which is the English text. */
function read(catalogue: string): ReadonlyMap<string, string> {
  const entries = catalogue.matchAll(/^msgid ((?:".*"\n)+)msgstr ((?:".*"\n?)+)/gm);
  return new Map([...entries].map(([, id = "", text = ""]) => [texts(id), texts(text)]));
}

/** Names of what is put into a message, each once. */
const placeholders = (message: string): string[] =>
  [...new Set([...message.matchAll(/\{([a-z]\w*)[,}]/g)].map(([, name = ""]) => name))].toSorted();

const catalogues = import.meta.glob<string>("./locales/*.po", { query: "?raw", import: "default", eager: true });
const load = (locale: string) => read(catalogues[`./locales/${locale}.po`] ?? "");
const source = load("en");
const translated = load("de");

it("has the same messages in both languages", () => {
  expect([...translated.keys()].toSorted()).toEqual([...source.keys()].toSorted());
  expect(source.size).toBeGreaterThan(300);
});

it("has every message in German, with the same placeholders", () => {
  const wrong = [...translated].filter(
    ([id, text]) => id !== "" && (text === "" || placeholders(text).join() !== placeholders(id).join()),
  );
  expect(wrong).toEqual([]);
});
