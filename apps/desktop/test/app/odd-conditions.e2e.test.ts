import { once } from "node:events";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright";
import { afterAll, beforeAll, expect, it } from "vitest";
import { speakMirrored } from "./mirrored-language.ts";
import { openBrowser, openPage, type TestBrowser } from "./open-browser.ts";
import { beside, heading } from "./page-steps.ts";
import { openOwnersPage } from "./player-steps.ts";
import { type OwnedNode, startOwnedNode } from "./start-page-node.ts";

let browser: TestBrowser;
let node: OwnedNode;

beforeAll(async () => {
  [browser, node] = await Promise.all([openBrowser(), startOwnedNode()]);
});
afterAll(async () => {
  await browser.close();
  await node[Symbol.asyncDispose]();
});

const MIRRORED = [
  "/",
  "/sessions",
  "/sessions/new",
  "/proofs",
  "/wallet",
  "/node",
  "/chain",
  "/settings",
  "/notifications",
  "/admin",
  "/admin/people",
];

it("speaks German when it is chosen, and keeps to it", async () => {
  const { page } = await openPage(browser);
  await page.goto(`${node.url}/login`);
  await page.getByRole("combobox", { name: "Language" }).selectOption("de");
  await page.getByRole("heading", { name: "Anmelden" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "Anmelden" }).waitFor();
  await expect.poll(() => page.locator("html").getAttribute("lang")).toBe("de");
  await page.context().close();
});

it("is mirrored, with nothing beside the page, in a language that is written from the right", async () => {
  await using opened = await openOwnersPage(browser, node, "/login", { locale: "de-DE" });
  const { page } = opened;
  await speakMirrored(page);
  const left = (selector: "main" | "nav") => page.locator(selector).first().boundingBox();
  for (const width of [1_280, 390]) {
    await page.setViewportSize({ width, height: 800 });
    for (const path of MIRRORED) {
      await page.goto(`${node.url}${path}`);
      await page.locator("html[dir=rtl]").waitFor();
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      await page.waitForFunction(() => document.querySelector(".mantine-Loader-root") === null);
      await expect.poll(() => beside(page), { message: `${path} at ${width}` }).toBe(0);
    }
    if (width > 1_000) expect((await left("nav"))?.x).toBeGreaterThan((await left("main"))?.x ?? width);
  }
});

it("shows what is chosen, and where a dialog ends, where the system chooses the colours", async () => {
  await using opened = await openOwnersPage(browser, node, "/settings");
  const { page } = opened;
  await page.emulateMedia({ forcedColors: "active" });
  await page.getByRole("button", { name: "New key" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("checkbox").first().check();
  const lines = () =>
    page.evaluate(() => {
      const style = (selector: string) => {
        const found = document.querySelector(selector);
        return found ? getComputedStyle(found) : undefined;
      };
      const icon = style("[role=dialog] input:checked ~ .mantine-Checkbox-icon");
      return {
        dialog: style(".mantine-Modal-content")?.borderTopStyle,
        chosen: style(".mantine-SegmentedControl-indicator")?.outlineStyle,
        isTicked: icon !== undefined && icon.opacity === "1" && icon.color === style("body")?.color,
        isMarked: style("[class*=mark][data-tone]:not([data-tone=waiting])")?.backgroundColor === style("body")?.color,
      };
    });
  await expect.poll(lines).toEqual({ dialog: "solid", chosen: "solid", isTicked: true, isMarked: true });
});

it("keeps a name of 150 wide letters within the page", async () => {
  const { session_id } = await node.owner.client.sessions.create({
    name: "W".repeat(150),
    consent: { text: "This is recorded.", accepted: true },
  });
  for (const path of [`/sessions/${session_id}`, "/sessions"]) {
    await using opened = await openOwnersPage(browser, node, path);
    await opened.page.getByText("W".repeat(150)).first().waitFor();
    await expect.poll(() => beside(opened.page)).toBe(0);
  }
});

it("stays logged in when a page is left before the answer with its new login has come", async () => {
  await using opened = await openOwnersPage(browser, node, "/sessions");
  const { page } = opened;
  await heading(page, "Sessions");
  const left = Promise.withResolvers<void>();
  // The node answers, and nobody is there any more.
  await page.route("**/api/v1/auth/refresh", async (route) => {
    const request = route.request();
    const headers = await request.allHeaders();
    const answer = await fetch(request.url(), { method: request.method(), body: request.postData(), headers });
    expect(answer.status).toBe(200);
    await route.abort();
    left.resolve();
  });
  for (const _time of [1, 2]) await page.reload();
  await left.promise;
  // Each of them may be under way still: its call is not taken out of its hands.
  await page.unrouteAll({ behavior: "wait" });
  await page.reload();
  await heading(page, "Sessions");
});

/** The browser of the test shows all its pages at once: whether one is seen is said to the page in its place. */
async function setSeen(page: Page, isSeen: boolean): Promise<void> {
  await page.evaluate((isSeen) => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => !isSeen });
    document.dispatchEvent(new Event("visibilitychange"));
  }, isSeen);
}

it("loads in an eighth tab as in the first, and a tab that one comes back to shows what changed meanwhile", async () => {
  await using opened = await openOwnersPage(browser, node, "/sessions");
  const tabs = [opened.page];
  for (let tab = 2; tab <= 8; tab += 1) {
    await tabs.at(-1)?.getByRole("table").waitFor();
    await setSeen(tabs.at(-1) ?? opened.page, false);
    const page = await opened.page.context().newPage();
    await page.goto(`${node.url}/sessions`);
    tabs.push(page);
  }
  await tabs.at(-1)?.getByRole("table").waitFor();
  await node.owner.client.sessions.create({ name: "Made unseen", consent: { text: "This is recorded.", accepted: true } });
  await tabs
    .at(-1)
    ?.getByRole("row", { name: /Made unseen/ })
    .waitFor();
  await expect.poll(() => opened.page.getByRole("row", { name: /Made unseen/ }).count()).toBe(0);
  await setSeen(opened.page, true);
  await opened.page.getByRole("row", { name: /Made unseen/ }).waitFor();
  expect(opened.complaints).toEqual([]);
});

/** Hands what is asked for below a path to the node at its root, as a proxy does, and knows nothing else. */
async function startProxyBelow(path: string): Promise<Server> {
  const server = createServer((incoming, answer) => {
    if (!incoming.url?.startsWith(path)) return void answer.writeHead(404).end();
    const { hostname, port, host } = new URL(node.url);
    const options = { hostname, port, path: incoming.url.slice(path.length - 1), headers: { ...incoming.headers, host } };
    request(options, (from) => {
      answer.writeHead(from.statusCode ?? 502, from.headers);
      from.pipe(answer);
    }).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

it("says why it stays empty below a path of a proxy, and says nothing of it at the root", async () => {
  const proxy = await startProxyBelow("/lucid/");
  const { port } = proxy.address() as AddressInfo;
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${port}/lucid/`);
  await expect.poll(() => page.getByText("at the root of a host name only").isVisible()).toBe(true);
  await page.goto(node.url);
  await page.getByRole("heading").first().waitFor();
  await expect.poll(() => page.getByText("at the root of a host name only").count()).toBe(0);
  await page.close();
  proxy.closeAllConnections();
  proxy.close();
});
