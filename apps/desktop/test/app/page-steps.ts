import type { Page } from "playwright";

/** Goes to an address as a link of the page does: nothing is loaded anew, and the wallet stays open. */
export const goTo = (page: Page, path: string): Promise<void> =>
  page.evaluate((path) => {
    history.pushState({}, "", path);
    dispatchEvent(new PopStateEvent("popstate"));
  }, path);

/** Pixels that one would have to scroll sideways for, once what follows from the size of the window is drawn: 0 is what they come to. */
export const beside = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

export const heading = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole("heading", { level: 1, name }).first().waitFor();

/** What every page says while the node is not heard. */
export const NOT_REACHED = "Not reached: the node does not answer.";

/** Waits until the page no longer says that the node is not reached. @returns what it shows in that very moment, and when that was. */
export const untilReached = (page: Page): Promise<{ readonly text: string; readonly atMs: number }> =>
  page.evaluate(
    (words) =>
      new Promise((resolve) => {
        const look = (): void => {
          const text = document.body.innerText;
          if (text.includes(words)) return void requestAnimationFrame(look);
          resolve({ text, atMs: Date.now() });
        };
        look();
      }),
    NOT_REACHED,
  );
/**
 * Listens for words that a page says for a moment only, from now on; what it returns waits until they were said. A look from outside
 * comes too late for them on a busy machine.
 */
export async function listenFor(page: Page, words: string): Promise<() => Promise<void>> {
  await page.evaluate((words) => {
    const note = (): void => {
      if (document.body.textContent.replaceAll(/\s+/gu, " ").includes(words)) document.documentElement.dataset["heard"] = words;
    };
    new MutationObserver(note).observe(document.body, { childList: true, subtree: true, characterData: true });
  }, words);
  return () => page.locator(`html[data-heard=${JSON.stringify(words)}]`).waitFor();
}

/** What a node says that broke, in the form of its answers. */
const BROKEN = JSON.stringify({
  error: {
    code: "LUCID_ERR_5001",
    message: "The node could not finish this: see its log",
    details: {},
    request_id: "5f0c2f7e-2a3b-4c70-9a55-0d1c1d3c7f10",
    timestamp: "2026-11-29T06:00:00.000Z",
    service: "lucid",
    version: "0.1.0",
  },
});

/**
 * Loads a page anew while the node does not answer to one kind of call, and again while it refuses it.
 * `calls` is matched against whole addresses.
 */
export async function openWithout(
  page: Page,
  { url, calls }: { readonly url: string; readonly calls: RegExp },
  seen: { readonly waiting: () => Promise<void>; readonly refused: () => Promise<void> },
): Promise<void> {
  const held: (() => void)[] = [];
  await page.route(calls, () => new Promise<void>((resolve) => held.push(resolve)));
  await page.goto(url);
  await seen.waiting();
  await page.unroute(calls);
  for (const letGo of held) letGo();
  await page.route(calls, (route) => route.fulfill({ status: 500, contentType: "application/json", body: BROKEN }));
  await page.goto("about:blank");
  await page.goto(url);
  await seen.refused();
  await page.unroute(calls);
}
