import { afterAll, beforeAll, expect, it } from "vitest";
import { openGallery, STILL } from "./gallery.ts";
import { openBrowser, openPage, seriousFindings, type TestBrowser } from "./open-browser.ts";
import { heading } from "./page-steps.ts";
import { openOwnersPage } from "./player-steps.ts";
import { type OwnedNode, startOwnedNode } from "./start-page-node.ts";
import { createWalletInPage } from "./wallet-steps.ts";

let node: OwnedNode;
let browser: TestBrowser;

beforeAll(async () => {
  [browser, node] = await Promise.all([openBrowser(), startOwnedNode()]);
});
afterAll(async () => {
  await browser.close();
  await node[Symbol.asyncDispose]();
});

it("invites somebody by a link, who makes a wallet and is in with the role that was meant", async () => {
  await using opened = await openOwnersPage(browser, node, "/admin/people", STILL);
  const { page } = opened;
  const { found, look } = openGallery(page);
  await page.getByRole("link", { name: "Invitations" }).click();
  await page.getByRole("heading", { name: "Nobody is invited" }).waitFor();
  await look("invitations-none");
  await page.getByRole("button", { name: "Invite somebody" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "For whom" }).fill("The auditors");
  await dialog.getByRole("combobox", { name: "Role" }).click();
  await page.getByRole("option", { name: /^auditor/ }).click();
  await look("invitation-new");
  await dialog.getByRole("button", { name: "Make the link" }).click();
  const link = await page.locator("[data-link]").textContent();
  await look("invitation-link");
  await page.getByRole("button", { name: "I have it" }).click();

  const { page: theirs, faults } = await openPage(browser);
  const asked: string[] = [];
  theirs.on("request", (request) => asked.push(request.url()));
  await theirs.goto(link ?? "");
  await heading(theirs, "You are invited");
  const secret = new URLSearchParams(new URL(link ?? "").hash.slice(1)).get("invite") ?? "";
  expect(theirs.url()).not.toContain(secret);
  expect(asked.join(" ")).not.toContain(secret);
  expect(await seriousFindings(theirs)).toEqual([]);
  await theirs.getByRole("button", { name: "Continue" }).click();
  await createWalletInPage(theirs);
  await theirs.getByRole("link", { name: "Settings" }).click();
  await theirs.getByText("auditor: reads and verifies, changes nothing").waitFor();

  await page.getByRole("row", { name: /The auditors.*used up.*1 of 1/ }).waitFor();
  await look("invitations-used");
  await page.getByRole("combobox", { name: "State" }).click();
  await page.getByRole("option", { name: "open" }).click();
  await page.getByRole("heading", { name: "No invitation fits" }).waitFor();
  expect(new URL(page.url()).search).toBe("?state=open");
  await look("invitations-narrowed");
  await page.getByRole("button", { name: "Show all" }).click();
  await page.getByRole("searchbox", { name: "Search invitations" }).fill("audit");
  await expect.poll(() => new URL(page.url()).search).toBe("?q=audit");
  await page.getByRole("row", { name: /The auditors/ }).waitFor();
  await theirs.goto("about:blank");
  await theirs.goto(link ?? "");
  await theirs.getByText("This invitation lets nobody in").waitFor();
  expect([...found, ...faults]).toEqual([]);
});
