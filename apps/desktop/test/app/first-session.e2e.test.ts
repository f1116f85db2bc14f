import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { decryptWallet } from "@lucid/identity";
import type { Page } from "playwright";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startNodeProcess, temporaryFolder } from "../node/test-node.ts";
import { openBrowser, openPage, type TestBrowser } from "./open-browser.ts";
import { startPageNode } from "./start-page-node.ts";
import { backUpWords, createWalletInPage, PASSPHRASE, passNodeStep, unlockInPage } from "./wallet-steps.ts";

let browser: TestBrowser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** Clicks and taps that a person made in the page; what the keyboard does is no click. */
async function countClicks(page: Page): Promise<() => number> {
  let clicks = 0;
  await page.exposeFunction("countClick", () => (clicks += 1));
  await page.addInitScript("addEventListener('pointerdown', ({ isTrusted }) => isTrusted && window.countClick(), true)");
  return () => clicks;
}

/** What the way may cost: design goal of the first recording. */
const MOST_CLICKS = 12;

it("leads from the setup link to the first verified recording in twelve clicks", async () => {
  await using folder = await temporaryFolder();
  await using node = await startNodeProcess(join(folder.path, "data"));
  const { page, faults } = await openPage(browser);
  const clicks = await countClicks(page);
  const { url, setupCode } = node.announced;
  const startedAt = performance.now();

  await page.goto(`${url}/setup#code=${setupCode}`);
  await page.getByText("Step 1 of 5").waitFor();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByText("Step 2 of 5").waitFor();
  expect(page.url()).toBe(`${url}/setup`);
  await page.getByText(join(folder.path, "data")).waitFor();
  await page.getByText("This computer alone.").waitFor();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByText("Step 3 of 5").waitFor();
  await createWalletInPage(page);
  await page.getByText("Step 4 of 5").waitFor();
  await page.getByRole("link", { name: "Record a first session" }).click();

  await page.locator('input[name="name"]:focus').waitFor();
  await page.getByLabel(/^I agree to this text/).click();
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await page.locator("canvas").waitFor();
  await page.getByText("1 connected").waitFor();
  await page.getByText(/^proven up to .* ago$/).waitFor();

  await page.getByRole("button", { name: "End and seal" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "End and seal" }).click();
  await page.waitForURL(/\/sessions\/[0-9a-f-]{36}$/);
  await page.getByRole("button", { name: "Verify", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Verify", exact: true }).click();
  await page.getByRole("dialog").locator("[data-verdict=verified]").waitFor();
  const seconds = (performance.now() - startedAt) / 1_000;
  console.info(`from the setup link to a verified recording: ${clicks()} clicks, ${seconds.toFixed(1)} s`);
  expect(clicks()).toBeLessThanOrEqual(MOST_CLICKS);
  expect(faults).toEqual([]);
  await page.context().close();
});

it("switches Tor on where the first start was told so, which leads to an address", async () => {
  await using node = await startPageNode({ settings: { hosting: "off" } });
  const { page, faults } = await openPage(browser);
  await page.goto(`${node.url}/setup#code=${node.setupCode}`);
  await page.getByRole("button", { name: "Continue" }).click();
  const tor = page.getByRole("switch", { name: "Also through Tor" });
  await tor.waitFor();
  expect(await tor.isChecked()).toBe(false);
  await tor.click();
  expect(await tor.isChecked()).toBe(true);
  await page.getByRole("button", { name: "Continue" }).click();
  await createWalletInPage(page);
  await page.getByText("Tor is on its way into its network").waitFor();
  await page.getByRole("link", { name: "Look around first" }).click();
  await page.getByRole("heading", { name: "No sessions yet" }).waitFor();
  await page.goto(`${node.url}/node`);
  await page
    .getByText(/\.onion/)
    .first()
    .waitFor();
  expect(faults).toEqual([]);
  await page.context().close();
});

it("keeps reminding of the backup until the words were typed", async () => {
  await using node = await startPageNode();
  const { page, faults } = await openPage(browser);
  await page.goto(`${node.url}/setup#code=${node.setupCode}`);
  await passNodeStep(page);
  await createWalletInPage(page);
  await page.getByRole("link", { name: "Look around first" }).click();
  await page.getByRole("link", { name: "Home" }).click();
  await page.getByText("The words of your wallet are not backed up").waitFor();
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByText("The words of your wallet are not backed up").waitFor();
  await page.reload();
  await page.getByText("The words of your wallet are not backed up").waitFor();
  await page.getByRole("button", { name: "Back up the words" }).click();
  const words = await backUpWords(page);
  expect(words).toHaveLength(12);
  await page.getByText("The words of your wallet are not backed up").waitFor({ state: "detached" });
  await page.reload();
  await page.getByRole("button", { name: "Show the words" }).waitFor();
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save the wallet file" }).click();
  const saved = await saving;
  const file = await readFile(await saved.path(), "utf8");
  expect(saved.suggestedFilename()).toBe(`lucid-wallet-${JSON.parse(file).address}.json`);
  expect(file).not.toContain(words.join(" "));
  expect(await decryptWallet(file, PASSPHRASE)).toMatchObject({ kind: "opened", phrase: words.join(" ") });
  await expect.poll(() => page.getByText("The words of your wallet are not backed up").count()).toBe(0);
  expect(faults).toEqual([]);
  await page.context().close();
});

it("goes on after the page is loaded anew, unlocks and locks all tabs with one, and keeps nothing readable", async () => {
  await using node = await startPageNode({ settings: { hosting: "off" } });
  const { page, faults } = await openPage(browser);
  const { url, setupCode } = node;
  await page.goto(`${url}/setup#code=${setupCode}`);
  await passNodeStep(page);
  await createWalletInPage(page);
  await page.getByRole("link", { name: "Look around first" }).click();

  await page.reload();
  await page.getByRole("heading", { name: "No sessions yet" }).waitFor();
  // Windows that trade the same refresh cookie at once must not look like a stolen one.
  const windows = [page, ...(await Promise.all([1, 2, 3].map(() => page.context().newPage())))];
  await Promise.all(windows.map((window) => window.goto(`${url}/sessions`)));
  for (const window of windows) await window.getByRole("heading", { name: "No sessions yet" }).waitFor();
  const [, other] = windows;
  if (!other) throw new Error("There is no other window");
  for (const window of [page, other]) {
    await window.goto(`${url}/settings`);
    await window.getByText("Open in all tabs of this browser.").waitFor();
  }
  await other.getByRole("button", { name: "Lock now" }).click();
  await page.bringToFront();
  await page.getByText(/^Locked\./).waitFor();
  await page.getByRole("button", { name: "Unlock" }).click();
  await unlockInPage(page.getByRole("dialog"));
  await page.getByText("Open in all tabs of this browser.").waitFor();
  await other.bringToFront();
  await other.getByText("Open in all tabs of this browser.").waitFor();

  for (const window of windows.slice(1)) await window.close();
  await page.bringToFront();
  await page.reload();
  await page.getByText("Open in all tabs of this browser.").waitFor();
  const kept = await page.evaluate(async () => ({
    stored: JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]),
    databases: (await indexedDB.databases()).map(({ name }) => name),
  }));
  expect(kept.stored).not.toMatch(/AGE-SECRET-KEY|mnemonic|phrase/i);
  expect(kept.databases).toEqual([]);

  const follower = await page.context().newPage();
  await follower.goto(`${url}/node`);
  await follower.getByRole("heading", { name: "Node", exact: true }).waitFor();
  await page.bringToFront();
  await page.getByRole("button", { name: "Log out" }).click();
  await page.waitForURL(/\/login/);
  await expect.poll(() => page.getByText(/^This login was ended in another tab/).count()).toBe(0);
  await follower.getByText(/^This login was ended in another tab/).waitFor();
  await unlockInPage(page);
  await page.getByRole("heading", { name: "Settings" }).waitFor();
  await follower.waitForURL(`${url}/node`);
  expect(faults).toEqual([]);
  await page.context().close();
});
