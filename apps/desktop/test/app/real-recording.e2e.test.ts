import { join } from "node:path";
import type { Page } from "playwright";
import { expect, it } from "vitest";
import { startNodeProcess, temporaryFolder } from "../node/test-node.ts";
import { openBrowser, openPage, PATIENCE } from "./open-browser.ts";
import { goTo } from "./page-steps.ts";
import { createWalletInPage, passNodeStep } from "./wallet-steps.ts";

/** How many colours a shown picture has: a desktop with a window in it has many, an empty picture one. */
const coloursShown = (page: Page, of: "video" | "img" = "video"): Promise<number> =>
  page.evaluate((selector) => {
    const shown = document.querySelector<HTMLVideoElement | HTMLImageElement>(
      selector === "img" ? "[data-picture=shown] img" : "video",
    );
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("2d");
    if (!shown || !context || (shown instanceof HTMLVideoElement && shown.readyState < 2)) return 0;
    canvas.width = shown instanceof HTMLVideoElement ? shown.videoWidth : shown.naturalWidth;
    canvas.height = shown instanceof HTMLVideoElement ? shown.videoHeight : shown.naturalHeight;
    context.drawImage(shown, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const seen = new Set<number>();
    for (let at = 0; at < data.length; at += 4)
      seen.add(((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0));
    return seen.size;
  }, of);

it("plays a real desktop while it is recorded, and proves it in verify.html of the node", async () => {
  await using folder = await temporaryFolder();
  await using node = await startNodeProcess(join(folder.path, "data"));
  await using browser = await openBrowser();
  const { page, faults } = await openPage(browser);
  const { url, setupCode } = node.announced;
  await page.goto(`${url}/setup#code=${setupCode}`);
  await passNodeStep(page);
  await createWalletInPage(page);
  await page.getByRole("link", { name: "Record a first session" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Played");
  await page.getByLabel(/^I agree to this text/).check();
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await page.locator("canvas").waitFor();
  const [, id] = /([0-9a-f-]{36})/.exec(page.url()) ?? [];

  await goTo(page, `/sessions/${id}`);
  await page.locator("video").waitFor(PATIENCE);
  await page.getByRole("button", { name: "Live", exact: true }).click();
  await expect.poll(() => coloursShown(page), PATIENCE).toBeGreaterThan(20);
  await page.getByText(/^Proven up to .* ago$/).waitFor(PATIENCE);

  await goTo(page, "/sessions");
  await expect.poll(() => coloursShown(page, "img"), PATIENCE).toBeGreaterThan(20);
  await goTo(page, `/sessions/${id}`);

  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "End and seal" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "End and seal" }).click();
  await page.getByRole("heading", { name: "Final on the chain, without a gap" }).waitFor(PATIENCE);
  await page.getByRole("button", { name: "Export" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Make the bundle" }).click(),
  ]);
  const bundle = join(folder.path, "played.lucid");
  await download.saveAs(bundle);

  await page.keyboard.press("Escape");
  await goTo(page, "/sessions");
  await expect.poll(() => coloursShown(page, "img"), PATIENCE).toBeGreaterThan(20);

  const stranger = await openPage(browser);
  await stranger.page.goto(`${url}/verify.html`);
  await stranger.page.locator("input[type=file][multiple]").setInputFiles(bundle);
  await stranger.page.locator("[data-verdict=verified]").getByText("Complete and unaltered").waitFor();
  expect([...faults, ...stranger.faults]).toEqual([]);
});
