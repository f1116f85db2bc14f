import { readFile } from "node:fs/promises";
import type { Session } from "@lucid/contract";
import { bytesSource, verifyBundle } from "@lucid/proof";
import type { Page } from "playwright";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openBrowser, PATIENCE, seriousFindings, type TestBrowser } from "./open-browser.ts";
import { openOwnersPage, playedTo, shownColour, unlock } from "./player-steps.ts";
import { recordSession } from "./record-session.ts";
import { type OwnedNode, startOwnedNode } from "./start-page-node.ts";

let browser: TestBrowser;
let node: OwnedNode;
let patch: Session;
let vendor: Session;

beforeAll(async () => {
  [browser, node] = await Promise.all([openBrowser(), startOwnedNode()]);
  patch = await recordSession(node);
  vendor = await recordSession(node, { name: "Vendor access", takes: [1, 3] });
});
afterAll(async () => {
  await browser.close();
  await node[Symbol.asyncDispose]();
});

const nameOf = (page: Page, { name }: Session) => page.getByRole("link", { name, exact: true });
const pictureOf = (page: Page, { name }: Session) => page.getByRole("button", { name: `Play ${name} here` }).locator("img");

/** The colour of a picture's middle, read from its pixels. */
const colourOf = (page: Page, session: Session): Promise<string> =>
  pictureOf(page, session).evaluate((image: HTMLImageElement) => {
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth;
    canvas.height = image.naturalHeight;
    const context = canvas.getContext("2d");
    context?.drawImage(image, 0, 0);
    const [red = 0, , blue = 0] = context?.getImageData(10, 10, 1, 1).data ?? [];
    return `${canvas.width}x${canvas.height} ${red > blue + 60 ? "red" : blue > red + 60 ? "blue" : "else"}`;
  });

it("plays a session in place with Space, and gives the focus back with Escape", async () => {
  await using opened = await openOwnersPage(browser, node, "/sessions");
  const { page } = opened;
  await nameOf(page, patch).press(" ");
  const look = page.getByRole("region", { name: `${patch.name}, played here` });
  await look.getByText("This recording is locked").waitFor();
  await unlock(page);
  await expect.poll(() => shownColour(page), PATIENCE).toBe("red");
  await expect.poll(() => playedTo(page), PATIENCE).toBeGreaterThan(0.5);
  expect(await seriousFindings(page)).toEqual([]);
  await look.getByRole("slider", { name: "Time in the recording" }).focus();
  await page.keyboard.press(" ");
  await look.getByRole("button", { name: "Play", exact: true }).waitFor();
  // Up and Down lead to the next recording, which plays in its own place.
  const above = page.getByRole("region", { name: `${vendor.name}, played here` });
  await page.keyboard.press("ArrowUp");
  await above.locator("video").waitFor();
  await look.waitFor({ state: "detached" });
  await page.locator("tr :focus").waitFor();
  await page.keyboard.press("ArrowDown");
  await look.locator("video").waitFor();
  await page.keyboard.press("Escape");
  await look.waitFor({ state: "detached" });
  await nameOf(page, patch).and(page.locator(":focus")).waitFor();
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keys" }).getByText("Play the session in focus where it stands").waitFor();
  expect(opened.complaints).toEqual([]);
});

it("makes a picture of each recording once, keeps it sealed on the node, and shows it while the wallet is open", async () => {
  await using opened = await openOwnersPage(browser, node, "/sessions");
  const { page } = opened;
  await nameOf(page, vendor).press(" ");
  await unlock(page);
  await page.keyboard.press("Escape");
  // A recording's pictures are red before the pause and blue behind it; the busiest minute of this one is behind.
  await expect.poll(() => pictureOf(page, patch).count(), PATIENCE).toBe(1);
  await expect.poll(() => pictureOf(page, vendor).count(), PATIENCE).toBe(1);
  await expect.poll(() => colourOf(page, vendor)).toMatch(/^\d+x\d+ blue$/);
  const { sessions } = node.owner.client;
  for (const { session_id } of [patch, vendor])
    await expect.poll(() => sessions.get({ session_id })).toMatchObject({ picture_at: expect.any(String) });
  expect(opened.complaints).toEqual([]);
  const { sealed } = await sessions.picture({ session_id: vendor.session_id });
  expect(Buffer.from(sealed, "base64").includes("WEBP")).toBe(false);

  const written: string[] = [];
  page.on("request", (request) => request.method() === "PUT" && written.push(request.url()));
  opened.asked.length = 0;
  await page.reload();
  await expect.poll(() => pictureOf(page, patch).count(), PATIENCE).toBe(1);
  await expect.poll(() => pictureOf(page, vendor).count(), PATIENCE).toBe(1);
  expect([opened.asked, written]).toEqual([[], []]);

  await page.goto(`${node.url}/sessions/${vendor.session_id}`);
  await page.getByText("A moment of its busiest minute. Not part of the proof.").waitFor();
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await expect.poll(() => playedTo(page), PATIENCE).toBeGreaterThan(0.5);
  await expect.poll(() => page.getByText("Not part of the proof.").count()).toBe(0);
  expect(opened.complaints).toEqual([]);
});

it("shows no picture to whoever has not unlocked", async () => {
  await using opened = await openOwnersPage(browser, node, "/sessions");
  const { page } = opened;
  await nameOf(page, vendor).waitFor();
  await page.getByTitle("Its picture is locked: unlock to see it").first().waitFor();
  await expect.poll(() => pictureOf(page, vendor).count()).toBe(0);
  expect(opened.asked).toEqual([]);
});

it("exports several at once into a folder, names what was not saved, and leaves no half file", async () => {
  await using opened = await openOwnersPage(browser, node, "/sessions");
  const { page } = opened;
  // A folder of the browser's own stands for the one that a person picks.
  await page.addInitScript(() =>
    Object.assign(window, {
      showDirectoryPicker: () =>
        navigator.storage.getDirectory().then((root) => root.getDirectoryHandle("out", { create: true })),
    }),
  );
  await page.reload();
  for (const { name } of [patch, vendor]) await page.getByRole("checkbox", { name: `Select ${name}` }).check();
  await page.route(`**/sessions/${vendor.session_id}/bundle*`, (route) => route.abort());
  await page.getByRole("button", { name: "Export 2" }).click();
  const dialog = page.getByRole("dialog", { name: "Export 2 recordings" });
  await dialog.getByRole("button", { name: "Choose a folder" }).waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Choose a folder" }).click();
  await dialog.getByText("1 of 2 saved · The others are not there: see below.").waitFor(PATIENCE);
  await dialog.getByText(/^saved as quarterly-patch-window-.*\.lucid/).waitFor();
  await dialog.getByText(/^not saved: /).waitFor();
  const files = await page.evaluate(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("out");
    const found: { name: string; bytes: number[] }[] = [];
    for await (const [name, handle] of (
      folder as unknown as { entries(): AsyncIterable<[string, FileSystemFileHandle]> }
    ).entries())
      found.push({ name, bytes: [...new Uint8Array(await (await handle.getFile()).arrayBuffer())] });
    return found;
  });
  expect(files.map(({ name }) => name)).toEqual([expect.stringMatching(/^quarterly-patch-window-.*\.lucid$/)]);
  expect(await verifyBundle(bytesSource(Uint8Array.from(files[0]?.bytes ?? [])))).toMatchObject({ verified: true });
});

it("saves downloads one after the other where the browser picks no folder, and says what was left when it was stopped", async () => {
  await using opened = await openOwnersPage(browser, node, "/sessions");
  const { page } = opened;
  await page.addInitScript(() => Object.assign(window, { showDirectoryPicker: undefined }));
  await page.reload();
  for (const { name } of [patch, vendor]) await page.getByRole("checkbox", { name: `Select ${name}` }).check();
  // It is never answered: somebody stops it.
  await page.route(`**/sessions/${patch.session_id}/bundle*`, () => undefined);
  await page.getByRole("button", { name: "Export 2" }).click();
  const dialog = page.getByRole("dialog", { name: "Export 2 recordings" });
  await dialog.getByRole("radio", { name: "The proofs alone" }).check();
  const saving = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Save them" }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toMatch(/^vendor-access-.*-proof\.lucid$/);
  expect(await verifyBundle(bytesSource(await readFile(await saved.path())))).toMatchObject({ verified: true });
  await dialog.getByRole("button", { name: "Stop here" }).click();
  await dialog.getByText("1 of 2 saved · The others are not there: see below.").waitFor(PATIENCE);
  await dialog.getByText("not saved: it was stopped before").waitFor();
});

it("changes the policy and the desktop of a draft where it stands, and says when a name is too long", async () => {
  const consent = { text: "This is recorded.", accepted: true };
  const { session_id } = await node.owner.client.sessions.create({ name: "Tomorrow", consent });
  await using opened = await openOwnersPage(browser, node, "/sessions");
  const { page } = opened;
  await page.getByRole("button", { name: "Change: Tomorrow" }).click();
  const dialog = page.getByRole("dialog", { name: "Change “Tomorrow”" });
  await dialog.getByRole("textbox", { name: "Name" }).fill("n".repeat(257));
  await dialog.getByText("2 letters too many: 255 are the most.").waitFor();
  await expect.poll(() => dialog.getByRole("button", { name: "Save" }).isDisabled()).toBe(true);
  await dialog.getByRole("textbox", { name: "Name" }).fill("n".repeat(250));
  await dialog.getByText("5 letters left.").waitFor();
  await dialog.getByRole("textbox", { name: "Name" }).fill("Tomorrow, with clipboard");
  await dialog.getByRole("combobox", { name: "Policy" }).click();
  await page.getByRole("option", { name: "With clipboard" }).click();
  await dialog.getByText("copy text both ways").waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByText("Tomorrow, with clipboard").waitFor();
  expect(await node.owner.client.sessions.get({ session_id })).toMatchObject({
    name: "Tomorrow, with clipboard",
    policy: { clipboard: { host_to_remote: true, remote_to_host: true } },
  });
  expect(opened.complaints).toEqual([]);
});
