import { readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Session } from "@lucid/contract";
import { newIdentity } from "@lucid/identity";
import { bytesSource, verifyBundle } from "@lucid/proof";
import { createNodeTime } from "@lucid/testkit/node";
import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sessionOf, startSession, temporaryFolder, until } from "../node/test-node.ts";
import { openBrowser, PATIENCE, type TestBrowser } from "./open-browser.ts";
import { listenFor } from "./page-steps.ts";
import { openOwnersPage, playedTo, seekTo, shownColour, unlock } from "./player-steps.ts";
import {
  finalSession,
  keepPicture,
  pauseFor30s,
  recordChunks,
  recordSession,
  sealSession,
  storedChunks,
} from "./record-session.ts";
import { type OwnedNode, PASSPHRASE, startOwnedNode } from "./start-page-node.ts";

let browser: TestBrowser;
let node: OwnedNode;
let recorded: Session;

beforeAll(async () => {
  [browser, node] = await Promise.all([openBrowser(), startOwnedNode()]);
  recorded = await recordSession(node);
  await keepPicture(node, recorded);
});
afterAll(async () => {
  await browser.close();
  await node[Symbol.asyncDispose]();
});

/** Seconds of the video that the browser keeps, from and to. */
const keptVideo = (page: Page): Promise<readonly (readonly [number, number])[]> =>
  page.evaluate(() => {
    const ranges = document.querySelector("video")?.buffered;
    return Array.from({ length: ranges?.length ?? 0 }, (_, at) => [ranges?.start(at) ?? 0, ranges?.end(at) ?? 0] as const);
  });

const path = (session: Pick<Session, "session_id">): string => `/sessions/${session.session_id}`;

describe("the player", () => {
  it("shows the recording's frames once the wallet is unlocked, and says that they were checked", async () => {
    await using opened = await openOwnersPage(browser, node, path(recorded));
    const { page } = opened;
    await page.getByText("This recording is locked").waitFor();
    await unlock(page);
    // The time line shows what happened in chunks that are open, and of the others that they are sealed: playing opens them.
    await expect.poll(() => page.locator("[data-bar]").count(), PATIENCE).toBeGreaterThan(0);
    expect(await page.locator("[data-sealed]").count()).toBeGreaterThan(0);
    await page.getByRole("button", { name: "Play", exact: true }).click();
    await expect.poll(() => shownColour(page), PATIENCE).toBe("red");
    const before = await playedTo(page);
    await expect.poll(() => playedTo(page), PATIENCE).toBeGreaterThan(before + 1);
    await page
      .getByText(/checked here/)
      .first()
      .waitFor();
    expect(opened.complaints).toEqual([]);
  });

  it("seeks into another take and fetches only the chunks around it", async () => {
    await using opened = await openOwnersPage(browser, node, path(recorded));
    const { page } = opened;
    await unlock(page);
    await expect.poll(() => shownColour(page), PATIENCE).toBe("red");
    await expect.poll(() => opened.asked.toSorted((a, b) => a - b), PATIENCE).toEqual([0, 1, 2]);
    opened.asked.length = 0;
    // 90 s long: the second take begins at 60 s.
    await seekTo(page, 0.92);
    await expect.poll(() => shownColour(page), PATIENCE).toBe("blue");
    expect(await playedTo(page)).toBeGreaterThan(78);
    expect(opened.asked).toEqual([5]);
    await seekTo(page, 0.02);
    await expect.poll(() => shownColour(page), PATIENCE).toBe("red");
  });

  it("fetches again what the browser threw out of its memory, and plays on", async () => {
    await using opened = await openOwnersPage(browser, node, path(recorded));
    const { page } = opened;
    await page.getByText("This recording is locked").waitFor();
    await page.evaluate(() => {
      const { addSourceBuffer } = MediaSource.prototype;
      MediaSource.prototype.addSourceBuffer = function (type) {
        const buffer = addSourceBuffer.call(this, type);
        addEventListener("throw-out", () => buffer.remove(11, 19));
        return buffer;
      };
    });
    await unlock(page);
    await expect.poll(() => shownColour(page), PATIENCE).toBe("red");
    await expect.poll(() => opened.asked.toSorted((a, b) => a - b), PATIENCE).toEqual([0, 1, 2]);
    await expect.poll(() => keptVideo(page), PATIENCE).toEqual([[expect.closeTo(0, 0), expect.closeTo(30, 0)]]);
    await page.evaluate(() => dispatchEvent(new Event("throw-out")));
    await expect.poll(() => keptVideo(page), PATIENCE).toHaveLength(2);
    await seekTo(page, 8 / 90);
    await page.keyboard.press(" ");
    await expect.poll(() => playedTo(page), PATIENCE).toBeGreaterThan(15);
    // It is there again: nothing was passed over.
    expect(await keptVideo(page)).toHaveLength(1);
  });

  it("shows the last frame when it is sent to the end, and the first one again from there", async () => {
    await using opened = await openOwnersPage(browser, node, path(recorded));
    const { page } = opened;
    await unlock(page);
    await expect.poll(() => shownColour(page), PATIENCE).toBe("red");
    await page.keyboard.press("End");
    await expect.poll(() => shownColour(page), PATIENCE).toBe("blue");
    expect(await playedTo(page)).toBeGreaterThan(88);
    await page.getByText("Opening the recording").waitFor({ state: "detached", ...PATIENCE });
    await seekTo(page, 0.9999);
    await expect.poll(() => shownColour(page), PATIENCE).toBe("blue");
    await page.keyboard.press(" ");
    await expect.poll(() => shownColour(page), PATIENCE).toBe("red");
  });

  it("plays over the gap between two takes and says why it is there", async () => {
    await using opened = await openOwnersPage(browser, node, path(recorded));
    const { page } = opened;
    await unlock(page);
    await seekTo(page, 28 / 90);
    const named = await listenFor(page, "Jumped over a gap: paused 30 s: “break”");
    await page.getByRole("button", { name: "Play", exact: true }).click();
    await named();
    await expect.poll(() => shownColour(page), PATIENCE).toBe("blue");
    expect(await playedTo(page)).toBeGreaterThanOrEqual(60);
    await page.getByRole("button", { name: "Pause", exact: true }).click();
    await seekTo(page, 0.5);
    await page.getByText("Nothing was recorded here: paused 30 s: “break”").waitFor();
    expect(opened.complaints).toEqual([]);
  });

  it("plays at 16 times the speed to the end, and lets go of what lies behind", async () => {
    const long = await recordSession(node, { name: "Long", takes: [12, 12] });
    await keepPicture(node, long);
    await using opened = await openOwnersPage(browser, node, path(long));
    const { page } = opened;
    await unlock(page);
    for (let press = 0; press < 4; press += 1) await page.keyboard.press(">");
    await page.getByRole("button", { name: "Speed 16 times" }).waitFor();
    await page.keyboard.press(" ");
    await page.getByRole("button", { name: "Pause", exact: true }).waitFor();
    // It stops by itself at the end: 270 s.
    await page.getByRole("button", { name: "Play", exact: true }).waitFor(PATIENCE);
    expect(await playedTo(page)).toBeGreaterThan(267);
    expect(opened.asked.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 24 }, (_, index) => index));
    const from = await page.evaluate(() => document.querySelector("video")?.buffered.start(0) ?? 0);
    expect(from).toBeGreaterThan(150);
    // Played to the end, it starts again from the beginning.
    await page.keyboard.press(" ");
    await expect.poll(() => shownColour(page), PATIENCE).toBe("red");
  });

  it("skips what nobody did without fetching it", async () => {
    const idle = await recordSession(node, { name: "Idle", takes: [9, 1], idle: [1, 2, 3, 4, 5, 6, 7] });
    await keepPicture(node, idle);
    await using opened = await openOwnersPage(browser, node, path(idle));
    const { page } = opened;
    await unlock(page);
    await page.getByRole("button", { name: "Skip idle" }).click();
    await page.getByRole("button", { name: "Play", exact: true }).click();
    await expect.poll(() => playedTo(page), PATIENCE).toBeGreaterThan(79);
    expect(opened.asked).not.toContain(5);
  });

  it("names a damaged chunk, and plays the rest", async () => {
    const damaged = await recordSession(node, { name: "Damaged" });
    const altered = await readFile(node.chunkFile(damaged.session_id, 1));
    altered[200] = (altered[200] ?? 0) ^ 1;
    await writeFile(node.chunkFile(damaged.session_id, 1), altered);
    await rm(node.chunkFile(damaged.session_id, 4));
    await using opened = await openOwnersPage(browser, node, path(damaged));
    const { page } = opened;
    await unlock(page);
    await seekTo(page, 15 / 90);
    await page.getByText("Chunk 2 is damaged").waitFor();
    await page.getByText("Its bytes are not the ones that were recorded: the hash is another.").waitFor();
    await page.getByRole("button", { name: "Play", exact: true }).click();
    await expect.poll(() => playedTo(page), PATIENCE).toBeGreaterThan(20);
    await expect.poll(() => shownColour(page), PATIENCE).toBe("red");
    const named = await listenFor(page, "Jumped over chunk 5: it is damaged");
    await seekTo(page, 75 / 90);
    await named();
    await expect.poll(() => playedTo(page), PATIENCE).toBeGreaterThan(80);
    await page.getByRole("heading", { name: "2 chunks are damaged on this node" }).waitFor();
    await page.getByText("All 6 chunks, with hashes and proofs").click();
    await page.getByRole("row", { name: /^2 .*damaged/ }).waitFor();
    await page.getByRole("row", { name: /^5 .*damaged/ }).waitFor();
  });

  it("goes on behind a chunk that the node has only a part of, and after the node was away", async () => {
    const cut = await recordSession(node, { name: "Cut" });
    await truncate(node.chunkFile(cut.session_id, 2), 500);
    await using opened = await openOwnersPage(browser, node, path(cut));
    const { page } = opened;
    await unlock(page);
    await seekTo(page, 25 / 90);
    await page.getByText("Chunk 3 is damaged").waitFor(PATIENCE);
    await page.getByText("The recording could not be fetched").waitFor({ state: "detached" });
    await page.context().setOffline(true);
    await seekTo(page, 0.95);
    await page.getByText("The recording could not be fetched").waitFor();
    await page.context().setOffline(false);
    await expect.poll(() => shownColour(page), PATIENCE).toBe("blue");
    await page.getByText("The recording could not be fetched").waitFor({ state: "detached" });
  });

  it("plays on as a running session grows", async () => {
    // Late enough that what it records is from just now.
    await using node = await startOwnedNode({
      time: createNodeTime(Date.now() - 60_000),
      settings: { block_interval: 1 },
    });
    const id = await startSession(node.owner, { name: "Vendor access, billing db" });
    await recordChunks(node, id, { from: 0, to: 2 });
    // The second chunk closes with the first picture of the third; some blocks later the chain knows it for good.
    await node.work(5);
    await using opened = await openOwnersPage(browser, node, path({ session_id: id }));
    const { page } = opened;
    await page.getByText(/Proven up to .+ ago/).waitFor();
    await unlock(page);
    await page.getByRole("button", { name: "Live", exact: true }).click();
    await expect.poll(() => shownColour(page), PATIENCE).toBe("red");
    await node.work(5.5);
    await storedChunks(node, id, 3);
    await expect.poll(() => page.getByTestId("elapsed").innerText(), PATIENCE).toContain("/ 00:00:30");
    // Said while the live part is not heard, which is tried again each second.
    const waits = await listenFor(page, "Waiting for the next chunk");
    await seekTo(page, 0.93);
    await expect.poll(() => playedTo(page), PATIENCE).toBeGreaterThan(28);
    await waits();
    await node.owner.client.sessions.pause({ session_id: id, reason: "break" });
    await storedChunks(node, id, 4);
    // To the browser a pause lasts until now: the node's clock has to agree.
    node.time.clock.setNow(Date.now());
    await node.owner.client.sessions.resume({ session_id: id });
    // However far the browser's now ran ahead meanwhile, what is recorded comes to it.
    await expect
      .poll(async () => {
        await node.work(2);
        return shownColour(page);
      }, PATIENCE)
      .toBe("blue");
    await sealSession(node, id);
    await page.getByText("Final on the chain, with one gap").waitFor();
    expect(opened.complaints).toEqual([]);
  });

  it("says plainly who can open a recording that is not for the viewer", async () => {
    const foreign = await recordSession(node, { name: "Foreign", recipients: [newIdentity().recipient] });
    await using opened = await openOwnersPage(browser, node, path(foreign));
    const { page } = opened;
    await page.getByText("This recording is locked").waitFor();
    expect(await page.locator("[data-bar]").count()).toBe(0);
    await page.getByRole("button", { name: "Unlock to watch" }).click();
    await page.getByRole("dialog").locator("input[type=password]").fill(PASSPHRASE);
    await page.keyboard.press("Enter");
    await page.getByText("This recording is not encrypted for you").waitFor();
    await page.getByText("Who can open it:").waitFor();
    expect(opened.asked).toEqual([]);
  });
});

describe("the proof", () => {
  it("of a session that was cut off says so, and why", async () => {
    await using folder = await temporaryFolder();
    const data = join(folder.path, "data");
    const first = await startOwnedNode({ data });
    const id = await startSession(first.owner);
    await recordChunks(first, id, { from: 0, to: 2 });
    await pauseFor30s(first, id, 2);
    await first.work(5);
    await first[Symbol.asyncDispose]();
    await using node = await startOwnedNode({ data, time: first.time });
    await finalSession(node, id);
    await using opened = await openOwnersPage(browser, node, path({ session_id: id }));
    const { page } = opened;
    await page.getByRole("heading", { name: "Final on the chain, cut off at the end" }).waitFor();
    await page.getByText("the end is cut off: the node stopped").waitFor();
    await page.getByText("paused 30 s: “break”", { exact: true }).waitFor();
  });

  it("of a session whose programs took too much memory says at what it ended", async () => {
    const id = await startSession(node.owner, { name: "Greedy" });
    await recordChunks(node, id, { from: 0, to: 1 });
    node.desktops.of(id).reach("cpu");
    expect(await sessionOf(node.owner, id)()).toMatchObject({ state: "recording" });
    node.desktops.of(id).reach("memory");
    await until(sessionOf(node.owner, id), ({ state }) => state !== "recording");
    expect(await finalSession(node, id)).toMatchObject({ end: "limit", reason: { code: "limit-memory" } });
    await using opened = await openOwnersPage(browser, node, path({ session_id: id }));
    await opened.page.getByText("About this session").click();
    await opened.page.getByText("its programs used all the memory").waitFor();
  });

  it("is checked in the page, down to every chunk", async () => {
    await using opened = await openOwnersPage(browser, node, path(recorded));
    const { page } = opened;
    await page.getByRole("button", { name: "Verify" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Verify", exact: true }).click();
    const verdict = page.getByRole("dialog").locator("[data-verdict=verified]");
    await verdict.getByText("Every chunk is in this file, and each one has the bytes it was recorded with.").waitFor(PATIENCE);
    await verdict.getByText("This is the network of the node you are using.").waitFor();
    expect(opened.complaints).toEqual([]);
  });

  it("leaves the page as a bundle of what was asked for", async () => {
    await using opened = await openOwnersPage(browser, node, path(recorded));
    const { page } = opened;
    // Who is quick asks before the page has the list of chunks.
    const list = Promise.withResolvers<void>();
    await page.route(/\/chunks(\?|$)/, (route) => list.promise.then(() => route.continue()));
    await page.reload();
    await page.getByRole("button", { name: "Export" }).click();
    list.resolve();
    await page.getByRole("radio", { name: "Without some chunks" }).check();
    await page.getByRole("textbox", { name: "Chunks to leave out" }).fill("7");
    await page.getByText("This is not a list of chunks of this session.").waitFor();
    await page.getByRole("textbox", { name: "Chunks to leave out" }).fill("2-3, 5");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Make the bundle" }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^quarterly-patch-window-\d{4}-\d\d-\d\d-redacted\.lucid$/);
    const verdict = await verifyBundle(bytesSource(await readFile(await download.path())));
    expect(verdict).toMatchObject({
      verified: true,
      facts: {
        included: [
          [0, 0],
          [3, 3],
          [5, 5],
        ],
        redacted: [
          [1, 2],
          [4, 4],
        ],
      },
    });

    await page.getByRole("radio", { name: "A part of the time" }).check();
    const [part] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Make the bundle" }).click(),
    ]);
    const chunks = await node.owner.client.sessions.chunks({ session_id: recorded.session_id });
    const toMs = Date.parse(chunks.chunks.at(-1)?.ended_at ?? "");
    const partial = await verifyBundle(bytesSource(await readFile(await part.path())));
    expect(partial).toMatchObject({ verified: true, facts: { includedCount: 6, range: { toMs } } });
  });

  it("is there for every single chunk", async () => {
    await using opened = await openOwnersPage(browser, node, path(recorded));
    const { page } = opened;
    await page.getByText("All 6 chunks, with hashes and proofs").click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Proof of chunk 3" }).click(),
    ]);
    expect(JSON.parse(await readFile(await download.path(), "utf8"))).toEqual(
      await node.owner.client.sessions.chunkProof({ session_id: recorded.session_id, chunk_id: 2 }),
    );
  });
});
