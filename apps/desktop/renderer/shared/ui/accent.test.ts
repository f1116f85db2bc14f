import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const RENDERER = fileURLToPath(new URL("../../", import.meta.url));
/** A rule, and what it says; comments are no part of either. */
const RULE = /([^{}]+)\{([^{}]*)\}/g;

/** Rules of all style sheets that say something: sheet and selector. */
function rulesWith(declaration: RegExp): string[] {
  const sheets = globSync("{features,shared,windows,verify}/**/*.css", { cwd: RENDERER });
  return sheets.flatMap((sheet) => {
    const css = readFileSync(`${RENDERER}${sheet}`, "utf8").replaceAll(/\/\*.*?\*\//gs, "");
    return [...css.matchAll(RULE)]
      .filter(([, , said = ""]) => declaration.test(said))
      .map(([, selector = ""]) => `${sheet.split("/").at(-1)} ${selector.trim()}`);
  });
}

it("keeps the accent for what is proven", () => {
  expect(rulesWith(/var\(--lucid-accent/).toSorted()).toEqual([
    'session.module.css .headline[data-tone="proven"] h2',
    "session.module.css .link:not(:last-child)::after",
    "session.module.css .ring",
    'ui.module.css .badge[data-tone="proven"]',
    'ui.module.css .mark[data-tone="proven"]',
    'verify.module.css .banner[data-tone="verified"]',
  ]);
});

it("writes nothing in the warning's amber, which is light for words: only marks have it", () => {
  const words = rulesWith(/(^|[\s;])color: var\(--lucid-warning\)/).filter((rule) => !rule.endsWith(" svg"));
  expect(words).toEqual([]);
  expect(rulesWith(/(^|[\s;])color: var\(--lucid-warning\)/).length).toBeGreaterThan(1);
});
