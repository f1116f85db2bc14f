import { afterAll, beforeAll, expect, it } from "vitest";
import { startSession } from "../node/test-node.ts";
import { openBrowser, seriousFindings, type TestBrowser } from "./open-browser.ts";
import { heading } from "./page-steps.ts";
import { openOwnersPage } from "./player-steps.ts";
import { type OwnedNode, startOwnedNode } from "./start-page-node.ts";

let browser: TestBrowser;
let node: OwnedNode;

beforeAll(async () => {
  [browser, node] = await Promise.all([openBrowser(), startOwnedNode()]);
});
afterAll(async () => {
  await browser.close();
  await node[Symbol.asyncDispose]();
});

it("locks the input of a session and ends it, each with a reason", async () => {
  const session_id = await startSession(node.owner);
  await node.work(11);
  await using opened = await openOwnersPage(browser, node, "/admin/sessions");
  const { page } = opened;
  await heading(page, "Sessions of everybody");
  const session = () => node.owner.client.sessions.get({ session_id });
  const bar = page.getByRole("toolbar", { name: "Selected sessions" });

  await page.getByRole("checkbox").first().check();
  await bar.getByRole("button", { name: "Lock the input of 1" }).click();
  const dialog = page.getByRole("dialog");
  const lock = dialog.getByRole("button", { name: "Lock the input" });
  await expect.poll(() => lock.isDisabled()).toBe(true);
  await dialog.getByLabel(/^Reason/).fill("Unknown person at the desk");
  expect(await seriousFindings(page)).toEqual([]);
  await lock.click();
  await dialog.getByText("1 of 1").waitFor();
  await dialog.getByRole("button", { name: "Close" }).last().click();
  // While it fades it is still a dialog that says “1 of 1”.
  await dialog.waitFor({ state: "detached" });
  expect(await session()).toMatchObject({ input_frozen: true, reason: { code: "input-locked" } });

  await page.getByRole("checkbox").first().check();
  await bar.getByRole("button", { name: "End 1" }).click();
  await dialog.getByLabel(/^Reason/).fill("Unknown person at the desk");
  await dialog.getByRole("button", { name: "End and seal" }).click();
  await dialog.getByText("1 of 1").waitFor();
  expect(await session()).toMatchObject({ end: "stopped", reason: { code: "ended-by-admin" } });
});
