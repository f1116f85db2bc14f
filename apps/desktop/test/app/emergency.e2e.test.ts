import { afterAll, beforeAll, expect, it } from "vitest";
import { openGallery, STILL } from "./gallery.ts";
import { openBrowser, type TestBrowser } from "./open-browser.ts";
import { goTo, heading } from "./page-steps.ts";
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

it("says what an action will do, tells of it on every page, and lets it be lifted", async () => {
  await using opened = await openOwnersPage(browser, node, "/admin/emergency", STILL);
  const { page } = opened;
  const { found, look } = openGallery(page);
  await heading(page, "Emergency");
  await page.getByText("Nothing is in force, and nobody asks for anything.").waitFor();
  await page.getByText("You are the only super admin: nobody has to approve what you do here.").waitFor();
  await look("emergency");

  await page.getByRole("button", { name: "Lock the node down …" }).click();
  const dialog = page.getByRole("dialog", { name: "Lock the node down" });
  await dialog.getByText("No session is open. Super admins can always log in and lift it.").waitFor();
  await dialog.getByLabel("Reason").fill("a drill");
  await look("emergency-lockdown");
  await dialog.getByRole("button", { name: "Lock the node down" }).click();
  await dialog.waitFor({ state: "detached" });
  const banner = page.getByText("The node is locked down: only super admins may act.");
  await banner.waitFor();
  await goTo(page, "/sessions");
  await heading(page, "Sessions");
  await banner.waitFor();
  await look("emergency-in-force");

  await page.getByRole("main").getByRole("link", { name: "Emergency" }).click();
  await page.getByRole("button", { name: "Lift it" }).click();
  await banner.waitFor({ state: "detached" });
  await page.getByRole("table", { name: "Emergency actions that are over" }).getByText("lifted").waitFor();
  expect(found).toEqual([]);
});
