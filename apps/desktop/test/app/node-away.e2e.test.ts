import { join } from "node:path";
import { freePort } from "@lucid/testkit/node";
import type { Page } from "playwright";
import { expect, it } from "vitest";
import { becomeOwner, sessionOf, startNodeProcess, startSession, temporaryFolder, until } from "../node/test-node.ts";
import { openBrowser, PATIENCE, seriousFindings, type TestBrowser } from "./open-browser.ts";
import { NOT_REACHED, untilReached } from "./page-steps.ts";
import { type OpenedPage, openOwnersPage } from "./player-steps.ts";
import { keepLogin } from "./start-page-node.ts";

const AGE = /\d+\u00a0s ago/;

/** A screen that shows how something is now: what it says while the node is heard, without it, and after a restart. */
interface Screen {
  readonly path: string;
  readonly now: string | RegExp;
  /** Where the page says how old what it last heard is. */
  readonly aged: string;
  /** The node was killed: what it recorded is interrupted. */
  readonly after: string | RegExp;
}

const screensOf = (id: string): readonly Screen[] => [
  { path: `/sessions/${id}/live`, now: /^recording$/, aged: "recording when last heard", after: /^interrupted$/ },
  { path: "/sessions", now: /^recording$/, aged: "recording", after: /^interrupted$/ },
  { path: `/sessions/${id}`, now: /^recording$/, aged: "recording", after: /^interrupted$/ },
  { path: "/node", now: /^healthy$/, aged: "healthy", after: /^healthy$/ },
  { path: "/chain", now: /^final \d/, aged: "block", after: /^final \d/ },
  { path: "/admin", now: /^healthy$/, aged: "healthy", after: /^healthy$/ },
  { path: "/admin/emergency", now: /^nothing in force$/, aged: "nothing in force", after: /^nothing in force$/ },
  { path: "/", now: "Live now", aged: "live", after: "Nothing needs you" },
  // What stands on these does not move; the rail beside it does.
  { path: "/sessions/new", now: /^I agree to this text/, aged: "live", after: /^I agree to this text/ },
  { path: "/proofs", now: "Drop a .lucid file here", aged: "live", after: "Drop a .lucid file here" },
  { path: "/settings", now: "this one", aged: "live", after: "this one" },
];

/** Everything the page says that a running clock or a moving age could change. */
const shown = (page: Page): Promise<string> => page.locator("main").innerText();

/** The text without the ages themselves, which go on. */
const withoutAges = (text: string): string => text.replaceAll(/(\d+\u00a0[hms][\u00a0 ])+(ago|old)/g, "AGE");

/** What the page says differently when the age that it shows is the next one: its text then, or nothing where only ages changed. */
async function changesWithAge(page: Page): Promise<string> {
  const before = await shown(page);
  const [first = ""] = /What is shown is .+ old/.exec(before) ?? [];
  await page
    .getByText(/^What is shown is/)
    .filter({ hasNotText: first })
    .waitFor(PATIENCE);
  const after = await shown(page);
  return withoutAges(after) === withoutAges(before) ? "" : after;
}

async function openAll(browser: TestBrowser, url: string, phrase: string, screens: readonly Screen[]): Promise<OpenedPage[]> {
  const opened: OpenedPage[] = [];
  for (const { path, now } of screens) {
    const one = await openOwnersPage(browser, { url, keepLogin: () => keepLogin(url, phrase) }, path);
    await one.page.locator("main").getByText(now).first().waitFor(PATIENCE);
    opened.push(one);
  }
  return opened;
}

it("says on every screen how old what it shows is while the node is dead, and is right again by itself", async () => {
  await using folder = await temporaryFolder();
  const data = join(folder.path, "data");
  const port = ["--port", String(await freePort())];
  await using node = await startNodeProcess(data, port);
  const owner = await becomeOwner(node);
  const id = await startSession(owner);
  const screens = screensOf(id);
  await using browser = await openBrowser();
  const opened = await openAll(browser, node.announced.url, owner.phrase, screens);
  await expect.poll(() => opened[0]?.page.locator("[data-state=recording]").count()).toBe(1);

  // With nothing stored it would have failed, and not been interrupted.
  await until(sessionOf(owner, id), ({ chunk_count }) => chunk_count > 0);
  await node.end("SIGKILL");
  for (const [at, { path, aged }] of screens.entries()) {
    const page = opened[at]?.page;
    if (!page) throw new Error(`${path} was not opened`);
    await page.getByText(NOT_REACHED).first().waitFor(PATIENCE);
    await page.getByText(aged).filter({ hasText: AGE }).first().waitFor(PATIENCE);
    // The age goes on, and nothing else does, once each of its connections is lost.
    await expect.poll(() => changesWithAge(page), { message: path, ...PATIENCE }).toBe("");
    expect(await page.locator("[data-state=recording]").count(), path).toBe(0);
    expect(await shown(page), path).not.toMatch(/recording goes on/i);
    expect(await seriousFindings(page), path).toEqual([]);
  }

  const reached = opened.map(({ page }) => untilReached(page));
  await using again = await startNodeProcess(data, port);
  const backMs = Date.now();
  expect(again.announced.url).toBe(node.announced.url);
  for (const [at, { path, after }] of screens.entries()) {
    const page = opened[at]?.page;
    const { atMs } = (await reached[at]) ?? { atMs: 0 };
    console.info(`${path.replace(id, "ID")}: right again ${atMs - backMs} ms after the node was back`);
    await page?.locator("main").getByText(after).first().waitFor(PATIENCE);
    await expect.poll(() => page?.locator("[data-state=recording]").count(), { message: path }).toBe(0);
    await page
      ?.getByText("Try again")
      .first()
      .waitFor({ state: "hidden", ...PATIENCE });
  }
  for (const one of opened) await one[Symbol.asyncDispose]();
});
