import { createWallet, type Wallet, walletFromPhrase } from "@lucid/identity";
import type { Browser } from "playwright";
import { afterAll, beforeAll, expect, it } from "vitest";
import { logIn } from "../../main/cli/rest/node-client.ts";
import { openGallery, STILL } from "./gallery.ts";
import { openBrowser } from "./open-browser.ts";
import { goTo, heading } from "./page-steps.ts";
import { openOwnersPage } from "./player-steps.ts";
import { type OwnedNode, startOwnedNode } from "./start-page-node.ts";

let node: OwnedNode;
let browser: Browser;
let ada: Wallet;

beforeAll(async () => {
  [browser, node] = await Promise.all([openBrowser(), startOwnedNode({ settings: { registration: "open" } })]);
  ada = walletFromPhrase(createWallet().phrase);
  const { client } = await logIn(node.url, ada);
  await client.people.updateMe({ username: "Ada" });
});
afterAll(async () => {
  await browser.close();
  await node[Symbol.asyncDispose]();
});

it("shows the people of a node to its owner, narrowed as the address says", async () => {
  await using opened = await openOwnersPage(browser, node, "/", STILL);
  const { page } = opened;
  const { found, look } = openGallery(page);
  await page.getByRole("link", { name: "Organisation" }).click();
  await heading(page, "People");
  const row = (name: string) => page.getByRole("row", { name: new RegExp(name) });
  await row("Ada").waitFor();
  await row("owner of this node").waitFor();
  await look("people");

  await page.getByRole("searchbox", { name: "Search people" }).fill("ada");
  await row("owner of this node").waitFor({ state: "detached" });
  await row("Ada").waitFor();
  expect(new URL(page.url()).search).toBe("?q=ada");
  await goTo(page, "/admin/people?status=suspended");
  await page.getByRole("heading", { name: "Nobody fits" }).waitFor();
  await look("people-none-fits");
  await page.getByRole("button", { name: "Show everybody" }).click();
  await row("Ada").waitFor();
  await page.getByRole("link", { name: "Home" }).click();
  await page.getByRole("link", { name: "Sessions" }).waitFor();
  expect(found).toEqual([]);
});
