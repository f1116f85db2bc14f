import { SessionPolicy } from "@lucid/contract";
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
  await node.owner.client.groups.create({ name: "Night shift" });
});
afterAll(async () => {
  await browser.close();
  await node[Symbol.asyncDispose]();
});

it("makes a policy, tries what it decides, changes it and shows what changed", async () => {
  await using opened = await openOwnersPage(browser, node, "/admin/policies", STILL);
  const { page } = opened;
  const { found, look } = openGallery(page);
  await heading(page, "Policies");
  await page.getByText("Everybody may start a session, connect in the page, and connect over RDP. Priority 1.").waitFor();
  await look("policies");

  await page.getByRole("button", { name: "New policy" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Weekdays");
  await page.getByRole("checkbox", { name: "They can copy text out of the desktop." }).check();
  await page.getByRole("textbox", { name: "Time zone of days and hours" }).fill("UTC");
  await page.getByRole("button", { name: "Add a rule" }).click();
  const rule = page.getByRole("group").last();
  await rule.getByRole("combobox", { name: "Answer" }).click();
  await page.getByRole("option", { name: "deny" }).click();
  const choose = async (label: string, ...options: string[]): Promise<void> => {
    // Its input takes no room while something is chosen, so that it cannot be clicked.
    await rule.getByRole("combobox", { name: label }).focus();
    await page.keyboard.press("ArrowDown");
    for (const name of options) await page.getByRole("option", { name }).click();
    await page.keyboard.press("Escape");
  };
  await choose("To what", "copy text out of the desktop", "start a session");
  await choose("Whom: groups", "Night shift");
  await choose("On which days", "Sunday");
  await choose("On which desktops", "Only a terminal");
  await page
    .getByText("These may not copy text out of the desktop (group: Night shift; day: Sunday; desktop: terminal).")
    .waitFor();
  await look("policies-editor");
  await page.getByRole("button", { name: "Save", exact: true }).click();

  await page.getByRole("heading", { level: 2, name: "Weekdays" }).waitFor();
  await page.getByText("Try it").click();
  const moment = page.getByLabel("at this moment");
  await page.getByRole("combobox", { name: "on this desktop" }).click();
  await page.getByRole("option", { name: "Only a terminal" }).click();
  await moment.fill("2026-11-29T12:00");
  await page.getByText("Yes: the policy grants it, and no rule speaks against it.").waitFor();
  await page.getByRole("combobox", { name: "May", exact: true }).click();
  await page.getByRole("option", { name: "user", exact: true }).click();
  await page.getByRole("combobox", { name: "of these groups" }).focus();
  await page.keyboard.press("ArrowDown");
  await page.getByRole("option", { name: "Night shift" }).click();
  await page.keyboard.press("Escape");
  await page.getByText("No: a rule denies it.").waitFor();
  await page.getByText("Rule rule-2 of “Weekdays”, version 1").waitFor();
  await look("policies-test");
  await moment.fill("2026-11-30T12:00");
  await page.getByText("Yes: the policy grants it, and no rule speaks against it.").waitFor();

  await page.getByRole("button", { name: "Change" }).click();
  await page.getByRole("checkbox", { name: "Whoever starts a session says why." }).check();
  await page.getByRole("button", { name: "Save as version 2" }).click();
  await page.getByText("Versions").click();
  const changed = page.getByRole("list", { name: "What changed" });
  await changed.locator("ins").getByText("Whoever starts a session says why.").waitFor();
  await expect.poll(() => changed.locator("ins, del").count()).toBe(1);
  await look("policies-versions");
  await page.setViewportSize({ width: 390, height: 844 });
  await look("policies-versions-narrow");
  await page.setViewportSize({ width: 1_280, height: 800 });

  await goTo(page, "/sessions/new");
  await page.getByRole("button", { name: "Policy Standard" }).click();
  await page.getByRole("menuitemradio", { name: /^Weekdays/ }).click();
  // What the policy asks for comes from the node.
  await page.getByText("You sign it with the session, and it stays with the recording.").waitFor();
  await page.getByRole("checkbox", { name: /I agree/ }).check();
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await page.getByText("The policy wants to know why.").waitFor();
  await look("new-session-with-a-reason");
  expect(found).toEqual([]);
});

it("shows a policy that somebody else makes while one looks, and takes it out of use", async () => {
  await using opened = await openOwnersPage(browser, node, "/admin/policies", STILL);
  const { page } = opened;
  await heading(page, "Policies");
  const document = { name: "From elsewhere", session: SessionPolicy.parse({}), rules: [] };
  await node.owner.client.policies.create({ kind: "node", document });
  await page.getByRole("link", { name: /From elsewhere/ }).click();
  await page.getByRole("button", { name: "Retire" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Retire" }).click();
  await page.getByRole("link", { name: /From elsewhere/ }).waitFor({ state: "detached" });
  await goTo(page, "/admin/policies?status=retired");
  await page.getByRole("link", { name: /From elsewhere/ }).waitFor();
  expect(opened.complaints).toEqual([]);
});
