import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compileMessage } from "@lingui/message-utils/compileMessage";
import type { Page } from "playwright";

const ENGLISH = fileURLToPath(new URL("../../renderer/shared/text/locales/en.po", import.meta.url));
const LETTERS = "אבגדהוזחטיכלמנסעפצקרשת";

const texts = (lines: string): string =>
  [...lines.matchAll(/"(?:[^"\\]|\\.)*"/g)].map(([quoted]) => JSON.parse(quoted) as string).join("");

/** English in letters that are written from the right, and a third longer, as translations are. */
const mirrored = (text: string): string =>
  text.replaceAll(/[a-z]+/gi, (word) =>
    `${word}${word.slice(0, Math.ceil(word.length / 3))}`.replaceAll(
      /[a-z]/gi,
      (letter) => LETTERS[letter.toLowerCase().charCodeAt(0) % LETTERS.length] ?? letter,
    ),
  );

function catalogue(): string {
  const ids = [...readFileSync(ENGLISH, "utf8").matchAll(/^msgid ((?:".*"\n)+)/gm)].map(([, id = ""]) => texts(id));
  const messages = Object.fromEntries(ids.filter((id) => id !== "").map((id) => [id, compileMessage(id, mirrored)]));
  return `export const messages = ${JSON.stringify({ ...messages, ltr: ["rtl"] })};`;
}

/** From now on the page speaks, in place of German, a language that nobody does: no layout is made for it alone. */
export async function speakMirrored(page: Page): Promise<void> {
  await page.route(/\/assets\/de-[\w-]+\.js$/, (route) => route.fulfill({ contentType: "text/javascript", body: catalogue() }));
}
