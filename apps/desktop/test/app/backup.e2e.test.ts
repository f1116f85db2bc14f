import { execFileSync } from "node:child_process";
import { closeSync, constants, mkdtempSync, openSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newIdentity } from "@lucid/identity";
import { afterAll, beforeAll, expect, it, onTestFailed } from "vitest";
import { openGallery, STILL } from "./gallery.ts";
import { openBrowser, seriousFindings, type TestBrowser } from "./open-browser.ts";
import { beside, heading } from "./page-steps.ts";
import { openOwnersPage } from "./player-steps.ts";
import { type OwnedNode, startOwnedNode } from "./start-page-node.ts";

let browser: TestBrowser;
let node: OwnedNode;
const folder = mkdtempSync(join(tmpdir(), "lucid-backup-page-"));

beforeAll(async () => {
  [browser, node] = await Promise.all([openBrowser(), startOwnedNode()]);
});
afterAll(async () => {
  await browser.close();
  await node[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

it("says that there is none, is set up, makes one, and says what was measured of it", async () => {
  await using opened = await openOwnersPage(browser, node, "/admin/backup", STILL);
  const { page } = opened;
  const { found, look } = openGallery(page);
  await heading(page, "Backup");
  await page.getByText("none: no time of day is set").waitFor();
  await expect.poll(() => page.getByText("never", { exact: true }).count()).toBe(3);
  await page.getByText("Nothing of this node is backed up").waitFor();
  await look("backup-none");

  await page.getByRole("button", { name: "Set up …" }).click();
  const dialog = page.getByRole("dialog", { name: "Set up backups" });
  await dialog.getByLabel("Folder").fill("backups");
  await dialog.getByLabel("Recipients").fill(newIdentity().recipient);
  await dialog.getByRole("button", { name: "Set it up so" }).click();
  await dialog.getByText("The settings were not changed").waitFor();
  await dialog.getByLabel("Folder").fill(folder);
  await look("backup-set-up");
  await dialog.getByRole("button", { name: "Set it up so" }).click();
  await dialog.waitFor({ state: "detached" });

  await page.getByRole("button", { name: "Make a backup now" }).click();
  await page.getByText("Every byte read back").waitFor();
  await page.getByRole("button", { name: "Make a backup now" }).waitFor();
  await expect.poll(() => page.getByText("never", { exact: true }).count()).toBe(1);
  await look("backup-made");
  expect(found).toEqual([]);
});

it("shows what is being done and what waits for its turn, which can be taken back", async () => {
  // Whoever reads the identity waits until somebody writes it.
  const pipe = join(folder, "identity");
  execFileSync("mkfifo", ["-m", "600", pipe]);
  // Also when this fails nobody waits for ever.
  onTestFailed(() => closeSync(openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK)));
  await node.owner.client.configuration.set({ settings: { backup_identity_file: pipe } });
  await using opened = await openOwnersPage(browser, node, "/admin/backup", STILL);
  const { page } = opened;
  const { found, look } = openGallery(page);
  await page.getByRole("button", { name: "Rehearse", exact: true }).click();
  await page.getByText("Rehearsing a restore").waitFor();
  await page.getByRole("button", { name: "Read back", exact: true }).click();
  await page.getByText("What comes next").waitFor();
  await page.getByRole("button", { name: "Make a backup now" }).click();
  const waiting = page.getByRole("listitem").filter({ has: page.getByRole("button", { name: "Take it back" }) });
  await expect.poll(() => waiting.locator("strong").allTextContents()).toEqual(["Read a backup back", "Make a backup"]);
  await expect.poll(() => page.getByRole("button", { name: "Being rehearsed" }).isDisabled()).toBe(true);
  await expect.poll(() => page.getByRole("button", { name: "Waits to be read back" }).isDisabled()).toBe(true);
  await look("backup-waiting");
  await waiting.filter({ hasText: "Make a backup" }).getByRole("button").click();
  await expect.poll(() => waiting.locator("strong").allTextContents()).toEqual(["Read a backup back"]);
  await writeFile(pipe, newIdentity().identity);
  await page.getByText("What comes next").waitFor({ state: "detached" });
  await page.getByText("Rehearsing a restore").waitFor({ state: "detached" });
  await node.owner.client.configuration.set({ settings: { backup_identity_file: "" } });
  expect(found).toEqual([]);
});

it("exchanges the key of the tokens, and goes on without a new login", async () => {
  await using opened = await openOwnersPage(browser, node, "/admin/keys", STILL);
  const { page } = opened;
  const { found, look } = openGallery(page);
  await heading(page, "Node keys");
  await page.getByText("lucid keys rotate node").waitFor();
  await look("keys");
  await page.getByRole("button", { name: "Exchange … Key of the access tokens" }).click();
  const dialog = page.getByRole("dialog", { name: "Exchange: Key of the access tokens" });
  await dialog.getByLabel("Reason").fill("A laptop was stolen");
  await look("keys-exchange");
  await dialog.getByRole("button", { name: "Exchange it" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByText("A laptop was stolen").waitFor();
  await page.getByRole("link", { name: "Backup", exact: true }).click();
  await heading(page, "Backup");
  await page.goBack();
  await page.getByText("A laptop was stolen").waitFor();
  await look("keys-exchanged");
  expect(found).toEqual([]);
});

it("looks at the databases, checks one, writes its log into it, and measures their tables", async () => {
  await using opened = await openOwnersPage(browser, node, "/admin/keys");
  const { page } = opened;
  await page.getByRole("link", { name: "Databases", exact: true }).click();
  await heading(page, "Databases");
  const chain = page.getByRole("region", { name: "chain.db" });
  await chain.getByText("can be read", { exact: true }).waitFor();
  await chain.getByRole("button", { name: "Check every page" }).click();
  await chain.getByText("Every page and reference is as it should be.").waitFor();
  await chain.getByRole("button", { name: "Write its log into it" }).click();
  await chain.getByText(/^Written /).waitFor();
  await page.getByRole("button", { name: "Measure every table" }).click();
  await page
    .getByRole("region", { name: "node.db" })
    .getByText(/^\d+ tables$/)
    .click();
  await page.getByRole("cell", { name: "users", exact: true }).waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  await expect.poll(() => beside(page)).toBe(0);
  expect(await seriousFindings(page)).toEqual([]);
});
