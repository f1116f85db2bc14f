import type { Page } from "playwright";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openBrowser, openPage, type TestBrowser } from "./open-browser.ts";
import { openOwnersPage } from "./player-steps.ts";
import { makeSketchedSessions } from "./sketched-sessions.ts";
import { startOwnedNode, startPageNode } from "./start-page-node.ts";
import { PASSPHRASE } from "./wallet-steps.ts";

let browser: TestBrowser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

type Role = "button" | "link" | "checkbox" | "heading" | "textbox" | "menuitem";

/** The element of a role and name, once it has the focus. */
const focusOn = (page: Page, role: Role, name: string | RegExp): Promise<void> =>
  page.getByRole(role, { name }).and(page.locator(":focus")).waitFor();

/** Goes on by Tab until an element has the focus. @throws when it is not reached. */
async function tabTo(page: Page, role: Role, name: string | RegExp): Promise<void> {
  const wanted = page.getByRole(role, { name }).and(page.locator(":focus"));
  await page.getByRole(role, { name }).first().waitFor();
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    if ((await wanted.count()) > 0) return;
  }
  throw new Error(`Tab does not reach the ${role} ${name}`);
}

/** Held together and let go, as fingers do. */
async function pressChord(page: Page): Promise<void> {
  for (const key of ["Control", "Alt", "Shift"]) await page.keyboard.down(key);
  for (const key of ["Shift", "Alt", "Control"]) await page.keyboard.up(key);
}

it("leads from the setup link to a verified recording without a mouse", async () => {
  await using node = await startPageNode();
  const { page, faults } = await openPage(browser);
  await page.goto(`${node.url}/setup#code=${node.setupCode}`);
  await focusOn(page, "button", "Continue");
  await page.keyboard.press("Enter");
  await page.getByText("Step 2 of 5").waitFor();
  await focusOn(page, "button", "Continue");
  await page.keyboard.press("Enter");
  await tabTo(page, "button", /^Create a wallet/);
  await page.keyboard.press("Enter");
  await focusOn(page, "textbox", "Passphrase");
  await page.keyboard.type(PASSPHRASE);
  await tabTo(page, "textbox", "The same again");
  await page.keyboard.type(PASSPHRASE);
  await page.getByRole("button", { name: "Keep the wallet in this browser", disabled: false }).waitFor();
  await page.keyboard.press("Enter");
  await focusOn(page, "link", "Record a first session");
  await page.keyboard.press("Enter");

  await page.locator('input[name="name"]:focus').waitFor();
  await tabTo(page, "checkbox", /^I agree to this text/);
  await page.keyboard.press("Space");
  await page.keyboard.press("Control+Enter");
  await page.getByText("Keys go to the desktop.").first().waitFor();
  await node.work(12);
  await pressChord(page);
  await page.locator('[aria-label="Controls of the session"]:focus').waitFor();
  await tabTo(page, "button", "Pause");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").getByRole("textbox", { name: "Reason" }).and(page.locator(":focus")).waitFor();
  await page.keyboard.press("Escape");
  await focusOn(page, "button", "Pause");
  await tabTo(page, "button", "End and seal");
  await page.keyboard.press("Enter");
  // The dialog takes the focus a moment after it is there, also from where Tab has led meanwhile.
  await page.getByRole("dialog").locator(":focus").waitFor();
  await tabTo(page, "button", "End and seal");
  await page.keyboard.press("Enter");

  await page.waitForURL(/\/sessions\/[0-9a-f-]{36}$/);
  await page.locator("h1:focus").waitFor();
  const record = page.url();
  // Its last chunk is sealed by a worker in real time: a block of before does not hold it.
  const isFinal = async (): Promise<number> => {
    await node.time.pass(1);
    return page.getByRole("main").getByText("final", { exact: true }).count();
  };
  await expect.poll(isFinal).toBeGreaterThan(0);
  await tabTo(page, "button", "Verify");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").getByRole("button", { name: "Verify", exact: true }).and(page.locator(":focus")).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").locator("[data-verdict=verified]").waitFor();
  await page.keyboard.press("Escape");
  await focusOn(page, "button", "Verify");
  expect(page.url()).toBe(record);
  expect(faults).toEqual([]);
  await page.context().close();
});

it("reaches the content first, every area by G and a letter, and the palette from everywhere, and gives the focus back", async () => {
  await using node = await startOwnedNode();
  await makeSketchedSessions(node);
  await using opened = await openOwnersPage(browser, node, "/sessions");
  const { page } = opened;
  await page.getByRole("table").waitFor();
  await page.keyboard.press("Tab");
  await focusOn(page, "link", "Skip to the content");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await focusOn(page, "link", "New session");

  for (const [letter, name] of [
    ["h", "Home"],
    ["p", "Proofs"],
    ["n", "Node"],
    ["k", "Chain"],
    ["e", "Settings"],
    ["s", "Sessions"],
  ] as const) {
    await page.keyboard.press("g");
    await page.keyboard.press(letter);
    await focusOn(page, "heading", name);
  }
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keys" }).waitFor();
  await page.keyboard.press("Escape");
  await focusOn(page, "heading", "Sessions");

  await tabTo(page, "button", "Actions for Quarterly patch window");
  await page.keyboard.press("Enter");
  await focusOn(page, "menuitem", "Record and proof");
  await page.keyboard.press("ArrowDown");
  await focusOn(page, "menuitem", "Name and description");
  await page.keyboard.press("Escape");
  await focusOn(page, "button", "Actions for Quarterly patch window");
  await page.keyboard.press("Control+k");
  await page.locator('[aria-label="Search commands and everything else"]:focus').waitFor();
  await page.keyboard.press("Escape");
  await focusOn(page, "button", "Actions for Quarterly patch window");

  await page.keyboard.press("Control+k");
  await page.locator('[aria-label="Search commands and everything else"]:focus').waitFor();
  await page.keyboard.type("quarterly");
  await page
    .getByRole("dialog")
    .getByRole("option", { name: /Quarterly patch window/, selected: true })
    .waitFor();
  await page.keyboard.press("Enter");
  await focusOn(page, "heading", "Quarterly patch window");
  await page.getByRole("status").getByText("Quarterly patch window · Lucid").waitFor({ state: "attached" });
  await page.keyboard.press("c");
  await page.locator('input[name="name"]:focus').waitFor();
  expect(opened.complaints).toEqual([]);
});
