import { join } from "node:path";
import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../node/test-node.ts";
import { openBrowser, openPage, seriousFindings } from "./open-browser.ts";
import { openOwnersPage } from "./player-steps.ts";
import { makeSketchedSessions } from "./sketched-sessions.ts";
import { type OwnedNode, PASSPHRASE, startOwnedNode, startPageNode } from "./start-page-node.ts";
import { createWalletInPage } from "./wallet-steps.ts";

let node: OwnedNode;

beforeAll(async () => {
  node = await startOwnedNode();
  await makeSketchedSessions(node);
});
afterAll(() => node[Symbol.asyncDispose]());

/** Looks at one screen after the other, and keeps what is wrong with them. */
function createLook(page: Page) {
  const found: string[] = [];
  const look = async (name: string): Promise<void> => {
    found.push(...(await seriousFindings(page)).map((finding) => `${name}: ${finding}`));
  };
  return { found, look };
}

describe.each(["light", "dark"] as const)("no accessibility finding of level serious or worse in the %s theme", (colorScheme) => {
  it("has any screen of the setup", async () => {
    await using fresh = await startPageNode();
    await using browser = await openBrowser();
    const { page, faults } = await openPage(browser, { colorScheme, reducedMotion: "reduce" });
    const { found, look } = createLook(page);
    await page.goto(`${fresh.url}/setup#code=${fresh.setupCode}`);
    await page.getByRole("button", { name: "Continue" }).waitFor();
    await look("setup");
    await page.getByRole("button", { name: "Continue" }).click();
    await look("wallet");
    await createWalletInPage(page);
    await page.getByRole("link", { name: "Record a first session" }).waitFor();
    await look("done");
    expect(found).toEqual([]);
    expect(faults).toEqual([]);
  });

  it("has any screen of a node in use", async () => {
    await using browser = await openBrowser();
    await using opened = await openOwnersPage(browser, node, "/sessions", { colorScheme, reducedMotion: "reduce" });
    const { page } = opened;
    const { found, look } = createLook(page);
    await page.getByRole("table").waitFor();
    await look("sessions");

    await page.getByRole("button", { name: "Actions for Quarterly patch window" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).waitFor();
    await look("row menu");
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await page.getByRole("dialog").waitFor();
    await look("delete");
    await page.getByRole("button", { name: "Keep it" }).click();
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog", { name: "Command palette" }).waitFor();
    await look("palette");
    await page.keyboard.press("Escape");

    await page.getByRole("link", { name: "New session" }).click();
    await page.getByRole("button", { name: "More settings" }).click();
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await page.getByText("Recording needs your consent.").waitFor();
    await look("new session");
    await page.getByLabel(/^I agree to this text/).check();
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await page.getByRole("dialog").locator("input[type=password]").fill(PASSPHRASE);
    await look("unlock");
    await page.getByRole("dialog").getByRole("button", { name: "Unlock", exact: true }).click();
    await page.locator("canvas").waitFor();
    await look("live");

    for (const [path, heading] of [
      ["/node", "Node"],
      ["/chain", "Chain"],
      ["/chain?find=3", /^Block 3/],
      ["/settings", "Settings"],
      ["/nowhere", "There is no such page"],
    ] as const) {
      await page.goto(`${node.url}${path}`);
      await page.getByRole("heading", { name: heading }).first().waitFor();
      await look(path);
    }
    expect(found).toEqual([]);
    expect(opened.complaints).toEqual([]);
  });
});

it("can be used with the keyboard alone", async () => {
  await using browser = await openBrowser();
  await using opened = await openOwnersPage(browser, node, "/sessions");
  const { page } = opened;
  await page.getByRole("table").waitFor();
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to the content");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("New session");

  await page.keyboard.press("Control+k");
  await page.locator('[aria-label="Search commands and sessions"]:focus').waitFor();
  await page.keyboard.type("quarterly");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Quarterly patch window" }).waitFor();
  await page.getByRole("status").getByText("Quarterly patch window · Lucid").waitFor({ state: "attached" });
});

it("speaks German when it is chosen, and keeps to it", async () => {
  await using fresh = await startPageNode();
  await using browser = await openBrowser();
  const { page } = await openPage(browser);
  await page.goto(`${fresh.url}/setup`);
  await page.getByText("Deutsch").click();
  await page.getByRole("heading", { name: "Willkommen bei Lucid" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "Willkommen bei Lucid" }).waitFor();
  expect(await page.locator("html").getAttribute("lang")).toBe("de");
});

it("says why it offers no recording on a machine that lacks programs for it", async () => {
  await using bare = await startOwnedNode({ missing: ["Xvnc", "bwrap"] });
  await using browser = await openBrowser();
  await using opened = await openOwnersPage(browser, bare, "/sessions/new");
  await opened.page.getByText("Xvnc, bwrap").waitFor();
  expect(opened.complaints).toEqual([]);
});

it("says that what it shows is old while the node is gone, and catches up when it is back", async () => {
  await using folder = await temporaryFolder();
  const data = join(folder.path, "data");
  const first = await startOwnedNode({ data });
  const port = Number(new URL(first.url).port);
  await using browser = await openBrowser();
  await using opened = await openOwnersPage(browser, first, "/sessions");
  const { page } = opened;
  await page.getByRole("heading", { name: "No sessions yet" }).waitFor();
  await first[Symbol.asyncDispose]();
  await page.getByText(/^Not reached: the node/).waitFor();

  await using again = await startOwnedNode({ data, time: first.time, settings: { port } });
  expect(again.url).toBe(first.url);
  await again.owner.client.sessions.create({ name: "After the break", consent: { text: "It is recorded.", accepted: true } });
  await page.getByRole("row", { name: /After the break/ }).waitFor();
  expect(await page.getByText(/^Not reached: the node/).count()).toBe(0);
});
