import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Session } from "@lucid/contract";
import { bytesSource, judgeBundle } from "@lucid/proof";
import { buildTestSession, bundleBytes } from "@lucid/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser, PATIENCE, seriousFindings, type TestBrowser } from "./open-browser.ts";
import { listenFor } from "./page-steps.ts";
import { openOwnersPage, playWhole, shownColour, unlock } from "./player-steps.ts";
import { recordSession } from "./record-session.ts";
import { type OwnedNode, startOwnedNode } from "./start-page-node.ts";
import { choose } from "./verify-steps.ts";

const UNKNOWN = "00000000-0000-4000-8000-000000000000";

let browser: TestBrowser;
let node: OwnedNode;
let recorded: Session;
let folder: string;
let files: { readonly good: string; readonly foreign: string };

beforeAll(async () => {
  [browser, node, folder] = await Promise.all([openBrowser(), startOwnedNode(), mkdtemp(join(tmpdir(), "lucid-verify-link-"))]);
  recorded = await recordSession(node);
  files = { good: join(folder, "good.lucid"), foreign: join(folder, "foreign.lucid") };
  const bundle = await node.owner.download(`/sessions/${recorded.session_id}/bundle`);
  await writeFile(files.good, new Uint8Array(await bundle.arrayBuffer()));
  await writeFile(files.foreign, await bundleBytes(buildTestSession("somebody else").content()));
});
afterAll(async () => {
  await browser.close();
  await node[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

describe("a link that verifies a session", () => {
  it("fetches and checks its bundle at once, also for somebody who has to log in first", async () => {
    const path = `/verify#session=${recorded.session_id}`;
    await using opened = await openOwnersPage(browser, node, path);
    const { page } = opened;
    await page.locator("[data-verdict=verified]").getByText("Unaltered, with one gap").waitFor();
    await page.getByText("Recorded by the node you are using, allowed by you.").waitFor();
    expect(opened.complaints).toEqual([]);
    const context = await browser.newContext({ locale: "en-GB" });
    const stranger = await context.newPage();
    await stranger.goto(`${node.url}${path}`);
    await stranger.waitForURL(/\/login/);
    expect(new URL(stranger.url()).searchParams.get("back")).toBe(path);
    await context.close();
  });

  it("says so when it names no session, or none that there is", async () => {
    await using opened = await openOwnersPage(browser, node, "/verify#session=12");
    const { page } = opened;
    const alert = page.getByRole("alert").filter({ hasText: "This link cannot be used" });
    await alert.getByText("What it names as session is none. Perhaps it was cut when it was copied.").waitFor();
    await page.goto(`${node.url}/verify#session=${UNKNOWN}`);
    await page.getByText("Drop the file that came with the link.").waitFor();
    await expect.poll(() => page.getByRole("textbox", { name: "Session" }).inputValue()).toBe(UNKNOWN);
    await choose(page, files.good);
    await page.getByRole("alert").getByText("This is the recording of another session than the one you expect.").waitFor();
  });

  it("is copied from the session's page", async () => {
    await using opened = await openOwnersPage(browser, node, `/sessions/${recorded.session_id}`);
    const { page } = opened;
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByRole("button", { name: "Share" }).click();
    await page.getByText("A link that verifies it is copied.").waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(`${new URL(node.url).origin}/verify#session=${recorded.session_id}`);
  });
});

describe("what a recording must be", () => {
  const wholeLink = async (): Promise<string> => {
    const { node_id, network } = await node.owner.client.node.info();
    const { tron_address: wallet } = await node.owner.client.people.me();
    return `#session=${recorded.session_id}&node=${node_id}&owner=${wallet}&network=${network}`;
  };

  it("is refused or identified as it is typed, before the file or after it", async () => {
    await using opened = await openOwnersPage(browser, node, "/proofs");
    const { page } = opened;
    const verified = page.locator("[data-verdict=verified]");
    await page.getByText("What the recording must be").click();
    const owner = page.getByRole("textbox", { name: "Owner" });
    await owner.fill("TJRabPrwbZy45sbavfcjinPJC18kjpRTv8");
    await choose(page, files.foreign);
    await page.getByRole("alert").getByText("The recording was allowed by another owner than the one you expect.").waitFor();
    await page.getByRole("button", { name: /: copy the whole expected$/ }).waitFor();
    await owner.fill("Jana");
    await owner.press("Enter");
    await page.getByText("The file has not been checked yet").waitFor();
    await page.getByText("This is no address, or there is a slip in it.").waitFor();
    await expect.poll(() => page.locator("[data-verdict]").count()).toBe(0);
    expect(await seriousFindings(page)).toEqual([]);
    await owner.fill("");
    await owner.press("Enter");
    await verified.getByText("Consistent in itself; nobody is identified").waitFor();
    expect(opened.complaints).toEqual([]);
  });

  it("is in the link that the export gives, which needs no account", async () => {
    await using opened = await openOwnersPage(browser, node, `/sessions/${recorded.session_id}`);
    const { page } = opened;
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByRole("button", { name: "Export", exact: true }).click();
    await page.getByRole("radio", { name: "The proof alone" }).check();
    await page.getByRole("button", { name: "Make the bundle" }).click();
    const copied = await listenFor(page, "Link copied");
    await page.getByRole("button", { name: "Copy the link" }).click();
    await copied();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link).toBe(`${new URL(node.url).origin}/verify.html${await wholeLink()}`);

    const context = await browser.newContext({ locale: "en-GB" });
    const stranger = await context.newPage();
    const asked: string[] = [];
    stranger.on("request", (request) => asked.push(request.url()));
    await stranger.goto(link.replace("verify.html", "verify"));
    await stranger.waitForURL(link);
    await choose(stranger, files.good);
    await stranger.getByText("Consistent in itself; nobody is identified").waitFor();
    await stranger.getByRole("checkbox", { name: "I know whom this link is from" }).check();
    await stranger.getByText("Recorded by the node that you expect, allowed by the owner that you expect.").waitFor();
    await choose(stranger, files.foreign);
    await stranger
      .getByRole("alert")
      .getByText("The recording is anchored on a network that is not in your list of trusted networks.")
      .waitFor();
    expect(asked.filter((url) => url.includes(recorded.session_id) && !url.includes("#"))).toEqual([]);
    await stranger.goto(`${link}&file=1`);
    await stranger.getByText('It holds "file", which is none of session, node, owner and network.').waitFor();
    await context.close();
  });
});

describe("a video with its proof", () => {
  it("is saved on the record page, whole or a part, plays, and is checked on the verify page", async () => {
    await using opened = await openOwnersPage(browser, node, `/sessions/${recorded.session_id}`);
    const { page } = opened;
    await page.getByText("This recording is locked").waitFor();
    await page.getByRole("button", { name: "Export" }).click();
    await expect.poll(() => page.getByRole("radio", { name: "A video (MP4)" }).isDisabled()).toBe(true);
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
    await unlock(page);
    await expect.poll(() => shownColour(page), PATIENCE).toBe("red");
    await page.getByRole("button", { name: "Export" }).click();
    await page.getByRole("radio", { name: "A video (MP4)" }).check();
    const make = async () => {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: "Make the video" }).click(),
      ]);
      const file = await download.path();
      return { name: download.suggestedFilename(), file, bytes: await readFile(file) };
    };
    const whole = await make();
    expect(whole.name).toMatch(/^quarterly-patch-window-\d{4}-\d\d-\d\d\.mp4$/);
    expect(await judgeBundle(bytesSource(whole.bytes))).toMatchObject({
      verified: true,
      facts: { sessionId: recorded.session_id, included: [[0, 5]], absent: [] },
      video: { parts: [{ chunks: [0, 5], state: "proven" }], gaps: [{ missingMs: 30_000 }] },
    });
    const end = page.getByRole("slider", { name: "End" });
    await end.focus();
    for (let step = 0; step < 20; step += 1) await end.press("ArrowLeft");
    const part = await make();
    expect(part.name).toMatch(/-part\.mp4$/);
    const judged = await judgeBundle(bytesSource(part.bytes));
    expect(judged).toMatchObject({ verified: true, video: { parts: [{ chunks: [0, expect.any(Number)] }] } });
    if (judged.verified) expect(judged.facts.includedCount).toBeLessThan(6);

    const played = await playWhole(page, whole.bytes, "blue");
    expect(played).toEqual({ error: null, ended: true, colour: "blue" });
    await page.goto(`${node.url}/proofs`);
    await page.locator("input[type=file]").setInputFiles(whole.file);
    const verdict = page.locator("[data-verdict=verified]");
    await verdict.getByText("The pictures are the recorded ones", { exact: true }).waitFor(PATIENCE);
    await verdict.getByText(/of this video: chunks 1-6 of 6, picture by picture as they were recorded\.$/).waitFor();
    await verdict.getByText("Check it yourself, step by step").click();
    await verdict.locator("[data-check=pictures]").waitFor();
    const changed = Buffer.from(whole.bytes);
    const inside = changed.indexOf("mdat") + 3_000;
    changed[inside] = (changed[inside] ?? 0) ^ 1;
    await page.locator("input[type=file]").setInputFiles({ name: "changed.mp4", mimeType: "video/mp4", buffer: changed });
    const refused = page.locator("[data-verdict=refused]");
    await refused
      .getByText("The pictures of this chunk are not the recorded ones: the video was edited or encoded again.")
      .waitFor();
    await refused.getByText(/of this video: chunk 1 of 6, and NOT the recorded pictures\.$/).waitFor();
    expect(opened.complaints).toEqual([]);
  });
});
