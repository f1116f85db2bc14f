import { compileMessageOrThrow } from "@lingui/message-utils/compileMessage";
import { LANGUAGES } from "@lucid/contract";
import { describe, expect, it } from "vitest";
import { LOCALES } from "./locales.ts";

interface Entry {
  readonly id: string;
  readonly text: string;
  readonly isFuzzy: boolean;
}

const texts = (lines: string): string =>
  [...lines.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([quoted]) => JSON.parse(quoted) as string).join("");

/** Messages of a catalogue; an id is the English text. */
const read = (catalogue: string): readonly Entry[] =>
  [...catalogue.matchAll(/((?:^#.*\n)*)^msgid ((?:".*"\n)+)msgstr ((?:".*"\n?)+)/gm)]
    .map(([, notes = "", id = "", text = ""]) => ({ id: texts(id), text: texts(text), isFuzzy: /^#,.*fuzzy/m.test(notes) }))
    .filter(({ id }) => id !== "");

type Token = ReturnType<typeof compileMessageOrThrow>[number];

/** What stands in a message besides words, each once: values, how they are shown, and tags. */
const partsOf = (message: string): string => [...new Set(parts(compileMessageOrThrow(message)))].toSorted().join(" ");

function parts(tokens: readonly Token[]): string[] {
  return tokens.flatMap((token) => {
    if (typeof token === "string") return [...token.matchAll(/<\/?\d+\/?>/g)].map(([tag]) => tag);
    const [name, kind, choices] = token;
    // A number that a choice was made by may stand in its words, or not: one is "a day" in one language and "1" in another.
    if (name === "#") return [];
    if (kind !== "plural" && kind !== "select" && kind !== "selectordinal") return [name];
    const branches = Object.entries(choices ?? {}).filter(([branch]) => branch !== "offset");
    const within = branches.flatMap(([, branch]) => (Array.isArray(branch) ? parts(branch as Token[]) : []));
    return [`${name}:${kind}`, ...(kind === "select" ? branches.map(([branch]) => `${name}=${branch}`) : []), ...within];
  });
}

const isSame = ({ id, text }: Entry): boolean => {
  try {
    return partsOf(id) === partsOf(text);
  } catch {
    return false;
  }
};

const page = import.meta.glob<string>("./locales/*.po", { query: "?raw", import: "default", eager: true });
const beside = import.meta.glob<string>("../../../../../packages/core/src/texts/locales/*.po", {
  query: "?raw",
  import: "default",
  eager: true,
});
const compiled = import.meta.glob<{ readonly messages: Readonly<Record<string, readonly Token[]>> }>(
  "../../../../../packages/core/src/texts/locales/*.json",
  { import: "default", eager: true },
);
const load = (files: Readonly<Record<string, string>>, locale: string): readonly Entry[] =>
  read(Object.entries(files).find(([path]) => path.endsWith(`/${locale}.po`))?.[1] ?? "");

const isComplete = (locale: string): boolean =>
  [page, beside].every((files) => {
    const entries = load(files, locale);
    return entries.length > 0 && entries.every(({ text, isFuzzy }) => text !== "" && !isFuzzy);
  });

it("offers the languages that are translated as a whole, and no other", () => {
  expect([...LOCALES].toSorted()).toEqual(Object.keys(LANGUAGES).filter(isComplete).toSorted());
});

describe.each(Object.keys(LANGUAGES))("the catalogues of %s", (locale) => {
  it.each([
    ["of the page", page, 2_000],
    ["of what is said outside of it", beside, 50],
  ] as const)("have the messages %s", (_where, files, least) => {
    const ids = load(files, locale).map(({ id }) => id);
    expect(ids.toSorted()).toEqual(
      load(files, "en")
        .map(({ id }) => id)
        .toSorted(),
    );
    expect(ids.length).toBeGreaterThan(least);
  });

  it("put the same values and tags into every message that is translated", () => {
    const translated = [...load(page, locale), ...load(beside, locale)].filter(({ text }) => text !== "");
    expect(translated.filter((entry) => !isSame(entry))).toEqual([]);
  });
});

it("asks in German for no other case of who somebody is than theirs: “somebody” and “an account that is gone” come as they are", () => {
  const naming = load(page, "de").filter(({ id }) => id.includes("{who}"));
  expect(naming.length).toBeGreaterThan(1);
  expect(naming.filter(({ text }) => !/: \{who\}|^\{who\}/.test(text))).toEqual([]);
});

it.each(Object.entries(compiled))("%s is compiled from the messages beside it", (path, { messages }) => {
  const locale = /(\w+)\.json$/.exec(path)?.[1] ?? "";
  const entries = load(beside, locale).map(({ id, text }) => [id, compileMessageOrThrow(text || id)]);
  expect(messages).toEqual(Object.fromEntries(entries));
});

describe("what a translation is held to", () => {
  const entry = (id: string, text: string): Entry => ({ id, text, isFuzzy: false });

  it.each([
    ["Step {n} of {all}", "Schritt {n}"],
    ["Step {n}", "Schritt {m}"],
    ["See <0>this</0>", "Siehe das"],
    ["{n, plural, one {# day} other {# days}}", "{n} Tage"],
    ["{n, plural, one {# day} other {# days of {name}}}", "{n, plural, other {# Tage}}"],
    ["{n, plural, one {# day} other {# days}}", "{n, plural, one {# Tag}"],
  ])("refuses for %j the text %j", (id, text) => expect(isSame(entry(id, text))).toBe(false));

  it.each([
    ["{n, plural, one {A day} other {# days}}", "{n, plural, one {# jour} many {# de jours} other {# jours}}"],
    ["{n, plural, one {A day} other {# days}}", "{n, plural, other {# 天}}"],
    ["Step {n} of {all}", "Von {all} Schritt {n}"],
  ])("takes for %j the text %j", (id, text) => expect(isSame(entry(id, text))).toBe(true));

  it("knows a translation that somebody has to look at again", () => {
    expect(read('#, fuzzy\nmsgid "Day"\nmsgstr "Tag"\n\nmsgid "Night"\nmsgstr "Nacht"\n').map(({ isFuzzy }) => isFuzzy)).toEqual([
      true,
      false,
    ]);
  });
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
  [/Aufzeichnung/, "Aufnahme"],
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
  const wrong = [...load(page, "de"), ...load(beside, "de")].flatMap(({ text }) =>
    OTHER_WORDS.filter(([word]) => word.test(text)).map(([, instead]) => `${instead}: ${text}`),
  );
  expect(wrong).toEqual([]);
});
