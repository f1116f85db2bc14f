import type { Page } from "playwright";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startSession } from "../node/test-node.ts";
import { openBrowser, seriousFindings, type TestBrowser } from "./open-browser.ts";
import { beside } from "./page-steps.ts";
import { openOwnersPage } from "./player-steps.ts";
import { makeSketchedSessions } from "./sketched-sessions.ts";
import { type OwnedNode, startOwnedNode } from "./start-page-node.ts";

let browser: TestBrowser;
let node: OwnedNode;

beforeAll(async () => {
  [browser, node] = await Promise.all([openBrowser(), startOwnedNode()]);
  await makeSketchedSessions(node);
});
afterAll(async () => {
  await browser.close();
  await node[Symbol.asyncDispose]();
});

/** Waits until the focus is on the element that `selector` finds. */
const focusOn = (page: Page, name: string, role: "heading" | "button"): Promise<void> =>
  page.getByRole(role, { name }).and(page.locator(":focus")).waitFor();

const pageOf = (page: Page, name: string): Promise<void> => page.getByRole("heading", { level: 1, name }).waitFor();

it("answers an address that names nothing with a heading, the rail and ways on, and never with a program's words", async () => {
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

it("keeps what the list shows in the address, through Back and a reload", async () => {
  await using opened = await openOwnersPage(browser, node, "/sessions");
  const { page } = opened;
  await page.getByRole("link", { name: "2", exact: true }).click();
  await page.getByRole("row", { name: /Design review/ }).waitFor();
  await page.waitForURL(({ search }) => search === "?state=live");
  await expect.poll(() => page.getByRole("row", { name: /Quarterly patch window/ }).count()).toBe(0);

  await page.getByRole("combobox", { name: "State" }).click();
  await page.getByRole("option", { name: "final" }).click();
  await page.getByRole("combobox", { name: "Order" }).click();
  await page.getByRole("option", { name: "By name" }).click();
  await page.getByRole("searchbox", { name: "Search sessions" }).fill("quarterly");
  await page.waitForURL(/q=quarterly/);
  await page.getByRole("link", { name: "Quarterly patch window" }).click();
  await focusOn(page, "Quarterly patch window", "heading");
  await page.goBack();
  await page.getByRole("row", { name: /Quarterly patch window/ }).waitFor();
  const asBefore = { state: "completed", sort: "name", order: "asc", q: "quarterly" };
  await expect.poll(() => Object.fromEntries(new URL(page.url()).searchParams)).toEqual(asBefore);
  await page.reload();
  await page.getByRole("row", { name: /Quarterly patch window/ }).waitFor();
  await expect.poll(() => page.getByRole("searchbox", { name: "Search sessions" }).inputValue()).toBe("quarterly");
  await expect.poll(() => page.getByRole("row").count()).toBe(3);
  expect(opened.complaints).toEqual([]);
});

it("changes, gives up and ends sessions where they stand, several at once", async () => {
  await using own = await startOwnedNode();
  const { client } = own.owner;
  for (const name of ["Monday", "Tuesday", "Wednesday"])
    await client.sessions.create({ name, consent: { text: "It is recorded.", accepted: true } });
  await startSession(own.owner, { name: "First" });
  await startSession(own.owner, { name: "Second" });
  await using opened = await openOwnersPage(browser, own, "/sessions");
  const { page } = opened;
  await page.getByRole("button", { name: "Change: Monday" }).click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("Saturday");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "Give up: Saturday" }).click();
  await page.getByRole("row", { name: /Saturday/ }).waitFor({ state: "detached" });

  for (const name of ["Tuesday", "Wednesday", "First", "Second"])
    await page.getByRole("checkbox", { name: `Select ${name}` }).check();
  await page.getByRole("button", { name: "Give up 2" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Give up", exact: true }).waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole("dialog").getByRole("button", { name: "Give up", exact: true }).click();
  await page.getByRole("dialog").getByText("2 of 2").waitFor();
  await page.keyboard.press("Escape");
  for (const name of ["First", "Second"]) await page.getByRole("checkbox", { name: `Select ${name}` }).check();
  await page.getByRole("button", { name: "End 2" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "End and seal" }).click();
  await page.getByRole("dialog").getByText("2 of 2").waitFor();
  expect((await client.sessions.list({ group: "live" })).sessions).toEqual([]);
  expect((await client.sessions.list({ group: "drafts" })).sessions).toEqual([]);
  expect(opened.complaints).toEqual([]);
});

it("has everything that is pressed on a phone large enough, in the longer language too", async () => {
  await using opened = await openOwnersPage(browser, node, "/sessions", {
    locale: "de-DE",
    viewport: { width: 390, height: 844 },
  });
  const { page } = opened;
  for (const path of ["/", "/sessions", "/chain", "/settings", "/node"]) {
    await page.goto(`${node.url}${path}`);
    await page.getByRole("heading", { level: 2 }).or(page.getByRole("table")).filter({ visible: true }).first().waitFor();
    // The parts of this one come one after the other.
    if (path === "/node") await page.getByRole("switch").filter({ visible: true }).first().waitFor();
    const small = () =>
      page.evaluate(() =>
        [...document.querySelectorAll("main a, main button, main label, main input:not(label input)")]
          // The name above a field is pressed by nobody: the field is.
          .filter(
            (element) => !(element instanceof HTMLLabelElement) || element.control?.matches("[type=checkbox], [type=radio]"),
          )
          .map((element) => ({ name: element.textContent, box: element.getBoundingClientRect() }))
          .filter(({ box }) => box.width > 0 && (box.width < 24 || box.height < 24))
          .map(({ name, box }) => `${name} ${box.width} x ${box.height}`),
      );
    await expect.poll(small, { message: path }).toEqual([]);
    await expect.poll(() => beside(page), { message: path }).toBe(0);
  }
});

it("shows at home what needs the owner, and each of it leads on", async () => {
  await using opened = await openOwnersPage(browser, node, "/");
  const { page } = opened;
  const live = page.getByRole("region", { name: "Live now" });
  await live.getByRole("link", { name: "Design review" }).waitFor();
  await page.getByRole("region", { name: "Failed" }).getByRole("link", { name: "Backup rehearsal" }).waitFor();
  // Thirty days are kept: nothing goes this week.
  await expect.poll(() => page.getByRole("region", { name: /^Deleted within/ }).count()).toBe(0);
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole("region", { name: "Failed" }).getByRole("link", { name: "Backup rehearsal" }).click();
  await focusOn(page, "Backup rehearsal", "heading");
  expect(opened.complaints).toEqual([]);
});

it("takes letters that are typed for letters", async () => {
  await using opened = await openOwnersPage(browser, node, "/sessions");
  const { page } = opened;
  await page.getByRole("searchbox", { name: "Search sessions" }).pressSequentially("gc?");
  await expect.poll(() => page.getByRole("searchbox", { name: "Search sessions" }).inputValue()).toBe("gc?");
  expect(new URL(page.url()).pathname).toBe("/sessions");
});

it("acts by the palette on the page one is on, and lands on what is pasted", async () => {
  const { sessions } = await node.owner.client.sessions.list({ q: "quarterly" });
  const [session] = sessions;
  if (!session) throw new Error("The session of the sketch is gone");
  // Of its own: what is live otherwise is ended by other tests.
  await startSession(node.owner, { name: "Handover call" });
  await using opened = await openOwnersPage(browser, node, "/sessions");
  const { page } = opened;
  const ask = async (text: string): Promise<void> => {
    await page.keyboard.press("Control+k");
    await page.locator('[aria-label="Search commands and everything else"]:focus').waitFor();
    await page.keyboard.type(text);
  };
  await page.getByRole("table").waitFor();
  await ask(session.session_id);
  await page.getByRole("option", { name: /^Open the session/ }).click();
  await focusOn(page, "Quarterly patch window", "heading");

  await ask("");
  for (const name of ["Verify", "Export", "Copy the session's id", "Delete"])
    await page.getByRole("dialog").getByRole("option", { name, exact: true }).waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await focusOn(page, "Quarterly patch window", "heading");
  await ask("export");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: /^Proof bundle/ }).waitFor();
  await page.keyboard.press("Escape");
  await ask("go to block");
  await page
    .getByRole("dialog")
    .getByRole("option", { name: `Go to block ${session.anchor.block_height}` })
    .click();
  await page.getByRole("heading", { name: `Block ${session.anchor.block_height}` }).waitFor();

  await ask(session.merkle_root ?? "");
  const dialog = page.getByRole("dialog");
  // The first of them takes the place of the way to the chain, which has nothing under this hash.
  await expect.poll(() => dialog.getByRole("option", { name: /^Quarterly patch window/ }).count()).toBe(2);
  await dialog
    .getByRole("option", { name: /^Quarterly patch window/ })
    .first()
    .click();
  await page.getByRole("heading", { level: 1, name: "Quarterly patch window" }).waitFor();
  const unknown = "f".repeat(64);
  await ask(unknown);
  await dialog.getByRole("option", { name: /^Find .* on the chain/ }).click();
  await page.getByRole("heading", { name: "Nothing found" }).waitFor();
  await expect.poll(() => page.getByRole("searchbox").inputValue()).toBe(unknown);
  await page.getByRole("link", { name: `Search everything for ${unknown}` }).click();
  await page.getByRole("heading", { name: "Nothing fits" }).waitFor();
  await ask("handover");
  await page
    .getByRole("dialog")
    .getByRole("option", { name: /Handover call/ })
    .click();
  await page.getByRole("heading", { level: 1, name: "Handover call" }).waitFor();
  // On its record: a viewer that connects takes the keys to the desktop.
  await page.goto(page.url().replace(/\/live$/, ""));
  await pageOf(page, "Handover call");
  await ask("end and seal");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "End “Handover call”?" }).waitFor();
  await page.getByRole("button", { name: "Go on recording" }).click();
  // The browser notes that the chain holds no block and no transaction under the hash that nobody knows.
  expect(opened.complaints.filter((complaint) => !complaint.includes("a status of 404"))).toEqual([]);
});
