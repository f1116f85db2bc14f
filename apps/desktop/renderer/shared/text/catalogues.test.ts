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

/** One word for one thing in German as well: what must not be said, and what is said instead. */
const OTHER_WORDS: readonly (readonly [wrong: RegExp, instead: string])[] = [
  [/\bNodes?\b/, "Knoten"],
  [/\bChunks?\b/, "Stück"],
  [/Prüfsumme(?!n passt)/, "Hash"],
  [/[Ss]ignatur|[Ss]ignier/, "Unterschrift"],
  [/Richtlinie/, "Regeln"],
  [/Eigentümer/, "Besitzer"],
  [/Netzwerk/, "Netz"],
  [/\bRechner/, "Computer"],
  [/\b[Ii]n (?:der|die) Kette\b/, "auf der Kette"],
  [/Gründungsdokument/, "Gründungsurkunde"],
  [/Wiederherstellungsphrase/, "Wiederherstellungswörter"],
  [/\b(?:Ihre|die|eine) Wallet\b(?!-)/, "das Wallet"],
  [/Festplatte/, "Datenträger"],
  [/Kodierer/, "Encoder"],
  [/\bAdmin\b|Verwalter/, "Administrator"],
];

it("calls each thing in German by one word", () => {
  const wrong = [...translated.values()].flatMap((text) =>
    OTHER_WORDS.filter(([word]) => word.test(text)).map(([, instead]) => `${instead}: ${text}`),
  );
  expect(wrong).toEqual([]);
});
