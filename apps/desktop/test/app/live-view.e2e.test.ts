import { expect, it } from "vitest";
import { startFakeNode } from "../fake/start-fake-node.ts";
import { openBrowser, openPage } from "./open-browser.ts";
import { createWalletInPage } from "./wallet-steps.ts";

it("connects the viewer again when its connection drops, and leads to the record when the session ends", async () => {
  await using node = await startFakeNode({ sessions: "sketched", setupNeeded: true, stepMs: 1_000 });
  await using browser = await openBrowser();
  const { page, faults } = await openPage(browser);
  await page.goto(`${node.url}/setup#code=7c1e-4b2a`);
  await page.getByRole("button", { name: "Continue" }).click();
  await createWalletInPage(page);
  await page.getByRole("link", { name: "Look around first" }).click();
  await page.getByRole("link", { name: "Vendor access, billing db" }).click();
  await page.locator("canvas").waitFor();
  await page.getByText("Connecting to the desktop").waitFor({ state: "hidden" });

  node.dropViewers();
  await page.getByText(/^The picture is lost/).waitFor();
  await page.getByText(/^The picture is lost/).waitFor({ state: "hidden" });
  expect(await page.locator("canvas").count()).toBe(1);

  const [session] = node.state.sessions.values();
  if (session) node.state.seal(session.session_id);
  await page.waitForURL(/\/sessions\/[0-9a-f-]{36}$/);
  expect(faults).toEqual([]);
});
