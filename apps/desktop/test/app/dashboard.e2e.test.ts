import { afterAll, beforeAll, expect, it } from "vitest";
import { openGallery, STILL } from "./gallery.ts";
import { openBrowser, type TestBrowser } from "./open-browser.ts";
import { heading } from "./page-steps.ts";
import { openOwnersPage } from "./player-steps.ts";
import { type OwnedNode, startOwnedNode } from "./start-page-node.ts";

let browser: TestBrowser;
let node: OwnedNode;

beforeAll(async () => {
  [browser, node] = await Promise.all([openBrowser(), startOwnedNode()]);
  // It measures every five minutes.
  await node.time.pass(620);
});
afterAll(async () => {
  await browser.close();
  await node[Symbol.asyncDispose]();
});

it("says what asks for somebody, and leads from each number to what it counts", async () => {
  await using opened = await openOwnersPage(browser, node, "/admin", STILL);
  const { page } = opened;
  const { found, look } = openGallery(page);
  await heading(page, "Dashboard");
  await page.getByRole("img", { name: /^Height of the chain: (?:between \d+ and )?\d+$/ }).waitFor();
  await page.getByRole("radiogroup", { name: "How far back" }).getByText("1 hour").click();
  await page.getByRole("img", { name: /^Memory of the node: (?:between .* and )?.*B$/ }).waitFor();
  await page.getByText("not enough measured yet to say when it is full").waitFor();
  await page.getByText("There is one super admin only: if that wallet is lost, nobody runs this node.").waitFor();
  await page.getByText("Parts of the node").waitFor();
  await look("dashboard");
  const main = page.getByRole("main");
  await main.getByRole("link", { name: "of 0 kept" }).click();
  await heading(page, "Sessions of everybody");
  await page.goBack();
  await heading(page, "Dashboard");
  await main.getByRole("link", { name: /^block / }).click();
  await heading(page, "Chain");
  expect(found).toEqual([]);
});
