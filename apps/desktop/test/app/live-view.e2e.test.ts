import type { Page } from "playwright";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startSession } from "../node/test-node.ts";
import { openBrowser, seriousFindings, type TestBrowser } from "./open-browser.ts";
import { beside, listenFor } from "./page-steps.ts";
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

it("connects the viewer again, says when nothing is recorded, and leads to the record when the session ends", async () => {
  const id = await startSession(node.owner, { name: "Vendor access, billing db" });
  await using opened = await openOwnersPage(browser, node, "/sessions");
  const { page } = opened;
  await page.getByRole("link", { name: "Vendor access, billing db" }).click();
  await page.locator("canvas").waitFor();
  await page.getByText("Connecting to the desktop").waitFor({ state: "hidden" });

  const lost = await listenFor(page, "The picture is lost");
  node.desktops.of(id).dropViewers();
  await lost();
  await page.getByText(/^The picture is lost/).waitFor({ state: "hidden" });
  await expect.poll(() => page.locator("[role=application] canvas").count()).toBe(1);

  node.desktops.of(id).setVideoWorks(false);
  await node.time.pass(5);
  await page.getByText(/^Recording is interrupted/).waitFor();
  await page.getByText(/gets no picture of the desktop/).waitFor();
  // The gap that lasts is called what it will be called in the record.
  const { gaps } = await node.owner.client.sessions.get({ session_id: id });
  expect(gaps).toMatchObject([{ kind: "recorder_lost", reason: expect.stringMatching(/^recorder-ended: /), to: null }]);
  node.desktops.of(id).setVideoWorks(true);
  await node.time.pass(10);
  await page.getByText(/^Recording is interrupted/).waitFor({ state: "hidden" });

  await node.owner.client.sessions.stop({ session_id: id });
  await page.waitForURL(/\/sessions\/[0-9a-f-]{36}$/);
  expect(opened.complaints).toEqual([]);
});

const canvasOf = (page: Page) => page.locator("[role=application] canvas");

const focused = (page: Page): Promise<string | null | undefined> =>
  page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent);

/** Held together and let go, as fingers do. */
async function pressChord(page: Page): Promise<void> {
  for (const key of ["Control", "Alt", "Shift"]) await page.keyboard.down(key);
  for (const key of ["Shift", "Alt", "Control"]) await page.keyboard.up(key);
}

it("gives the desktop the window, and counts what is being recorded now", async () => {
  const id = await startSession(node.owner);
  await node.work(35);
  expect((await node.owner.client.sessions.statistics()).recorded_seconds_30_days).toBeGreaterThanOrEqual(35);
  await using opened = await openOwnersPage(browser, node, `/sessions/${id}/live`, { viewport: { width: 1280, height: 800 } });
  const { page } = opened;
  await page.getByText("Keys go to the desktop.").first().waitFor();
  // It takes the room of the window a moment after it is there.
  const room = async () => {
    const { x = 0, y = 0, width = 0, height = 0 } = (await canvasOf(page).boundingBox()) ?? {};
    return { isWide: width >= 0.95 * 1280, isInSight: x >= 0 && y + height <= 800 };
  };
  await expect.poll(room).toEqual({ isWide: true, isInSight: true });
  // The bar stays slim, however long the name is.
  const name = `Vendor access ${"and one word more ".repeat(12)}`.trim();
  await node.owner.client.sessions.update({ session_id: id, name });
  await page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
  await expect.poll(room).toEqual({ isWide: true, isInSight: true });

  // What is said of the desktop stands above it.
  await node.owner.client.sessions.pause({ session_id: id, reason: "password change" });
  const covered = async (): Promise<number> => {
    const banner = await page.getByText(/^Paused: nothing is recorded/).boundingBox();
    const below = await canvasOf(page).boundingBox();
    return (banner?.y ?? Number.NaN) + (banner?.height ?? Number.NaN) - (below?.y ?? Number.NaN);
  };
  await expect.poll(covered).toBeLessThanOrEqual(0);

  await page.getByRole("button", { name: "Show it in its own size" }).click();
  await expect.poll(async () => (await canvasOf(page).boundingBox())?.width).toBe(1280);
  await page.getByRole("button", { name: "Fit it into the window" }).click();

  const [own] = await Promise.all([
    page.waitForEvent("popup"),
    page.getByRole("button", { name: "Open in a window of its own" }).click(),
  ]);
  await canvasOf(own).waitFor();
  await expect.poll(() => own.getByRole("navigation").isVisible()).toBe(false);
  await own.close();

  await page.getByRole("button", { name: /^Details/ }).click();
  await page.getByRole("button", { name: "Download the .rdp file" }).waitFor();
  expect(opened.complaints).toEqual([]);
});

it("gives the keys back with a chord, and everything can be done without a mouse", async () => {
  const id = await startSession(node.owner);
  const keysyms: number[] = [];
  using _listening = node.desktops.of(id).onEvent((event) => {
    if (event.type === "key") keysyms.push(event.pressed ? event.keysym : -event.keysym);
  });
  await using opened = await openOwnersPage(browser, node, `/sessions/${id}/live`);
  const { page } = opened;
  const told = page.getByRole("status").filter({ hasText: "Keys go to the desktop. Ctrl + Alt + Shift leaves it." });
  await told.waitFor({ state: "attached" });
  await page.keyboard.press("Tab");
  await page.getByText("gives them back").waitFor();

  await pressChord(page);
  await page.locator('[aria-label="Controls of the session"]:focus').waitFor();
  await told.waitFor({ state: "detached" });
  const stops: unknown[] = [];
  do {
    await page.keyboard.press("Tab");
    stops.push(await focused(page));
  } while (stops.at(-1) !== "Desktop of Test" && stops.length < 20);
  expect(stops).toEqual(expect.arrayContaining(["Pause", "End and seal", "Desktop of Test"]));

  await page.keyboard.press("Enter");
  await told.waitFor({ state: "attached" });
  await page.keyboard.press("a");
  // Tab went to the desktop, each key of the chord was let go there, and nothing was typed there while the keys were away.
  const [CONTROL, ALT, SHIFT] = [0xffe3, 0xffe9, 0xffe1] as const;
  await expect.poll(() => keysyms).toEqual([0xff09, -0xff09, CONTROL, ALT, SHIFT, -SHIFT, -ALT, -CONTROL, 0x61, -0x61]);
  expect(opened.complaints).toEqual([]);
});

it("says what pasting did, and gives the keys back to the desktop", async () => {
  const { policies } = await node.owner.client.sessions.defaults();
  const standard = policies.find(({ policy_id }) => policy_id === "standard")?.policy;
  if (!standard) throw new Error("There is no standard policy");
  const id = await startSession(node.owner, {
    policy: { ...standard, clipboard: { host_to_remote: true, remote_to_host: false } },
  });
  await using opened = await openOwnersPage(browser, node, `/sessions/${id}/live`, {
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const { page } = opened;
  await page.getByText("Keys go to the desktop.").first().waitFor();
  await page.evaluate(() => navigator.clipboard.writeText("twelve chars"));
  await page.getByRole("button", { name: "Put this computer's clipboard into the desktop" }).click();
  await page.getByText("12 characters are in the desktop's clipboard.").waitFor();
  await page.getByText("gives them back").waitFor();
  await page.locator("canvas:focus").waitFor();
});

it("finds its way back by itself when the network was away", async () => {
  const id = await startSession(node.owner);
  await using opened = await openOwnersPage(browser, node, `/sessions/${id}/live`);
  const { page } = opened;
  await page.getByText("Keys go to the desktop.").first().waitFor();
  await page.context().setOffline(true);
  node.desktops.of(id).dropViewers();
  await page.getByText("Not reached: the node does not answer.").first().waitFor();
  await page.getByText(/recording when last heard, .* ago$/).waitFor();
  // Whether the browser hears of the end of the connection before the network is back is its own affair.
  await page
    .getByText(/^The picture is lost|keys may not reach the desktop/)
    .first()
    .waitFor();
  await expect.poll(() => page.getByText("Keys go to the desktop.").count()).toBe(0);
  await page.context().setOffline(false);
  await page.getByText("Keys go to the desktop.").first().waitFor();
  await page.locator("[data-state=recording]").waitFor();
  await page.getByText("Not reached: the node does not answer.").first().waitFor({ state: "hidden" });
});

it("can be watched and typed into on a phone", async () => {
  const id = await startSession(node.owner);
  const keysyms: number[] = [];
  using _listening = node.desktops.of(id).onEvent((event) => {
    if (event.type === "key") keysyms.push(event.pressed ? event.keysym : -event.keysym);
  });
  await using opened = await openOwnersPage(browser, node, `/sessions/${id}/live`, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
  });
  const { page } = opened;
  await canvasOf(page).waitFor();
  await page.getByText("Connecting to the desktop").waitFor({ state: "hidden" });
  await expect.poll(() => beside(page)).toBe(0);
  await page.getByRole("button", { name: "Keyboard" }).tap();
  const field = page.getByRole("textbox", { name: "What is typed here goes to the desktop" }).and(page.locator(":focus"));
  await field.waitFor();
  await page.keyboard.type("lsü");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Enter");
  const pressed = (...keys: number[]): number[] => keys.flatMap((key) => [key, -key]);
  await expect.poll(() => keysyms).toEqual(pressed(0x6c, 0x73, 0xfc, 0xff08, 0xff0d));

  // What a phone's keyboard lacks stands above it, and a tap there leaves the keyboard up.
  keysyms.length = 0;
  const special = page.getByRole("toolbar", { name: "Special keys" });
  for (const name of ["Esc", "Tab", "Arrow left", "Arrow down", "Arrow up", "Arrow right"]) {
    await special.getByRole("button", { name }).tap();
    await field.waitFor();
  }
  await expect.poll(() => keysyms).toEqual(pressed(0xff1b, 0xff09, 0xff51, 0xff54, 0xff52, 0xff53));
  keysyms.length = 0;
  const control = special.getByRole("button", { name: "Ctrl" });
  const [CONTROL, ALT] = [0xffe3, 0xffe9] as const;
  await control.tap();
  await special.getByRole("button", { name: "Ctrl", pressed: true }).waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  await page.keyboard.type("ca");
  await expect.poll(() => keysyms).toEqual([CONTROL, ...pressed(0x63), -CONTROL, ...pressed(0x61)]);
  keysyms.length = 0;
  await control.tap();
  await control.tap();
  await special.getByRole("button", { name: "Ctrl, held until it is tapped again" }).waitFor();
  await special.getByRole("button", { name: "Alt" }).tap();
  await special.getByRole("button", { name: "Alt", pressed: true }).waitFor();
  await field.waitFor();
  await page.keyboard.type("ab");
  const withBoth = [CONTROL, ALT, ...pressed(0x61), -ALT, -CONTROL];
  await expect.poll(() => keysyms).toEqual([...withBoth, CONTROL, ...pressed(0x62), -CONTROL]);
  await control.tap();
  await special.getByRole("button", { name: "Ctrl", pressed: false }).waitFor();
});

it.each([
  ["tells of keys where there may be some", false],
  ["tells of no keys where nothing but fingers points", true],
])("%s", async (_what, hasTouch) => {
  await using opened = await openOwnersPage(browser, node, "/no-such-page", hasTouch ? { hasTouch } : {});
  const { page } = opened;
  const hint = page.getByText("finds any session, block or page.");
  await hint.waitFor({ state: "attached" });
  expect(await page.evaluate(() => matchMedia("(pointer: coarse) and (hover: none)").matches)).toBe(hasTouch);
  expect(await hint.isVisible()).toBe(!hasTouch);
});
