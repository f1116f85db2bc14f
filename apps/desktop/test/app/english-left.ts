import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright";

const GERMAN = fileURLToPath(new URL("../../renderer/shared/text/locales/de.po", import.meta.url));

const texts = (lines: string): string =>
  [...lines.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text = ""]) => text.replaceAll('\\"', '"')).join("");

const catalogue = [...readFileSync(GERMAN, "utf8").matchAll(/^msgid ((?:".*"\n)+)msgstr ((?:".*"\n?)+)/gm)].map(
  ([, id = "", text = ""]) => [texts(id), texts(text)] as const,
);
const german = new Set(catalogue.map(([, text]) => text));

/** English messages that are no German ones. */
const untranslated = new Set(catalogue.map(([id]) => id).filter((id) => id !== "" && !german.has(id)));

/** Words that stand in nearly every English sentence and in no German one. */
const ENGLISH =
  /\b(?:the|and|of|is|are|with|without|this|that|these|from|your|you|have|has|been|when|its|cannot|yet|by|for|to|no|not yet|nothing|until|which|whose|be|or|on|as|it|if)\b/;

/** German closes a quotation with “, which opens an English one. */
const CLOSING = "\u201d";

/** Everything that a page says: its texts that can be seen, and the names and hints of what stands in it. */
const said = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const foreign = "[lang]:not(html):not([lang=de]), code, pre, kbd, script, style, textarea";
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: string[] = [document.title];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const { parentElement: parent, textContent } = node;
      if (parent && !parent.closest(foreign) && parent.checkVisibility()) found.push(textContent ?? "");
    }
    for (const element of document.body.querySelectorAll("*")) {
      if (element.closest(foreign)) continue;
      for (const name of ["aria-label", "title", "placeholder", "alt", "aria-valuetext"])
        found.push(element.getAttribute(name) ?? "");
    }
    return found.map((text) => text.trim()).filter((text) => text !== "");
  });

/** What is still English on a page that is to be German; `names` are what somebody or something is called. */
export async function englishLeft(page: Page, names: readonly string[] = []): Promise<readonly string[]> {
  const left = (await said(page)).filter(
    (text) => !names.includes(text) && (untranslated.has(text) || ENGLISH.test(text) || text.includes(CLOSING)),
  );
  return [...new Set(left)];
}
