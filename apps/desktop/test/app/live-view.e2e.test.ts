import { expect, it } from "vitest";
import { startSession } from "../node/test-node.ts";
import { openBrowser } from "./open-browser.ts";
import { openOwnersPage } from "./player-steps.ts";
import { startOwnedNode } from "./start-page-node.ts";

it("connects the viewer again, says when nothing is recorded, and leads to the record when the session ends", async () => {
  await using node = await startOwnedNode();
  const id = await startSession(node.owner, { name: "Vendor access, billing db" });
  await using browser = await openBrowser();
  await using opened = await openOwnersPage(browser, node, "/sessions");
  const { page } = opened;
  await page.getByRole("link", { name: "Vendor access, billing db" }).click();
  await page.locator("canvas").waitFor();
  await page.getByText("Connecting to the desktop").waitFor({ state: "hidden" });

  node.desktops.of(id).dropViewers();
  await page.getByText(/^The picture is lost/).waitFor();
  await page.getByText(/^The picture is lost/).waitFor({ state: "hidden" });
  expect(await page.locator("[role=application] canvas").count()).toBe(1);

  node.desktops.of(id).setVideoWorks(false);
  await node.time.pass(5);
  await page.getByText(/^Recording is interrupted/).waitFor();
  node.desktops.of(id).setVideoWorks(true);
  await node.time.pass(10);
  await page.getByText(/^Recording is interrupted/).waitFor({ state: "hidden" });

  await node.owner.client.sessions.stop({ session_id: id });
  await page.waitForURL(/\/sessions\/[0-9a-f-]{36}$/);
  expect(opened.complaints).toEqual([]);
});
