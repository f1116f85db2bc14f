import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright";
import { seriousFindings } from "./open-browser.ts";

/** Pictures of every state of the page, to leaf through; not part of the repository. */
const FOLDER = fileURLToPath(new URL("../../../../build/screens/", import.meta.url));
/** Pictures are for people, and take half the time of a look: for whoever asks for them. */
const HAS_PICTURES = process.env["LUCID_SCREENS"] === "1";
/** Nightly: the rules of axe in the dark theme as well. */
const ALSO_DARK = process.env["LUCID_SCREENS_DARK"] === "1";

const DESKTOP = { width: 1_280, height: 800 } as const;
const PHONE = { width: 390, height: 844 } as const;
/** 1280 x 800 at 200 % zoom, in the page's own pixels (WCAG 1.4.10 and 1.4.4). */
const ZOOMED = { width: 640, height: 400 } as const;

/** How a page is opened to be looked at: nothing on it moves by itself. */
export const STILL = { reducedMotion: "reduce", viewport: DESKTOP } as const;

export interface Gallery {
  /** Everything wrong with what was looked at so far: state, size, and what. */
  readonly found: readonly string[];
  /**
   * Looks at the page as it is now, in every size and, where somebody asks for it, in both themes and with a picture of each. `dark`: always in
   * both, for what stands on a surface that is light in the dark theme.
   */
  look(state: string, also?: "dark"): Promise<void>;
}

/** Looks at one state of a page after the other: what axe says, whether it fits, and how it looks. */
export function openGallery(page: Page): Gallery {
  const found: string[] = [];
  if (HAS_PICTURES) mkdirSync(FOLDER, { recursive: true });
  const note = (state: string, size: string, findings: readonly string[]): void => {
    found.push(...findings.map((finding) => `${state}, ${size}: ${finding}`));
  };
  const picture = async (state: string, kind: string): Promise<void> => {
    if (HAS_PICTURES) await page.screenshot({ path: join(FOLDER, `${state}.${kind}.png`), caret: "initial" });
  };

  return {
    found,
    async look(state, also) {
      await settled(page);
      await picture(state, "light");
      note(state, "desktop", [
        ...(await seriousFindings(page)),
        ...(await beside(page)),
        ...(await cut(page)),
        ...(await coded(page)),
        ...(await kept(page)),
      ]);

      if (HAS_PICTURES || ALSO_DARK || also === "dark") {
        await page.emulateMedia({ colorScheme: "dark" });
        await settled(page);
        await picture(state, "dark");
        if (ALSO_DARK || also === "dark") note(state, "dark", await seriousFindings(page));
        await page.emulateMedia({ colorScheme: "light" });
      }

      await page.setViewportSize(PHONE);
      await settled(page);
      await picture(state, "phone");
      note(state, "phone", [...(await seriousFindings(page)), ...(await beside(page)), ...(await cut(page))]);

      await page.setViewportSize(ZOOMED);
      await settled(page);
      note(state, "200 %", [...(await beside(page)), ...(await cut(page))]);
      await page.setViewportSize(DESKTOP);
      await settled(page);
    },
  };
}

/** Two frames: sizes that were observed in the first are drawn in the second. */
const settled = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    await document.fonts.ready;
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
  });

/** What one would have to scroll sideways for: the page itself, or a part of it that shows a bar. */
const beside = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [document.documentElement, ...document.body.querySelectorAll("*")]
      // What is one pixel wide is there for keyboards and readers, and not to be seen.
      .filter((element) => element.clientWidth > 1 && element.scrollWidth > element.clientWidth + 1)
      .filter((element) => element === document.documentElement || /auto|scroll/.test(getComputedStyle(element).overflowX))
      .map((element) => `${element.scrollWidth - element.clientWidth} px beside ${element.tagName} ${element.className}`),
  );

/** What a button or a choice says and does not show whole, keys that are broken into two lines, and fields that drop what is typed or pasted into them. */
const cut = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const labels = [...document.querySelectorAll(".mantine-Button-label")].filter(
      (label) => label.scrollWidth > label.clientWidth + 1,
    );
    const keys = [...document.querySelectorAll("kbd")].filter((key) => key.getClientRects().length > 1);
    const dropping = [...document.querySelectorAll("[maxlength]")].map(
      (field) => `a field is cut: ${field.outerHTML.slice(0, 200)}`,
    );
    const choices = [...document.querySelectorAll<HTMLInputElement>("input[aria-haspopup=listbox]")]
      .filter((field) => field.scrollWidth > field.clientWidth + 1 && document.activeElement !== field)
      .filter(
        (field) => field.closest(".mantine-InputWrapper-root")?.querySelector("[data-whole-choice]")?.textContent !== field.value,
      )
      .map((field) => `the choice “${field.value}” is cut`);
    return [...[...labels, ...keys].map((element) => `“${element.textContent}” is cut`), ...dropping, ...choices];
  });

/** Sentences in the letters of hashes, times and codes: three words after one another, which no code is; a program's own data are. */
const coded = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const isCoded = (element: Element): boolean => getComputedStyle(element).fontFamily.includes("Mono");
    const ownText = (element: Element): string =>
      [...element.childNodes].map((node) => (node instanceof Text ? node.data : "")).join(" ");
    return [...document.body.querySelectorAll("*")]
      .filter(
        (element) => !element.matches("code, code *, pre, pre *, kbd, textarea, input, [translate=no] *") && isCoded(element),
      )
      .map(ownText)
      .filter((text) => /\p{L}{2,}[ ,:;]+\p{L}{2,}[ ,:;]+\p{L}{2,}/u.test(text))
      .map((text) => `“${text}” is set as a code`);
  });

/** Dialogs that have no button that leaves them: not everybody knows Escape, the cross and a click beside. */
const kept = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll(".mantine-Modal-content")]
      .filter((dialog) => [...dialog.querySelectorAll("[data-leave]")].every((button) => !button.checkVisibility()))
      .map((dialog) => `no button leaves “${dialog.querySelector("h2")?.textContent ?? ""}”`),
  );

/** Puts all pictures that there are on one page. */
export function writeIndex(): void {
  if (!HAS_PICTURES) return;
  const states = new Map<string, string[]>();
  for (const file of readdirSync(FOLDER).toSorted()) {
    const [, state, kind] = /^(.+)\.(light|dark|phone)\.png$/.exec(file) ?? [];
    if (state !== undefined && kind !== undefined) states.set(state, [...(states.get(state) ?? []), kind]);
  }
  const figures = [...states].map(
    ([state, kinds]) =>
      `<h2 id="${state}">${state}</h2><div>${kinds.map((kind) => `<a href="${state}.${kind}.png"><img loading="lazy" src="${state}.${kind}.png" alt="${kind}"></a>`).join("")}</div>`,
  );
  const style = "body{font:14px sans-serif;margin:16px}img{height:400px;margin-right:8px;border:1px solid #888}";
  writeFileSync(
    join(FOLDER, "index.html"),
    `<!doctype html><meta charset="utf-8"><title>Every state of the page</title><style>${style}</style>${figures.join("\n")}`,
  );
}
