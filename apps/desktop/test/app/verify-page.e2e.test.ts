import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Session } from "@lucid/contract";
import type { DeletionStatement } from "@lucid/proof";
import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openGallery, STILL, writeIndex } from "./gallery.ts";
import { openBrowser, type TestBrowser } from "./open-browser.ts";
import { openOwnersPage } from "./player-steps.ts";
import { recordSession } from "./record-session.ts";
import { type OwnedNode, startOwnedNode } from "./start-page-node.ts";
import { type VerifyFiles, writeVerifyFiles } from "./verify-files.ts";
import { choose, drop, print, replaceNextWorker, seeBeside, seeSeveral } from "./verify-steps.ts";

const STATIC_PAGE = pathToFileURL(fileURLToPath(new URL("../../renderer/dist/verify.html", import.meta.url))).href;

let browser: TestBrowser;
let node: OwnedNode;
let recorded: Session;
let folder: string;

let files: VerifyFiles;

beforeAll(async () => {
  [browser, node, folder] = await Promise.all([openBrowser(), startOwnedNode(), mkdtemp(join(tmpdir(), "lucid-verify-page-"))]);
  recorded = await recordSession(node);
  files = await writeVerifyFiles(folder, node, recorded.session_id);
});
afterAll(async () => {
  writeIndex();
  await browser.close();
  await node[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

describe("the verify page of the application", () => {
  it("says in words what a bundle proves, and that its network is the node's own", async () => {
    await using opened = await openOwnersPage(browser, node, "/proofs");
    const { page } = opened;
    await choose(page, files.good);
    const verdict = page.locator("[data-verdict=verified]");
    await verdict.getByText("Unaltered, with one gap").waitFor();
    await verdict.getByText("This is the network of the node you are using.").waitFor();
    await verdict.getByText(/^Paused for 30.s from .*\. The node wrote: "break"$/).waitFor();
    await verdict.getByText("This is the node you are using.").waitFor();
    await verdict.getByText("Recorded by the node you are using, allowed by you.").waitFor();
    // How many were on the chain before the end depends on how fast the machine seals and the chain takes them.
    await verdict
      .getByText(/^It was put on the chain while it ran, from .*: none of the chunks 1-[3-5] waited longer than /)
      .waitFor();
    const each = verdict.getByText(/^The first [3-5] chunks existed by /).first();
    await expect.poll(() => each.isVisible()).toBe(false);
    await verdict.getByText(/entr(y|ies) on the chain while it was recorded$/).click();
    await each.waitFor();
    await verdict.getByText("Check it yourself, step by step").click();
    await verdict.locator("[data-check=merkle-root]").getByText("root 0 6").waitFor();
    await verdict.locator("[data-check=names]").getByText(recorded.session_id).first().waitFor();
    expect(opened.complaints).toEqual([]);
  });

  it("refuses an altered file unmistakably, and names the chunk", async () => {
    await using opened = await openOwnersPage(browser, node, "/proofs");
    const { page } = opened;
    await choose(page, files.altered);
    const alert = page.getByRole("alert");
    await alert.getByText("Refused: do not rely on this file").waitFor();
    await alert.getByText("The content of this chunk was changed after it was recorded.").waitFor();
    await page.getByText(/^Chunk 6, from 20\d\d-\d\d-\d\d \S+ UTC to \S+ \S+ UTC$/).waitFor();
    await page.getByRole("button", { name: /: copy the whole session$/ }).waitFor();
    await expect.poll(() => page.locator("[data-verdict=verified]").count()).toBe(0);
    await choose(page, files.cut);
    await page.locator("[data-verdict=refused]").getByText("good.lucid").waitFor({ state: "detached" });
    await page.getByText(/^cut\.lucid, /).waitFor();
    await page.locator("[data-verdict=refused]").waitFor();
  });

  it("warns when a proof that holds is on another network", async () => {
    await using opened = await openOwnersPage(browser, node, "/proofs");
    const { page } = opened;
    await choose(page, files.foreign);
    await page.getByText("Consistent in itself; nobody is identified").waitFor();
    await page.getByText("This is NOT the network of the node you are using").waitFor();
    await page.locator("[data-tone=unidentified]").waitFor();
  });

  it("checks a chunk proof with the node's network, and the chunk's file with it", async () => {
    await using opened = await openOwnersPage(browser, node, "/proofs");
    const { page } = opened;
    await choose(page, files.proof);
    await page.getByText("The proof of this chunk holds").waitFor();
    await choose(page, files.proof, files.chunk);
    await page.getByText("This chunk is unaltered").waitFor();
    await choose(page, files.proof, files.otherChunk);
    await page.getByRole("alert").getByText("Refused: do not rely on this file").waitFor();
  });

  it("can be told to stop, and takes the next file", async () => {
    await using opened = await openOwnersPage(browser, node, "/proofs");
    const { page } = opened;
    await replaceNextWorker(page);
    await choose(page, files.good);
    await page.getByTestId("checking").getByText("Checking good.lucid").waitFor();
    await page.getByText("5\u00a0MB of 10\u00a0MB").waitFor();
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.locator("html[data-worker=ended]").waitFor();
    await page.getByText("Drop a .lucid file here").waitFor();
    await choose(page, files.redacted);
    await page.getByText("Unaltered, and a part of the recording").waitFor();
    await page.getByText(/Left out: 2 chunks \(2, 5\)/).waitFor();
  });

  it("takes a file that is dropped on any other page", async () => {
    await using opened = await openOwnersPage(browser, node, "/sessions");
    const { page } = opened;
    await page.getByRole("heading", { name: "Sessions", level: 1 }).waitFor();
    await drop(page, "main", "given.lucid", await readFile(files.good));
    await page.getByText(/^given\.lucid, /).waitFor();
    await page.locator("[data-verdict=verified]").waitFor();
    expect(new URL(page.url()).pathname).toBe("/proofs");
  });
});

it("checks what goes beside a recording, one after the other and together", async () => {
  await using opened = await openOwnersPage(browser, node, "/proofs", STILL);
  await seeBeside(opened.page, files);
  expect(opened.complaints).toEqual([]);
});

it("checks files that come together one after the other, and says what it says nothing about", async () => {
  await using opened = await openOwnersPage(browser, node, "/proofs", STILL);
  await seeSeveral(opened.page, files);
});

describe("verify.html, opened from a disk", () => {
  it("checks files that come together one after the other, and says what it says nothing about", async () => {
    await using opened = await openStatic();
    await seeSeveral(opened.page, files);
  });

  async function openStatic(): Promise<{ readonly page: Page; readonly requests: string[] } & AsyncDisposable> {
    const context = await browser.newContext({ locale: "en-GB", offline: true });
    const page = await context.newPage();
    const requests: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(STATIC_PAGE);
    return { page, requests, [Symbol.asyncDispose]: () => context.close() };
  }

  it("checks what goes beside a recording, one after the other and together", async () => {
    await using opened = await openStatic();
    await seeBeside(opened.page, files);
    expect(opened.requests.filter((url) => !url.startsWith("blob:"))).toEqual([STATIC_PAGE]);
  });

  it("verifies and refuses without any request", async () => {
    await using opened = await openStatic();
    const { page, requests } = opened;
    await choose(page, files.good);
    await page.locator("[data-verdict=verified]").getByText("Consistent in itself; nobody is identified").waitFor();
    await page.getByText("Anybody can found a network.").waitFor();
    await choose(page, files.altered);
    await page.getByText(/^Chunk 6, from /).waitFor();
    await choose(page, files.video);
    await page.getByText(/^The pictures are the recorded ones, and a part of the recording, since /).waitFor();
    await page.getByText("At 00:00:06 the video leaves chunks out: 3.").waitFor();
    await choose(page, files.changedVideo);
    await page.getByText("00:00:03 to 00:00:06 of this video: chunk 2 of 4, and NOT the recorded pictures.").waitFor();
    await page.getByText("00:00:00 to 00:00:03 of this video: chunk 1 of 4, picture by picture as they were recorded.").waitFor();
    await choose(page, files.bareVideo);
    await page.getByRole("alert").getByText("This video carries no proof").waitFor();
    await choose(page, files.text);
    await page.getByRole("alert").getByText("This is not a .lucid file.").waitFor();
    await choose(page, files.long);
    const tooLong = page.getByRole("alert").filter({ hasText: "long.lucid lists more than a page can check" });
    await tooLong.getByText("The command “lucid verify” takes less memory, and checks it.").waitFor();
    await tooLong.getByText(/^Its list of chunks takes \d+(\s\d{3})+ bytes; a page has memory for 25\s165\s824\./).waitFor();
    await tooLong.getByText("lucid verify 'long.lucid'", { exact: true }).waitFor();
    await expect.poll(() => page.locator("[data-verdict]").count()).toBe(0);
    expect(requests.filter((url) => !url.startsWith("blob:"))).toEqual([STATIC_PAGE]);
  });

  it("remembers a node under the reader's name, shows it beside the key, and forgets it", async () => {
    await using opened = await openStatic();
    const { page } = opened;
    await choose(page, files.foreign);
    const node = page.locator("[data-kind=node]");
    await node.getByRole("button", { name: "Remember this node key under a name" }).click();
    await node.getByRole("textbox", { name: "Your name for it" }).fill("Office");
    await node.getByRole("button", { name: "Remember", exact: true }).click();
    await page.getByText("Recorded by “Office”. The owner who allowed it is not identified.").waitFor();
    await node.getByRole("button", { name: /: copy the whole node key$/ }).waitFor();
    await page.reload();
    await page.getByRole("button", { name: "Forget Office" }).waitFor();
    await choose(page, files.foreign);
    await node.getByText("“Office”").waitFor();
    await node.getByRole("button", { name: "Forget the name of this node key" }).click();
    await page.getByText("Consistent in itself; nobody is identified").waitFor();
    await page.getByText("Empty. When you check a proof").waitFor();
  });

  it("gives its address book out as a file, and takes one over without changing a name", async () => {
    await using opened = await openStatic();
    const { page } = opened;
    const entry = (key: string, name: string) => ({ kind: "node", key, name, added_at: "2026-11-29T03:40:00.000Z" });
    const [one, other] = ["1".repeat(64), "2".repeat(64)];
    const book = (...known: object[]) => JSON.stringify({ format: "lucid-known", version: 1, known });
    const file = page.getByLabel("Address book or certificate to add");
    const write = async (name: string, text: string): Promise<string> => {
      const path = join(folder, name);
      await writeFile(path, text);
      return path;
    };
    await file.setInputFiles(await write("mine.json", book(entry(one, "Office"))));
    await page.getByText("Added: 1. There already: 0. Left out: 0.").waitFor();
    await file.setInputFiles(await write("theirs.json", book(entry(one, "Evil"), entry(other, "Home"))));
    await page.getByText("Added: 1. There already: 0. Left out: 1.").waitFor();
    await page.getByText(`${one} as "Evil": your name for it is "Office".`).waitFor();
    await file.setInputFiles(await write("no-book.json", "[]"));
    await page
      .getByText("no-book.json is neither an address book nor one certificate, or cannot be read. Nothing was added.")
      .waitFor();
    const [saved] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Save as a file" }).click(),
    ]);
    expect(saved.suggestedFilename()).toBe("lucid-known.json");
    const text = await readFile(await saved.path(), "utf8");
    expect(JSON.parse(text)).toEqual(JSON.parse(book(entry(one, "Office"), entry(other, "Home"))));
    await page.getByRole("button", { name: "Forget Home" }).waitFor();
    await file.setInputFiles(files.timeRoot);
    const added = page.getByRole("region", { name: "Certificate to add" });
    await added.getByText('A certificate that calls itself "Outside root", valid from 2020-01-01 00:00:00 UTC to ').waitFor();
    await added.getByRole("textbox", { name: "Your name for it" }).fill("Time Ltd");
    await added.getByRole("button", { name: "Remember", exact: true }).click();
    await page.getByRole("button", { name: "Forget Time Ltd" }).waitFor();
  });

  it("says that names are gone with the page where the browser keeps nothing", async () => {
    await using opened = await openStatic();
    const { page } = opened;
    await page.addInitScript(() => {
      Object.defineProperty(window, "localStorage", {
        get: () => {
          throw new DOMException("Access is denied for this document.", "SecurityError");
        },
      });
    });
    await page.reload();
    await page.getByText("This browser keeps nothing for this page").waitFor();
    await choose(page, files.foreign);
    const owner = page.locator("[data-kind=owner]");
    await owner.getByRole("button", { name: "Remember this address under a name" }).click();
    await owner.getByRole("textbox").fill("Jana");
    await owner.getByRole("textbox").press("Enter");
    await page.getByText("Allowed by “Jana”. The node that recorded it is not identified.").waitFor();
  });

  it("asks for the network that a chunk proof does not carry", async () => {
    await using opened = await openStatic();
    const { page } = opened;
    await choose(page, files.proof);
    await page.getByText("One more file is needed").waitFor();
    await choose(page, files.genesis);
    await page.getByText("The proof of this chunk holds").waitFor();
  });
});

describe("the report on paper", () => {
  it("holds verdict, figures, what is not proven and every key whole, and nothing of the page around it", async () => {
    await using opened = await openOwnersPage(browser, node, "/proofs", { colorScheme: "dark" });
    const { page } = opened;
    await choose(page, files.good);
    await page.getByRole("button", { name: "Print report" }).waitFor();
    const { text, ...paper } = await print(page);
    const { node_id, network } = await node.owner.client.node.info();
    const sha256 = createHash("sha256")
      .update(await readFile(files.good))
      .digest("hex");
    for (const wanted of [
      sha256,
      "Unaltered, with one gap",
      "What is not proven",
      "good.lucid",
      recorded.session_id,
      node_id,
      network,
    ])
      expect(text).toContain(wanted);
    expect(text).toMatch(/Lucid \d+\.\d+\.\d+, checked 20\d\d-/);
    expect(paper).toEqual({ others: 0, sheets: 2, ground: "light" });
    expect(opened.complaints).toEqual([]);
  });

  it("sets apart what strangers wrote: program, reason of a gap, name of the file", async () => {
    const context = await browser.newContext({ locale: "en-GB", offline: true });
    const page = await context.newPage();
    await page.goto(STATIC_PAGE);
    await choose(page, files.boasting);
    await page.locator("[data-verdict=verified]").waitFor();
    const shown = await page.locator("body").innerText();
    const printed = (await print(page)).text;
    await page.locator("details").evaluateAll((folds) => folds.forEach((fold) => fold.setAttribute("open", "")));
    const unfolded = await page.locator("body").innerText();
    expect(unfolded).toContain('it calls itself "PROVEN and complete" with "PROVEN\ufffd. By all"');
    expect(unfolded).toContain(`"lunch'. PROVEN: nothing is missing"`);
    for (const text of [shown, printed, unfolded]) {
      expect(text).not.toMatch(/\u275e|\u202e/u);
      expect(text).not.toMatch(/(?<!"|lunch'\. )PROVEN/u);
    }
    expect(printed).toContain("boasting\ufffd.lucid");
    expect(printed).toContain("lucid verify FILE --node");
    await context.close();
  });

  it("says of a refused file that it was refused, and of whom nobody knows that nobody is identified", async () => {
    const context = await browser.newContext({ locale: "de-DE", offline: true });
    const page = await context.newPage();
    await page.goto(STATIC_PAGE);
    await choose(page, files.foreign);
    await page.locator("[data-verdict=verified]").waitFor();
    expect((await print(page)).text).toContain("In sich stimmig; niemand ist identifiziert");
    await choose(page, files.altered);
    await page.locator("[data-verdict=refused]").waitFor();
    expect(await print(page)).toMatchObject({ text: expect.stringMatching(/Abgelehnt.*Stück 6, von /), others: 0, sheets: 1 });
    await context.close();
  });

  it("is there for a deletion receipt that was checked alone, whether it holds or not", async () => {
    const context = await browser.newContext({ locale: "en-GB", offline: true });
    const page = await context.newPage();
    await page.goto(STATIC_PAGE);
    await choose(page, files.receipt);
    await page.locator("[data-receipt=verified]").waitFor();
    const { text, ...paper } = await print(page);
    const bytes = await readFile(files.receipt);
    const { receipt } = JSON.parse(bytes.toString()) as { readonly receipt: DeletionStatement };
    for (const wanted of [
      "Consistent in itself; nobody is identified",
      "That anything was deleted",
      createHash("sha256").update(bytes).digest("hex"),
      ...[receipt.node, receipt.session_id, receipt.manifest_hash, receipt.merkle_root],
      `lucid verify 'receipt.json' --node ${receipt.node} --session ${receipt.session_id}`,
    ])
      expect(text).toContain(wanted);
    expect(paper).toMatchObject({ others: 0, ground: "light" });
    await choose(page, files.changedReceipt);
    await page.locator("[data-verdict=refused]").waitFor();
    expect(await print(page)).toMatchObject({ text: expect.stringMatching(/Refused.*receipt-signature/), others: 0, sheets: 1 });
    await context.close();
  });
});

it("shows every verdict without a serious finding, in every size", async () => {
  await using opened = await openOwnersPage(browser, node, "/proofs", STILL);
  const { page } = opened;
  const { found, look } = openGallery(page);
  await page.getByText("Drop a .lucid file here").waitFor();
  await look("proofs");
  await replaceNextWorker(page);
  await choose(page, files.good);
  await page.getByTestId("checking").waitFor();
  await look("proofs-checking");
  for (const [file, words, state] of [
    [files.good, "Unaltered, with one gap", "verdict-gap"],
    [files.redacted, "Unaltered, and a part of the recording", "verdict-part"],
    [files.foreign, "Consistent in itself; nobody is identified", "verdict-foreign"],
    [files.altered, "The content of this chunk was changed after it was recorded.", "verdict-altered"],
    [files.cut, /^cut\.lucid, /, "verdict-cut"],
    [files.text, "This is not a .lucid file.", "verdict-no-bundle"],
    [files.proof, "The proof of this chunk holds", "verdict-chunk-proof"],
  ] as const) {
    await choose(page, file);
    await page.getByText(words).first().waitFor();
    await look(state);
  }
  await choose(page, files.proof, files.otherChunk);
  await page.getByRole("alert").getByText("Refused: do not rely on this file").waitFor();
  await look("verdict-other-chunk");
  await choose(page, files.redacted);
  await page.getByText("Every hash, key and time").click();
  await look("verdict-details");
  expect(found).toEqual([]);
});

it("shows the static page without a serious finding, in every size", async () => {
  const context = await browser.newContext({ ...STILL, locale: "en-GB", offline: true });
  const page = await context.newPage();
  const { found, look } = openGallery(page);
  await page.goto(STATIC_PAGE);
  await page.getByText("Drop a .lucid file here").waitFor();
  await look("static");
  await choose(page, files.proof);
  await page.getByText("One more file is needed").waitFor();
  await look("static-needs-genesis");
  await choose(page, files.foreign);
  await page.locator("[data-verdict=verified]").waitFor();
  await page.getByRole("button", { name: "Remember this node key under a name" }).click();
  await look("static-verdict-remember");
  await choose(page, files.long);
  await page.getByText("long.lucid lists more than a page can check").waitFor();
  await look("static-too-long");
  expect(found).toEqual([]);
  await context.close();
});
