import { newIdentity } from "@lucid/identity";
import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startSession } from "../node/test-node.ts";
import { openBrowser, PATIENCE, seriousFindings, type TestBrowser } from "./open-browser.ts";
import { openOwnersPage, shownColour, unlock } from "./player-steps.ts";
import { sealSession, storedChunks } from "./record-session.ts";
import { type OwnedNode, PASSPHRASE, startOwnedNode } from "./start-page-node.ts";

/** A page takes a node for gone that says nothing for more than three of them. */
const COMING_MS = 1_000;

/** Length of the recording, as far as the page has heard of it. */
async function heardSeconds(page: Page): Promise<number> {
  const [, hours, minutes, seconds] = /\/ (\d+):(\d\d):(\d\d)$/.exec(await page.getByTestId("elapsed").innerText()) ?? [];
  return Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
}

let browser: TestBrowser;
let node: OwnedNode;

beforeAll(async () => {
  [browser, node] = await Promise.all([openBrowser(), startOwnedNode()]);
});
afterAll(async () => {
  await browser.close();
  await node[Symbol.asyncDispose]();
});

describe("the record of a running session", () => {
  it("plays before its first chunk is sealed, through a pause, and fetches nothing that came live", async () => {
    const id = await startSession(node.owner, { name: "Just begun" });
    await using opened = await openOwnersPage(browser, node, `/sessions/${id}`);
    const { page } = opened;
    await unlock(page);
    await node.work(3);
    await page.getByText("not yet sealed").waitFor(PATIENCE);
    await page.getByRole("button", { name: "Live", exact: true }).click();
    await expect.poll(() => shownColour(page), PATIENCE).toBe("red");
    expect((await node.owner.client.sessions.get({ session_id: id })).chunk_count).toBe(0);
    await page.getByText(/^Typed: \d+ keys/).waitFor(PATIENCE);
    expect(await seriousFindings(page)).toEqual([]);

    // A page gives up a connection that brings nothing for seconds, and has the chunk live only if it hears of its end:
    // something comes until the pause does.
    const coming = setInterval(() => node.time.step(), COMING_MS);
    await expect.poll(() => heardSeconds(page), PATIENCE).toBeGreaterThanOrEqual(4);
    await node.owner.client.sessions.pause({ session_id: id, reason: "break" }).finally(() => clearInterval(coming));
    await storedChunks(node, id, 1);
    await page.getByText("sealed, not checked here").waitFor(PATIENCE);
    await node.time.pass(30);
    await node.owner.client.sessions.resume({ session_id: id });
    // One second after the other, each once the page has heard of the one before: the connection that it gave up meanwhile may be
    // on its way again, and a chunk that is over by then has not come live.
    const [first] = (await node.owner.client.sessions.chunks({ session_id: id })).chunks;
    const startMs = Date.parse(first?.started_at ?? "");
    const unheardSeconds = async (): Promise<number> =>
      Math.abs((node.time.clock.now() - startMs) / 1_000 - (await heardSeconds(page)));
    while ((await shownColour(page)) !== "blue") {
      await node.work(1);
      await expect.poll(unheardSeconds, PATIENCE).toBeLessThan(1.5);
    }
    expect(opened.asked).toEqual([]);

    await page.keyboard.press("Home");
    await expect.poll(() => opened.asked, PATIENCE).toEqual([0]);
    await expect.poll(() => shownColour(page), PATIENCE).toBe("red");
    await page.getByText("sealed, not checked here").waitFor({ state: "detached", ...PATIENCE });
    // It may play on to where nothing was compared.
    const shownAsSealed = async (): Promise<number> => {
      await page.keyboard.press("Home");
      return await page.getByText("sealed as it was shown live").count();
    };
    await expect.poll(shownAsSealed, PATIENCE).toBe(1);
    await sealSession(node, id);
    expect(opened.complaints).toEqual([]);
  });

  it("asks for nothing live where the recording is not for the one who looks", async () => {
    const id = await startSession(node.owner, { name: "For somebody else" }, [newIdentity().recipient]);
    await using opened = await openOwnersPage(browser, node, `/sessions/${id}`);
    const { page } = opened;
    const followed: string[] = [];
    page.on("request", (request) => {
      if (request.url().includes("/tail")) followed.push(request.url());
    });
    await page.getByRole("button", { name: "Unlock to watch" }).click();
    await page.getByRole("dialog").locator("input[type=password]").fill(PASSPHRASE);
    await page.getByRole("dialog").getByRole("button", { name: "Unlock", exact: true }).click();
    await page.getByText("This recording is not encrypted for you").waitFor(PATIENCE);
    expect(followed).toEqual([]);
    await sealSession(node, id);
  });
});
