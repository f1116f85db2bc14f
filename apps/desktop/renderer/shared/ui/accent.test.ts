import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const RENDERER = fileURLToPath(new URL("../../", import.meta.url));
/** A rule, and what it says; comments are no part of either. */
const RULE = /([^{}]+)\{([^{}]*var\(--lucid-accent[^{}]*)\}/g;

/** Selectors of a style sheet whose rule takes the accent. */
const takers = (css: string): string[] =>
  [...css.replaceAll(/\/\*.*?\*\//gs, "").matchAll(RULE)].map(([, selector = ""]) => selector.trim());

it("keeps the accent for what is proven", () => {
  const sheets = globSync("{features,shared,windows,verify}/**/*.css", { cwd: RENDERER });
  const found = sheets.flatMap((sheet) =>
    takers(readFileSync(`${RENDERER}${sheet}`, "utf8")).map((selector) => `${sheet.split("/").at(-1)} ${selector}`),
  );
  expect(found.toSorted()).toEqual([
    'session.module.css .headline[data-tone="proven"] h2',
    "session.module.css .link:not(:last-child)::after",
    "session.module.css .ring",
    'ui.module.css .badge[data-tone="proven"]',
    'ui.module.css .mark[data-tone="proven"]',
    'verify.module.css .banner[data-tone="verified"]',
  ]);
});
