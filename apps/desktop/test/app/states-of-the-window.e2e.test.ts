import type { Page } from "playwright";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openGallery, STILL, writeIndex } from "./gallery.ts";
import { openBrowser, type TestBrowser } from "./open-browser.ts";
import { goTo, heading, openWithout } from "./page-steps.ts";
import { openOwnersPage } from "./player-steps.ts";
import { makeSketchedSessions } from "./sketched-sessions.ts";
import { type OwnedNode, startOwnedNode } from "./start-page-node.ts";

let node: OwnedNode;
let browser: TestBrowser;

beforeAll(async () => {
  [browser, node] = await Promise.all([openBrowser(), startOwnedNode()]);
  await makeSketchedSessions(node);
});
afterAll(async () => {
  writeIndex();
  await browser.close();
  await node[Symbol.asyncDispose]();
});

const dialog = (page: Page, name?: string | RegExp): Promise<void> =>
  page.getByRole("dialog", name === undefined ? {} : { name }).waitFor();

it("shows every state of the lists, the palette, the node, the chain and the settings without a serious finding", async () => {
  await using opened = await openOwnersPage(browser, node, "/", STILL);
  const { page } = opened;
  const { found, look } = openGallery(page);
  const closeDialog = async (): Promise<void> => {
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  };

  await page.getByRole("region", { name: "Live now" }).waitFor();
  await look("home");
  await page.keyboard.press("Control+k");
  await dialog(page, "Command palette");
  await look("palette", "dark");
  await page.keyboard.type("zzz");
  await page.getByText("Nothing fits").waitFor();
  await look("palette-nothing");
  await closeDialog();
  await page.keyboard.press("?");
  await dialog(page, "Keys");
  await look("keys");
  await closeDialog();

  await goTo(page, "/sessions");
  await page.getByRole("row", { name: /Quarterly patch window/ }).waitFor();
  await look("sessions");
  await page.getByRole("combobox", { name: "State" }).click();
  await page.getByRole("option", { name: "final" }).waitFor();
  await look("sessions-filter");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Actions for Quarterly patch window" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).waitFor();
  await look("sessions-row-menu");
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await dialog(page);
  await look("sessions-delete");
  await closeDialog();
  await page.getByRole("button", { name: "Change: Prepared for tomorrow" }).click();
  await page.getByRole("dialog").getByRole("combobox", { name: "Policy" }).waitFor();
  await look("sessions-change");
  await closeDialog();
  for (const name of ["Prepared for tomorrow", "Design review", "Quarterly patch window"])
    await page.getByRole("checkbox", { name: `Select ${name}` }).check();
  await look("sessions-selected");
  await page.getByRole("button", { name: "End 1" }).click();
  await dialog(page);
  await look("sessions-end-several");
  await closeDialog();
  await page.getByRole("button", { name: "Export 1" }).click();
  await dialog(page);
  await look("sessions-export-several");
  await closeDialog();
  await page.getByRole("button", { name: "Select none" }).click();
  await page.getByRole("link", { name: "Quarterly patch window" }).press(" ");
  await page.getByText("This recording is locked").waitFor();
  await look("sessions-quick-look");
  await page.keyboard.press("Escape");
  await page.getByRole("searchbox", { name: "Search sessions" }).fill("zzz");
  await page.getByRole("heading", { name: "No session fits" }).waitFor();
  await look("sessions-none-fits");

  await goTo(page, "/node");
  await page.getByText("healthy").first().waitFor();
  await look("node");
  await goTo(page, "/chain");
  await page.getByRole("table").waitFor();
  await look("chain");
  await page.getByRole("radiogroup", { name: "What to list" }).getByText("Transactions").click();
  await page.getByRole("columnheader", { name: "What" }).waitFor();
  await look("chain-transactions");
  for (const [find, name, state] of [
    ["3", /^Block 3/, "chain-block"],
    ["f".repeat(64), "Nothing found", "chain-nothing-found"],
  ] as const) {
    await goTo(page, `/chain?find=${find}`);
    await page.getByRole("heading", { name }).waitFor();
    await look(state);
  }
  const { transactions } = await node.owner.client.chain.transactions({ limit: 1 });
  await goTo(page, `/chain?find=${transactions[0]?.transaction_id}`);
  await page.getByRole("heading", { level: 2, name: /^Session sealed|^Open recordings/ }).waitFor();
  await look("chain-transaction");

  await goTo(page, "/settings");
  await page.getByText("this one").waitFor();
  await look("settings");
  await page.getByRole("button", { name: "Forget the wallet in this browser" }).click();
  await dialog(page);
  await look("settings-forget-wallet");
  await closeDialog();
  await page.getByRole("button", { name: "Unlock" }).click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Passphrase" }).waitFor();
  await look("unlock");
  await page.getByRole("button", { name: "Use another wallet" }).click();
  await look("unlock-another-wallet");
  await closeDialog();
  for (const [path, name, state] of [
    ["/nowhere", "There is no such page", "no-such-page"],
    ["/sessions/2f0c1c1e-52a5-4f4e-9d51-0f6f6f1f9b10", "There is no such session", "no-such-session"],
  ] as const) {
    await goTo(page, path);
    await heading(page, name);
    await look(state);
  }

  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole("button", { name: "Areas" }).click();
  await page.getByRole("link", { name: "Settings" }).waitFor();
  await look("rail-open");
  expect(found).toEqual([]);
  // The browser notes that the chain and the node hold nothing under what was asked for.
  expect(opened.complaints.filter((complaint) => !complaint.includes("a status of 404"))).toEqual([]);
});

it("says on every page that it waits for the node, and what to do when the node cannot answer", async () => {
  await using opened = await openOwnersPage(browser, node, "/", STILL);
  const { page } = opened;
  const { found, look } = openGallery(page);
  const [session] = (await node.owner.client.sessions.list({ q: "quarterly" })).sessions;
  const id = session?.session_id ?? "";
  for (const { path, calls, waiting, refused, name } of [
    {
      name: "home",
      path: "/",
      calls: /\/sessions\/statistics$/,
      waiting: "Looking for what needs you",
      refused: "What needs you could not be read",
    },
    {
      name: "sessions",
      path: "/sessions",
      calls: /\/sessions\?/,
      waiting: "Loading sessions",
      refused: "The sessions could not be listed",
    },
    {
      name: "new-session",
      path: "/sessions/new",
      calls: /\/sessions\/defaults$/,
      waiting: /^Asking|^Loading/,
      refused: "The node did not say what it offers",
    },
    {
      name: "session",
      path: `/sessions/${id}`,
      calls: new RegExp(`/api/v1/sessions/${id}$`),
      waiting: "Loading the session",
      refused: "The session could not be shown",
    },
    {
      name: "live",
      path: `/sessions/${id}/live`,
      calls: new RegExp(`/api/v1/sessions/${id}$`),
      waiting: "Loading the session",
      refused: "The session could not be shown",
    },
    {
      name: "verify-link",
      path: `/verify#session=${id}`,
      calls: new RegExp(`/api/v1/sessions/${id}$`),
      waiting: "Loading the session",
      refused: "The session could not be shown",
    },
    {
      name: "node",
      path: "/node",
      calls: /\/node\/status$/,
      waiting: "Asking the node",
      refused: "The node could not be asked",
    },
    {
      name: "chain",
      path: "/chain",
      calls: /\/(chain\/info|blocks\?)/,
      waiting: /^Loading|^Asking/,
      refused: "The chain could not be read",
    },
    {
      name: "settings",
      path: "/settings",
      calls: /\/auth\/sessions$/,
      waiting: "Loading logins",
      refused: "The logins could not be read or changed",
    },
  ] as const) {
    const seen = (words: string | RegExp, state: string) => async () => {
      await page.getByRole("main").getByText(words).first().waitFor();
      await look(`${name}-${state}`);
    };
    await page.goto("about:blank");
    await openWithout(
      page,
      { url: `${node.url}${path}`, calls },
      { waiting: seen(waiting, "waiting"), refused: seen(refused, "refused") },
    );
  }
  expect(found).toEqual([]);
});

it("shows every state of a new session without a serious finding", async () => {
  await using opened = await openOwnersPage(browser, node, "/sessions/new", STILL);
  const { page } = opened;
  const { found, look } = openGallery(page);
  await page.locator('input[name="name"]:focus').waitFor();
  await look("new-session");
  await page.getByRole("button", { name: "Policy Standard" }).click();
  await page.getByRole("menuitemradio").first().waitFor();
  await look("new-session-policy");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Edit the text" }).click();
  await page.getByRole("button", { name: "More settings" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("");
  await page.keyboard.press("Enter");
  await page.getByText("Recording needs your consent.").waitFor();
  await look("new-session-incomplete");
  expect(found).toEqual([]);

  await using bare = await startOwnedNode({ missing: ["Xvnc", "bwrap"] });
  await using elsewhere = await openOwnersPage(browser, bare, "/sessions/new", STILL);
  const other = openGallery(elsewhere.page);
  await elsewhere.page.getByText("Xvnc, bwrap").waitFor();
  await other.look("new-session-cannot-host");
  expect(other.found).toEqual([]);
  expect([...opened.complaints, ...elsewhere.complaints]).toEqual([]);
});
