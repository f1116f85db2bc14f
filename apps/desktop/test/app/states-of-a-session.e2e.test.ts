import { readFile, writeFile } from "node:fs/promises";
import { newIdentity } from "@lucid/identity";
import type { Page } from "playwright";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startSession } from "../node/test-node.ts";
import { openGallery, STILL, writeIndex } from "./gallery.ts";
import { openBrowser, type TestBrowser } from "./open-browser.ts";
import { goTo, heading } from "./page-steps.ts";
import { openOwnersPage, seekTo, shownColour, unlock } from "./player-steps.ts";
import { recordChunks, recordSession, sealSession, storedChunks } from "./record-session.ts";
import { lostSession } from "./sketched-sessions.ts";
import { type OwnedNode, startOwnedNode } from "./start-page-node.ts";

let node: OwnedNode;
let browser: TestBrowser;

beforeAll(async () => {
  [browser, node] = await Promise.all([openBrowser(), startOwnedNode()]);
});
afterAll(async () => {
  writeIndex();
  await browser.close();
  await node[Symbol.asyncDispose]();
});

const CONSENT = { text: "This session is recorded.", accepted: true } as const;

async function closeDialog(page: Page): Promise<void> {
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

it("shows every state of a live session without a serious finding", async () => {
  const id = await startSession(node.owner, { name: "Vendor access, billing db" });
  await node.work(12);
  const { session_id: draft } = await node.owner.client.sessions.create({ name: "Prepared for tomorrow", consent: CONSENT });
  await using opened = await openOwnersPage(browser, node, `/sessions/${draft}/live`, STILL);
  const { page } = opened;
  const { found, look } = openGallery(page);
  await page.getByRole("heading", { name: "This session has not started" }).waitFor();
  await look("live-draft");

  await goTo(page, `/sessions/${id}/live`);
  await page.getByText("Keys go to the desktop.").first().waitFor();
  await look("live-recording");
  await page.getByRole("button", { name: /^Details/ }).click();
  await page.getByRole("button", { name: "Download the .rdp file" }).waitFor();
  await look("live-details");
  await page.getByRole("button", { name: /^Details/ }).click();
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByRole("dialog").waitFor();
  await look("live-pause");
  await closeDialog(page);
  await page.getByRole("button", { name: "End and seal" }).click();
  await page.getByRole("dialog").waitFor();
  await look("live-end");
  await closeDialog(page);

  await node.owner.client.sessions.pause({ session_id: id, reason: "password change" });
  await page.getByText(/^Paused: nothing is recorded/).waitFor();
  await look("live-paused");
  await node.owner.client.sessions.resume({ session_id: id });
  await page.getByText(/^Paused: nothing is recorded/).waitFor({ state: "hidden" });
  node.desktops.of(id).setVideoWorks(false);
  await node.time.pass(5);
  await page.getByText(/^Recording is interrupted/).waitFor();
  await look("live-frozen");
  node.desktops.of(id).setVideoWorks(true);
  await node.time.pass(10);
  await page.getByText(/^Recording is interrupted/).waitFor({ state: "hidden" });

  await page.context().setOffline(true);
  node.desktops.of(id).dropViewers();
  await page.getByText(/^The picture is lost/).waitFor();
  await page.getByText(/recording when last heard, .* ago$/).waitFor();
  await look("live-not-reached");
  await page.context().setOffline(false);
  await page.getByText(/^The picture is lost/).waitFor({ state: "hidden" });

  await node.work(10);
  await storedChunks(node, id, 2);
  await goTo(page, `/sessions/${id}`);
  await heading(page, "Vendor access, billing db");
  await page.getByText("This recording is locked").waitFor();
  await look("record-running");
  await node.owner.client.sessions.stop({ session_id: id });
  await page
    .getByText("sealed", { exact: true })
    .or(page.getByText("anchored", { exact: true }))
    .first()
    .waitFor();
  await look("record-sealed");
  await goTo(page, `/sessions/${id}/live`);
  await page.getByRole("heading", { name: "This desktop is closed" }).waitFor();
  await look("live-closed");
  expect(found).toEqual([]);
});

it("shows every state of a recording without a serious finding", async () => {
  const { client } = node.owner;
  const recorded = await recordSession(node);
  const damaged = await recordSession(node, { name: "Damaged" });
  const altered = await readFile(node.chunkFile(damaged.session_id, 1));
  altered[200] = (altered[200] ?? 0) ^ 1;
  await writeFile(node.chunkFile(damaged.session_id, 1), altered);
  const foreign = await recordSession(node, { name: "Foreign", takes: [1, 1], recipients: [newIdentity().recipient] });
  const deleted = await recordSession(node, { name: "Deleted", takes: [1, 1] });
  await client.sessions.remove({ session_id: deleted.session_id });
  const lost = await lostSession(node, "Incident 4471");
  const soon = await startSession(node.owner, { name: "Short-lived", retention_days: 1 });
  await recordChunks(node, soon, { from: 0, to: 1 });
  await sealSession(node, soon);
  node.desktops.failNext("The desktop did not start");
  await startSession(node.owner, { name: "Backup rehearsal" }).catch(() => undefined);
  const failed = (await client.sessions.list({ q: "rehearsal" })).sessions[0];
  const { session_id: draft } = await client.sessions.create({ name: "Prepared for today", consent: CONSENT });

  const path = `/sessions/${recorded.session_id}`;
  await using opened = await openOwnersPage(browser, node, path, STILL);
  const { page } = opened;
  const { found, look } = openGallery(page);
  await page.getByText("This recording is locked").waitFor();
  await look("record-locked");
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).waitFor();
  await look("record-menu");
  await page.getByRole("menuitem", { name: "Name and description" }).click();
  await page.getByRole("dialog").waitFor();
  await look("record-rename");
  await closeDialog(page);

  await unlock(page);
  await expect.poll(() => shownColour(page)).toBe("red");
  await look("record-open");
  await page.getByRole("button", { name: /^Speed/ }).click();
  await page.getByRole("menuitem").first().waitFor();
  await look("record-speed");
  await page.keyboard.press("Escape");
  await seekTo(page, 0.5);
  await page.getByText(/^Nothing was recorded here/).waitFor();
  // What the pointer is on is told below the line, and covers nothing of where the player is.
  const hovered = await page.getByTestId("hovered").boundingBox();
  const elapsed = await page.getByTestId("elapsed").boundingBox();
  expect(hovered?.y).toBeGreaterThan((elapsed?.y ?? Number.NaN) + (elapsed?.height ?? 0));
  await look("record-gap");
  await page.getByText("About this session").click();
  await page.getByText("All 6 chunks, with hashes and proofs").click();
  await page.getByRole("button", { name: "Proof of chunk 3" }).scrollIntoViewIfNeeded();
  await look("record-chunks");

  await page.getByRole("button", { name: "Export" }).click();
  await page.getByRole("dialog").waitFor();
  await look("export");
  await page.getByRole("radio", { name: "A part of the time" }).check();
  await look("export-part");
  await page.getByRole("radio", { name: "Without some chunks" }).check();
  await page.getByRole("textbox", { name: "Chunks to leave out" }).fill("7");
  await page.getByText("This is not a list of chunks of this session.").waitFor();
  await look("export-wrong");
  await page.getByRole("radio", { name: "The proof alone" }).check();
  await page.getByRole("button", { name: "Make the bundle" }).click();
  await page.getByText(/^Saved: /).waitFor();
  await look("export-done");
  await closeDialog(page);
  await page.getByRole("button", { name: "Verify", exact: true }).click();
  await page.getByRole("dialog").waitFor();
  await look("verify-ask");
  await page.getByRole("dialog").getByRole("button", { name: "Verify", exact: true }).click();
  await page.getByRole("dialog").locator("[data-verdict=verified]").waitFor();
  await look("verify-verdict");
  await closeDialog(page);

  await goTo(page, `/sessions/${damaged.session_id}`);
  await page.locator("video").waitFor();
  await seekTo(page, 15 / 90);
  await page.getByText("Chunk 2 is damaged").waitFor();
  await look("record-damaged");
  for (const [{ session_id }, name, words, state] of [
    [foreign, "Foreign", "This recording is not encrypted for you", "record-not-for-you"],
    [deleted, "Deleted", "This recording was deleted", "record-deleted"],
    [lost, "Incident 4471", /cut off/, "record-cut-off"],
    [{ session_id: failed?.session_id ?? "" }, "Backup rehearsal", "Nothing was recorded", "record-failed"],
  ] as const) {
    await goTo(page, `/sessions/${session_id}`);
    await heading(page, name);
    await page.getByRole("main").getByText(words).first().waitFor();
    await look(state);
  }
  // What was prepared only has no record: it is started, changed or given up.
  await goTo(page, `/sessions/${draft}`);
  await page.getByRole("button", { name: "Start recording" }).waitFor();
  await page.getByText("Programs reach no network at all.").waitFor();
  await look("record-draft");
  await page.getByRole("button", { name: "Change" }).click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("Prepared for tonight");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await heading(page, "Prepared for tonight");
  await page.getByRole("button", { name: "Give up" }).click();
  await page.getByRole("main").getByText("Nothing was recorded", { exact: true }).first().waitFor();
  await look("record-given-up");
  await goTo(page, `/sessions/${deleted.session_id}`);
  await heading(page, "Deleted");
  await page.getByRole("button", { name: "Export" }).click();
  await page.getByRole("dialog").waitFor();
  await look("export-of-deleted");
  await closeDialog(page);

  // Kept for a day only, which home says too; a note, and a legal hold in its place.
  await client.notes.add({ session_id: soon, text: "Checked with the vendor." });
  await goTo(page, `/sessions/${soon}`);
  await page.getByText("Checked with the vendor.").waitFor();
  await look("record-kept-for-a-day");
  await goTo(page, "/");
  await page.getByRole("region", { name: /^Deleted within/ }).waitFor();
  await look("home-soon-deleted");
  await client.sessions.update({ session_id: soon, legal_hold: true });
  await goTo(page, `/sessions/${soon}`);
  await page.getByText(/^Under legal hold/).waitFor();
  await look("record-held");
  await goTo(page, `/verify#session=${recorded.session_id}`);
  await page.locator("[data-verdict=verified]").waitFor();
  await look("verify-link");
  await goTo(page, "/verify#session=12");
  await page.getByRole("alert").filter({ hasText: "This link cannot be used" }).waitFor();
  await look("verify-link-cut");
  expect(found).toEqual([]);
});
