import { afterAll, beforeAll, expect, it } from "vitest";
import { openGallery, STILL } from "./gallery.ts";
import { openBrowser, type TestBrowser } from "./open-browser.ts";
import { heading } from "./page-steps.ts";
import { openOwnersPage } from "./player-steps.ts";
import { type OwnedNode, startOwnedNode } from "./start-page-node.ts";

let browser: TestBrowser;
let node: OwnedNode;

beforeAll(async () => {
  [browser, node] = await Promise.all([openBrowser(), startOwnedNode({ sources: { max_sessions: "flag" } })]);
});
afterAll(async () => {
  await browser.close();
  await node[Symbol.asyncDispose]();
});

it("changes a setting at once, refuses a wrong value where it stands, and undoes the change", async () => {
  await using opened = await openOwnersPage(browser, node, "/admin/configuration", STILL);
  const { page } = opened;
  const { found, look } = openGallery(page);
  await heading(page, "Configuration");
  await page.getByText("Fixed by a flag at the start: it wins over what is set here.").waitFor();
  await look("configuration");

  await page.getByRole("button", { name: "Change: Sessions of one account at the same time" }).click();
  const dialog = page.getByRole("dialog", { name: "Sessions of one account at the same time" });
  await dialog.getByLabel("Value").fill("0");
  await dialog.getByRole("button", { name: "Change it" }).click();
  await dialog.getByText("The setting was not changed").waitFor();
  await expect.poll(() => dialog.getByLabel("Value").getAttribute("aria-invalid")).toBe("true");
  await look("configuration-refused");
  // What was wrong with 0 is not said of 2.
  await dialog.getByLabel("Value").fill("2");
  await expect.poll(() => dialog.getByLabel("Value").getAttribute("aria-invalid")).not.toBe("true");
  await dialog.getByRole("button", { name: "Change it" }).click();
  await dialog.waitFor({ state: "detached" });
  const changes = page.getByRole("table", { name: "Changes of settings" });
  await changes.getByText("not set here").waitFor();
  const stored = async () => {
    const { settings } = await node.owner.client.configuration.get();
    return settings.find(({ key }) => key === "max_sessions_per_user");
  };
  expect(await stored()).toMatchObject({ value: 2, source: "stored" });
  await changes.getByRole("button", { name: "Undo" }).click();
  await expect.poll(async () => (await stored())?.source).toBe("default");
  expect(found).toEqual([]);
});
