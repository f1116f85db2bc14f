import { readFile } from "node:fs/promises";
import { createAuditLogCheck, sha256Hex, utf8 } from "@lucid/proof";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openGallery, STILL } from "./gallery.ts";
import { openBrowser, type TestBrowser } from "./open-browser.ts";
import { goTo, heading } from "./page-steps.ts";
import { openOwnersPage } from "./player-steps.ts";
import { type OwnedNode, startOwnedNode } from "./start-page-node.ts";

let node: OwnedNode;
let browser: TestBrowser;

beforeAll(async () => {
  [browser, node] = await Promise.all([openBrowser(), startOwnedNode()]);
});
afterAll(async () => {
  await browser.close();
  await node[Symbol.asyncDispose]();
});

it("shows what was done, finds it again, opens an entry, and saves the log with its proof", async () => {
  await using opened = await openOwnersPage(browser, node, "/admin/audit", STILL);
  const { page } = opened;
  const { found, look } = openGallery(page);
  await heading(page, "Audit log");
  const row = (name: string) => page.getByRole("row", { name: new RegExp(name) });
  await row("logins.login").first().waitFor();
  await page.getByText(/^Verified up to entry \d+\. No block holds the log yet/).waitFor();
  await look("audit");

  await page.getByRole("searchbox", { name: "Search the audit log" }).fill("account_cr");
  await row("logins.login").first().waitFor({ state: "detached" });
  await page.getByRole("button", { name: "people.account_created" }).first().click();
  const entry = page.getByRole("region", { name: /^Entry \d+$/ });
  await entry.getByText("USER_CREATED").waitFor();
  await page.waitForURL(({ search }) => /^\?q=account_cr&entry=[\w-]+$/.test(search));
  await look("audit-entry");
  await page.reload();
  await entry.getByText("USER_CREATED").waitFor();
  await entry.getByRole("button", { name: "Only this action" }).click();
  await page.getByText("people.account_created", { exact: true }).first().waitFor();
  await page.waitForURL(({ searchParams }) => searchParams.get("action") === "people.account_created");

  await goTo(page, "/admin/audit?severity=critical");
  await page.getByRole("heading", { name: "No entry fits" }).waitFor();
  await look("audit-none-fits");
  await page.getByRole("button", { name: "Show the whole log" }).click();
  await row("logins.login").first().waitFor();

  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save as a file" }).click();
  await page.getByRole("menuitem", { name: "The whole log, with its proof (JSON lines)" }).click();
  const file = await saving;
  expect(file.suggestedFilename()).toMatch(/^lucid-audit-[\d-]+\.jsonl$/);
  await page.getByText(/^Saved as lucid-audit-.*lucid audit verify/).waitFor();
  const check = createAuditLogCheck((text) => sha256Hex(utf8(text)));
  for (const line of (await readFile(await file.path(), "utf8")).trimEnd().split("\n")) check.push(line);
  expect(check.end()).toMatchObject({ verified: true, facts: { first: 1 } });
  expect(found).toEqual([]);
});
