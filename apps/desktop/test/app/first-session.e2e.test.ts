import { join } from "node:path";
import { expect, it } from "vitest";
import { startNodeProcess, temporaryFolder } from "../node/test-node.ts";
import { openBrowser, openPage } from "./open-browser.ts";
import { startPageNode } from "./start-page-node.ts";
import { createWalletInPage, unlockInPage } from "./wallet-steps.ts";

it("leads from the setup link to a recorded, sealed and final session", async () => {
  await using folder = await temporaryFolder();
  await using node = await startNodeProcess(join(folder.path, "data"));
  await using browser = await openBrowser();
  const { page, faults } = await openPage(browser);
  const { url, setupCode } = node.announced;

  await page.goto(`${url}/setup#code=${setupCode}`);
  await page.getByRole("button", { name: "Continue" }).click();
  expect(page.url()).toBe(`${url}/setup`);
  await createWalletInPage(page);
  await page.getByRole("link", { name: "Record a first session" }).click();

  await page.getByRole("textbox", { name: "Name" }).fill("First");
  await page.getByLabel(/^I agree to this text/).check();
  await page.getByRole("button", { name: "Start recording" }).click();
  await page.locator("canvas").waitFor();
  await page.getByText("in the page").waitFor();
  await page.getByText(/^up to .* ago$/).waitFor();

  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByRole("textbox", { name: "Reason" }).fill("lunch");
  await page.getByRole("dialog").getByRole("button", { name: "Pause" }).click();
  await page
    .getByRole("alert")
    .getByText(/^Paused/)
    .waitFor();
  await page.getByRole("button", { name: "Resume" }).click();
  await page.getByRole("button", { name: "Pause" }).waitFor();

  await page.getByRole("button", { name: "End and seal" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "End and seal" }).click();
  await page.waitForURL(/\/sessions\/[0-9a-f-]{36}$/);
  await page.goto(`${url}/sessions`);
  await page.getByRole("row", { name: /First/ }).getByText("final", { exact: true }).waitFor();
  expect(faults).toEqual([]);
});

it("goes on after the page is loaded anew, and asks for the passphrase only when it is needed", async () => {
  await using node = await startPageNode({ settings: { hosting: "off" } });
  await using browser = await openBrowser();
  const { page, faults } = await openPage(browser);
  const { url, setupCode } = node;
  await page.goto(`${url}/setup#code=${setupCode}`);
  await page.getByRole("button", { name: "Continue" }).click();
  await createWalletInPage(page);
  await page.getByRole("link", { name: "Look around first" }).click();

  await page.reload();
  await page.getByRole("heading", { name: "No sessions yet" }).waitFor();
  // Windows that trade the same refresh cookie at once must not look like a stolen one.
  const windows = [page, ...(await Promise.all([1, 2, 3].map(() => page.context().newPage())))];
  await Promise.all(windows.map((window) => window.goto(`${url}/sessions`)));
  for (const window of windows) await window.getByRole("heading", { name: "No sessions yet" }).waitFor();
  await page.bringToFront();
  await page.goto(`${url}/settings`);
  await page.getByText(/^Locked\./).waitFor();
  await page.getByRole("button", { name: "Unlock" }).click();
  await unlockInPage(page.getByRole("dialog"));
  await page.getByText(/^Open until/).waitFor();

  await page.getByRole("button", { name: "Log out" }).click();
  await page.waitForURL(/\/login/);
  await unlockInPage(page);
  await page.getByRole("heading", { name: "Settings" }).waitFor();
  expect(faults).toEqual([]);
});
