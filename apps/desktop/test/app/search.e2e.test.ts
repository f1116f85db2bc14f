import { afterAll, beforeAll, expect, it } from "vitest";
import { openGallery, STILL } from "./gallery.ts";
import { openBrowser, type TestBrowser } from "./open-browser.ts";
import { heading } from "./page-steps.ts";
import { openOwnersPage } from "./player-steps.ts";
import { type OwnedNode, startOwnedNode } from "./start-page-node.ts";

let node: OwnedNode;
let browser: TestBrowser;

beforeAll(async () => {
  [browser, node] = await Promise.all([openBrowser(), startOwnedNode({ keepsLog: true })]);
  await node.owner.client.people.updateMe({ username: "node-keeper" });
  await node.owner.client.sessions.create({ name: "node upgrade", consent: { text: "It is recorded.", accepted: true } });
});
afterAll(async () => {
  await browser.close();
  await node[Symbol.asyncDispose]();
});

it("finds sessions, people, settings, audit and log with one box, in the palette and on a page of its own", async () => {
  await using opened = await openOwnersPage(browser, node, "/search?q=node", STILL);
  const { page } = opened;
  const { found, look } = openGallery(page);
  await heading(page, "Search");
  for (const [kind, hit] of [
    ["Sessions", "node upgrade"],
    ["People", "node-keeper"],
    ["Settings of the node", "Days that the node's log is kept"],
    ["Audit log", "node.started"],
    ["Log of the node", "node started"],
  ] as const)
    await page.getByRole("region", { name: kind }).getByText(hit, { exact: true }).first().waitFor();
  await look("search");
  await page.getByRole("searchbox", { name: "Search everything" }).fill("nothing like it");
  await page.getByRole("heading", { name: "Nothing fits" }).waitFor();
  await page.waitForURL((url) => url.search === "?q=nothing+like+it");

  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search commands and everything else" }).fill("node-k");
  await page.getByText("Search everything for node-k").waitFor();
  await page.getByRole("option", { name: /^node-keeper/ }).waitFor();
  // Nothing fitted when it was typed: the first line is what the node found.
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => /^\/admin\/people\/[\w-]+$/.test(url.pathname));
  await page.getByRole("heading", { name: "node-keeper" }).first().waitFor();

  const { entries } = await node.owner.client.audit.list({ limit: 1, action: "people.updateMe" });
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search commands and everything else" }).fill(entries[0]?.hash ?? "");
  await expect.poll(() => page.getByRole("option", { name: /^people\.updateMe/ }).count()).toBe(2);
  await page
    .getByRole("option", { name: /^people\.updateMe/ })
    .first()
    .click();
  await page.waitForURL((url) => url.pathname === "/admin/audit" && url.searchParams.get("entry") === entries[0]?.event_id);
  await page.getByRole("table").getByText("people.updateMe").waitFor();
  expect(found).toEqual([]);
});
