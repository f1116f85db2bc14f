import type { openPage, WatchedPage } from "../../apps/desktop/test/app/open-browser.ts";

type Browser = Parameters<typeof openPage>[0];
type ContextOptions = NonNullable<Parameters<typeof openPage>[1]>;
type Page = WatchedPage["page"];
type Locator = ReturnType<Page["locator"]>;

export interface Load {
  /** From the request for the page to its field taking text, seen from outside of the browser. */
  readonly usableMs: number;
  /** Everything that came over the wire, headers included. */
  readonly transferredBytes: number;
  /** What of it is JavaScript. */
  readonly scriptBytes: number;
  readonly requests: number;
  readonly urls: readonly string[];
}

export interface PageToLoad {
  readonly url: string;
  /** Resolves when a person can begin. */
  readonly usable: (page: Page) => Promise<unknown>;
}

export const typed = (field: (page: Page) => Locator) => (page: Page) => field(page).fill("typed");

/** Loads a page in a browser that has seen nothing yet. */
export async function firstLoad(browser: Browser, target: PageToLoad, options: ContextOptions = {}): Promise<Load> {
  const context = await browser.newContext({ viewport: { width: 1_280, height: 800 }, locale: "en-GB", ...options });
  try {
    return await measuredLoad(await context.newPage(), target);
  } finally {
    await context.close();
  }
}

/** Loads a page, past the cache of its context. */
export async function measuredLoad(page: Page, { url, usable }: PageToLoad): Promise<Load> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Network.enable");
  await devtools.send("Network.setCacheDisabled", { cacheDisabled: true });
  const urls = new Map<string, string>();
  const scripts = new Set<string>();
  let transferredBytes = 0;
  let scriptBytes = 0;
  let requests = 0;
  devtools.on("Network.requestWillBeSent", ({ requestId, request }) => urls.set(requestId, request.url));
  devtools.on("Network.responseReceived", ({ requestId, type }) => {
    if (type === "Script") scripts.add(requestId);
  });
  devtools.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    transferredBytes += encodedDataLength;
    if (scripts.has(requestId)) scriptBytes += encodedDataLength;
    requests += 1;
  });
  const startedAt = performance.now();
  await page.goto(url, { waitUntil: "commit" });
  await usable(page);
  const usableMs = performance.now() - startedAt;
  await page.evaluate(async () => {
    await document.fonts.ready;
    // Once nothing new came for a moment, what belongs to the first load is there. Streams stay open for ever.
    for (let before = -1; before !== performance.getEntriesByType("resource").length; ) {
      before = performance.getEntriesByType("resource").length;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  });
  await devtools.detach();
  return { usableMs, transferredBytes, scriptBytes, requests, urls: [...new Set(urls.values())] };
}
