import type { Page } from "playwright";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openBrowser, seriousFindings } from "./open-browser.ts";
import { openOwnersPage } from "./player-steps.ts";
import { makeSketchedSessions } from "./sketched-sessions.ts";
import { type OwnedNode, startOwnedNode } from "./start-page-node.ts";

let node: OwnedNode;

beforeAll(async () => {
  node = await startOwnedNode();
  await makeSketchedSessions(node);
});
afterAll(() => node[Symbol.asyncDispose]());

/** Waits until the focus is on the element that `selector` finds. */
const focusOn = (page: Page, name: string, role: "heading" | "button"): Promise<void> =>
  page.getByRole(role, { name }).and(page.locator(":focus")).waitFor();

it("answers an address that names nothing with a heading, the rail and ways on, and never with a program's words", async () => {
  await using browser = await openBrowser();
  await using opened = await openOwnersPage(browser, node, "/sessions");
  const { page } = opened;
  const unknown = "2f0c1c1e-52a5-4f4e-9d51-0f6f6f1f9b10";
  for (const [path, heading] of [
    ["/sessions/not-an-id", "There is no such page"],
    ["/sessions/not-an-id/live", "There is no such page"],
    ["/nowhere/at/all", "There is no such page"],
    [`/sessions/${unknown}`, "There is no such session"],
    [`/sessions/${unknown}/live`, "There is no such session"],
  ] as const) {
    await page.goto(`${node.url}${path}`);
    await page.getByRole("heading", { level: 1, name: heading }).waitFor();
    await page.getByRole("navigation", { name: "Areas" }).waitFor();
    expect(await page.getByRole("main").textContent()).not.toMatch(/invalid|regex|\[\{|"code"/i);
    expect(await seriousFindings(page)).toEqual([]);
  }
  await page.getByRole("link", { name: "To the sessions" }).click();
  await focusOn(page, "Sessions", "heading");
});

it("leads the focus to the page that was gone to, and after a dialog back to what opened it", async () => {
  await using browser = await openBrowser();
  await using opened = await openOwnersPage(browser, node, "/sessions");
  const { page } = opened;
  await page.getByRole("link", { name: "Quarterly patch window" }).click();
  await focusOn(page, "Quarterly patch window", "heading");
  await page.getByRole("button", { name: "Verify", exact: true }).click();
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await focusOn(page, "Verify", "button");
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Keep it" }).click();
  await focusOn(page, "More actions", "button");
  expect(opened.complaints).toEqual([]);
});
