import { afterAll, beforeAll, expect, it } from "vitest";
import { openGallery, STILL } from "./gallery.ts";
import { openBrowser, type TestBrowser } from "./open-browser.ts";
import { goTo, heading } from "./page-steps.ts";
import { openOwnersPage } from "./player-steps.ts";
import { type OwnedNode, startOwnedNode } from "./start-page-node.ts";

let node: OwnedNode;
let browser: TestBrowser;

beforeAll(async () => {
  [browser, node] = await Promise.all([openBrowser(), startOwnedNode({ keepsLog: true })]);
});
afterAll(async () => {
  await browser.close();
  await node[Symbol.asyncDispose]();
});

it("shows what the node noted, narrows it by weight, part and words, and opens a line", async () => {
  await using opened = await openOwnersPage(browser, node, "/admin/log", STILL);
  const { page } = opened;
  const { found, look } = openGallery(page);
  await heading(page, "Log of the node");
  const table = page.getByRole("table", { name: "Log of the node" });
  await table.getByText("call", { exact: true }).first().waitFor();
  await look("log");

  await page.getByRole("combobox", { name: "Least weight" }).click();
  await page.getByRole("option", { name: "ordinary and above" }).click();
  await table.getByText("call", { exact: true }).first().waitFor({ state: "detached" });
  await page.getByRole("searchbox", { name: "Search the node's log" }).fill("node start");
  await table.getByText("node started").click();
  await table.getByText(node.url).waitFor();
  await page.waitForURL((url) => url.search === "?q=node+start&level=info");
  await look("log-line");

  await goTo(page, "/admin/log?part=chain");
  await table.getByText("chain: started").waitFor();
  await goTo(page, "/admin/log?level=fatal");
  await page.getByRole("heading", { name: "No line fits" }).waitFor();
  await look("log-none-fits");
  await page.getByRole("button", { name: "Show the whole log" }).click();
  await table.getByText("call", { exact: true }).first().waitFor();
  expect(found).toEqual([]);
});
