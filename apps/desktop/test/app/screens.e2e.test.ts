import type { Page } from "playwright";
import { describe, expect, it } from "vitest";
import { startFakeNode } from "../fake/start-fake-node.ts";
import { openBrowser, openPage, seriousFindings } from "./open-browser.ts";
import { createWalletInPage } from "./wallet-steps.ts";

/** Longer than any test: lists stand still while they are looked at. */
const STILL_MS = 3_600_000;

async function findingsOf(page: Page, name: string): Promise<readonly string[]> {
  return (await seriousFindings(page)).map((finding) => `${name}: ${finding}`);
}

describe.each(["light", "dark"] as const)("in the %s theme", (colorScheme) => {
  it("no screen has an accessibility finding of level serious or worse", async () => {
    await using node = await startFakeNode({ sessions: "sketched", setupNeeded: true, stepMs: STILL_MS });
    await using browser = await openBrowser();
    const { page, faults } = await openPage(browser, { colorScheme, reducedMotion: "reduce" });
    const found: string[] = [];
    const look = async (name: string) => found.push(...(await findingsOf(page, name)));

    await page.goto(`${node.url}/setup#code=7c1e-4b2a`);
    await page.getByRole("button", { name: "Continue" }).waitFor();
    await look("setup");
    await page.getByRole("button", { name: "Continue" }).click();
    await look("wallet");
    await createWalletInPage(page);
    await page.getByRole("link", { name: "Record a first session" }).waitFor();
    await look("done");
    await page.getByRole("link", { name: "Look around first" }).click();
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
    await page.getByRole("button", { name: "Start recording" }).click();
    await page.getByText("Recording needs your consent.").waitFor();
    await look("new session");
    await page.getByLabel(/^I agree to this text/).check();
    await page.getByRole("button", { name: "Start recording" }).click();
    await page.locator("canvas").waitFor();
    await look("live");

    for (const [path, heading] of [
      ["/node", "Node"],
      ["/chain", "Chain"],
      ["/chain?find=48200", /^Block 48/],
      ["/settings", "Settings"],
      ["/nowhere", "There is no such page"],
    ] as const) {
      await page.goto(`${node.url}${path}`);
      await page.getByRole("heading", { name: heading }).first().waitFor();
      await look(path);
    }
    expect(found).toEqual([]);
    expect(faults).toEqual([]);
  });
});

it("can be used with the keyboard alone", async () => {
  await using node = await startFakeNode({ setupNeeded: true, stepMs: STILL_MS });
  await using browser = await openBrowser();
  const { page } = await openPage(browser);
  await page.goto(`${node.url}/setup#code=7c1e-4b2a`);
  await page.getByRole("button", { name: "Continue" }).click();
  await createWalletInPage(page);
  await page.getByRole("link", { name: "Look around first" }).click();
  await page.getByRole("table").waitFor();

  await page.reload();
  await page.getByRole("table").waitFor();
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to the content");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Search sessions");

  await page.keyboard.press("Control+k");
  await page.locator('[aria-label="Search commands and sessions"]:focus').waitFor();
  await page.keyboard.type("quarterly");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Quarterly patch window" }).waitFor();
  await page.getByRole("status").getByText("Quarterly patch window · Lucid").waitFor({ state: "attached" });
});

it("speaks German when it is chosen, and keeps to it", async () => {
  await using node = await startFakeNode({ setupNeeded: true, stepMs: STILL_MS });
  await using browser = await openBrowser();
  const { page } = await openPage(browser);
  await page.goto(`${node.url}/setup`);
  await page.getByText("Deutsch").click();
  await page.getByRole("heading", { name: "Willkommen bei Lucid" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "Willkommen bei Lucid" }).waitFor();
  expect(await page.locator("html").getAttribute("lang")).toBe("de");
});

it("says that what it shows is old while the node is gone, and catches up when it is back", async () => {
  const first = await startFakeNode({ setupNeeded: true, stepMs: STILL_MS });
  const port = Number(new URL(first.url).port);
  await using browser = await openBrowser();
  const { page } = await openPage(browser);
  await page.goto(`${first.url}/setup#code=7c1e-4b2a`);
  await page.getByRole("button", { name: "Continue" }).click();
  await createWalletInPage(page);
  await page.getByRole("link", { name: "Look around first" }).click();
  await page.getByRole("table").waitFor();
  await first[Symbol.asyncDispose]();
  await page.getByText(/^Stale since/).waitFor();

  await using again = await startFakeNode({ sessions: "none", stepMs: STILL_MS }, port);
  expect(again.url).toBe(first.url);
  await page.getByRole("heading", { name: "No sessions yet" }).waitFor();
  expect(await page.getByText(/^Stale since/).count()).toBe(0);
});
