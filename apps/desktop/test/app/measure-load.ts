import type { BrowserContextOptions, CDPSession, Locator, Page } from "playwright";
import { openPage, type TestBrowser } from "./open-browser.ts";

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
  /** The way to the node; as fast as it is, when there is none. */
  readonly network?: SlowNetwork | undefined;
}

export interface SlowNetwork {
  /** From a request to the first byte of its answer, at least. */
  readonly latencyMs: number;
  readonly bitsPerSecond: number;
}

export const typed = (field: (page: Page) => Locator) => (page: Page) => field(page).fill("typed");

/** Loads a page in a browser that has seen nothing yet. */
export async function firstLoad(
  browser: Pick<TestBrowser, "newContext">,
  target: PageToLoad,
  options: BrowserContextOptions = {},
): Promise<Load> {
  const { page } = await openPage(browser, options);
  try {
    return await measuredLoad(page, target);
  } finally {
    await page.context().close();
  }
}

const IS_WORKER = /\.worker-[^/]*\.js$/;

/** Loads a page, past the cache of its context. */
export async function measuredLoad(page: Page, { url, usable, network }: PageToLoad): Promise<Load> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Network.enable");
  await devtools.send("Network.setCacheDisabled", { cacheDisabled: true });
  if (network) await slowDown(devtools, network);
  const urls = new Map<string, string>();
  const open = new Set<string>();
  const scripts = new Set<string>();
  let transferredBytes = 0;
  let scriptBytes = 0;
  let requests = 0;
  devtools.on("Network.requestWillBeSent", ({ requestId, request }) => {
    urls.set(requestId, request.url);
    // The end of a worker's own script is told to whoever watches the worker.
    if (!IS_WORKER.test(request.url)) open.add(requestId);
  });
  devtools.on("Network.responseReceived", ({ requestId, type, response }) => {
    if (type === "Script") scripts.add(requestId);
    // A stream stays open for ever.
    if (response.mimeType === "text/event-stream") open.delete(requestId);
  });
  devtools.on("Network.loadingFailed", ({ requestId }) => open.delete(requestId));
  devtools.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    open.delete(requestId);
    transferredBytes += encodedDataLength;
    if (scripts.has(requestId)) scriptBytes += encodedDataLength;
    requests += 1;
  });
  const startedAt = performance.now();
  await page.goto(url, { waitUntil: "commit" });
  await usable(page);
  const usableMs = performance.now() - startedAt;
  await page.evaluate(() => document.fonts.ready);
  // What follows from the last answer is asked for before the page has nothing to do.
  do await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
  while (open.size > 0);
  await devtools.detach();
  return { usableMs, transferredBytes, scriptBytes, requests, urls: [...new Set(urls.values())] };
}

async function slowDown(devtools: CDPSession, { latencyMs, bitsPerSecond }: SlowNetwork): Promise<void> {
  const bytesPerSecond = bitsPerSecond / 8;
  await devtools.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: latencyMs,
    downloadThroughput: bytesPerSecond,
    uploadThroughput: bytesPerSecond,
  });
}
