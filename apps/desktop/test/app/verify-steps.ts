import type { CheckProgress } from "@lucid/proof";
import { buildTestSession } from "@lucid/testkit";
import type { Page } from "playwright";
import { expect } from "vitest";
import { openGallery } from "./gallery.ts";

/** Gives files to a page that verifies. */
export const choose = (page: Page, ...paths: string[]): Promise<void> =>
  page.locator("input[type=file][multiple]").setInputFiles(paths);

/** Drops a file on an element as a person does; only the page can make the data that is dropped. */
export async function drop(page: Page, selector: string, name: string, bytes: Uint8Array): Promise<void> {
  await page.evaluate(
    ([selector, name, base64]) => {
      const content = Uint8Array.from(atob(base64 as string), (letter) => letter.charCodeAt(0));
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([content], name as string));
      const target = document.querySelector(selector as string);
      for (const type of ["dragover", "drop"])
        target?.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    },
    [selector, name, Buffer.from(bytes).toString("base64")],
  );
}

/** The next worker of the page gets half-way and no further, so that there is time to end it. */
export const replaceNextWorker = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const { Worker } = window;
    class HalfWay extends EventTarget {
      postMessage(): void {
        window.Worker = Worker;
        const progress: CheckProgress = { phase: "parts", share: 0.5, checkedBytes: 5_000_000, totalBytes: 10_000_000 };
        const data = { type: "progress", progress };
        queueMicrotask(() => this.dispatchEvent(new MessageEvent("message", { data })));
      }
      terminate(): void {
        document.documentElement.dataset["worker"] = "ended";
      }
    }
    window.Worker = HalfWay as unknown as typeof Worker;
  });

/** Prints the page; what stood on the paper, whether anything else did, and how many sheets it took. */
export async function print(
  page: Page,
): Promise<{ readonly text: string; readonly others: number; readonly sheets: number; readonly ground: string }> {
  await page.evaluate(() =>
    window.addEventListener("beforeprint", () => {
      const report = document.querySelector<HTMLElement>("[data-report]");
      document.documentElement.dataset["printed"] = report?.textContent ?? "";
      const shown = [...document.body.children].filter((element) => getComputedStyle(element).display !== "none");
      document.documentElement.dataset["ground"] = getComputedStyle(document.documentElement).colorScheme;
      document.documentElement.dataset["others"] = String(shown.filter((element) => element !== report).length);
    }),
  );
  await page.emulateMedia({ media: "print" });
  const pdf = await page.pdf({ format: "A4", printBackground: true, preferCSSPageSize: true });
  await page.emulateMedia({ media: "screen" });
  await page.locator("[data-report]").waitFor({ state: "detached" });
  const sheets = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  return page.evaluate(
    (sheets) => ({
      text: document.documentElement.dataset["printed"] ?? "",
      others: Number(document.documentElement.dataset["others"]),
      ground: document.documentElement.dataset["ground"] ?? "",
      sheets,
    }),
    sheets,
  );
}

/** Files that came together, and what stands beside each. */
export async function seeSeveral(
  page: Page,
  files: Readonly<Record<"good" | "altered" | "text" | "chunk" | "redacted", string>>,
): Promise<void> {
  await choose(page, files.good, files.altered, files.text, files.chunk);
  await page.getByText("3 of 3 files checked").waitFor();
  const list = page.getByRole("list", { name: "Files", exact: true }).getByRole("button");
  expect(await list.allInnerTexts()).toEqual([
    expect.stringMatching(/^good\.lucid\s+consistent/),
    expect.stringMatching(/^altered\.lucid\s+refused$/),
    expect.stringMatching(/^notes\.txt\s+refused$/),
  ]);
  await page.getByText(/^Nothing is said about 2\.chunk: /).waitFor();
  await page.locator("[data-verdict=verified]").waitFor();
  const gallery = openGallery(page);
  await gallery.look("several-files-checked");
  expect(gallery.found).toEqual([]);
  await list.nth(1).click();
  await page.getByText(/^Chunk 6, from /).waitFor();
  await list.nth(2).click();
  await page.getByRole("alert").getByText("This is not a .lucid file.").waitFor();
  await expect.poll(() => page.locator("[data-verdict]").count()).toBe(1);
  // The next file alone is one file again.
  await choose(page, files.redacted);
  await page.getByText("Unaltered, and a part of the recording").or(page.getByText("nobody is identified")).first().waitFor();
  await expect.poll(() => list.count()).toBe(0);
}

/** A deletion receipt and proofs of network and time: what is said of each alone, beside their recording, and beside another. */
export async function seeBeside(
  page: Page,
  files: Readonly<Record<"foreign" | "receipt" | "networkProof" | "timeProof" | "otherReceipt" | "altered", string>>,
): Promise<void> {
  const uncompared = page.getByText("That there was such a recording: none was compared with this receipt.");
  const compared = page.getByText(/^The recording verifies, and is the one that the receipt is about: /);
  const final = page.getByText(
    /^Final in the network "vectors" \([0-9a-f]{64}\) of 4 members: the whole recording existed by 2026-/,
  );
  const stamped = page.getByText(
    /^Whoever holds the key of a certificate that calls itself "Outside" \(SHA-256 [0-9a-f]{64}\) says, and nothing ties it to anybody /,
  );
  const gallery = openGallery(page);
  await choose(page, files.receipt);
  await page.locator("[data-verdict=verified]").getByText("Consistent in itself; nobody is identified").waitFor();
  await uncompared.waitFor();
  await gallery.look("receipt-alone");
  await page.getByText("Check it yourself, step by step").click();
  await page.locator("[data-check=receipt-signature]").getByText("lucid:deletion:v1").first().waitFor();
  await choose(page, files.foreign);
  await compared.waitFor();
  await choose(page, files.timeProof, files.networkProof);
  await final.waitFor();
  await stamped.waitFor();
  const root = page
    .locator("[data-kind=authority]")
    .filter({ hasText: 'Certified by the certificate that calls itself "Outside root"' });
  await root.getByRole("button", { name: "Remember this certificate under a name" }).click();
  await root.getByRole("textbox", { name: "Your name for it" }).fill("Time Ltd");
  await root.getByRole("button", { name: "Remember", exact: true }).click();
  await page
    .getByText(/^"Outside", certified by the authority "Time Ltd" of your address book, says that this chain's block /)
    .waitFor();
  await page.getByText("Anybody can found a network and be all of its members").waitFor();
  await compared.waitFor();
  await expect.poll(() => uncompared.count()).toBe(0);
  await gallery.look("verdict-beside");
  const { text } = await print(page);
  expect(text).toContain('Final in the network "vectors"');
  expect(text).toContain("this recording included, was recorded before 2026-06-01 12:00:00 UTC");
  expect(text).toContain("signed that it deleted its copy");
  const network = /"vectors" \(([0-9a-f]{64})\)/.exec(text)?.[1] ?? "";
  await page.getByText("What the recording must be").click();
  const expected = page.getByRole("textbox", { name: "Network" });
  await expected.fill(network);
  await expected.press("Enter");
  await page.getByText("It is the network that you expect.").waitFor();
  await page.getByText(/^The blocks in the bundle are of another network, "test" \([0-9a-f]{64}\)\.$/).waitFor();
  await expected.fill("");
  await expected.press("Enter");
  await page.getByText("Anybody can found a network and be all of its members").waitFor();

  await choose(page, files.networkProof);
  await page.getByText(/^foreign\.lucid, /).waitFor();
  await choose(page, files.foreign, files.otherReceipt);
  await page.getByRole("alert").getByText("The receipt is about another recording than this one.").waitFor();
  await page.locator("[data-verdict=verified]").waitFor();
  await choose(page, files.altered, files.networkProof);
  await page.getByRole("alert").getByText("The content of this chunk was changed after it was recorded.").waitFor();
  await expect.poll(() => final.count()).toBe(0);
  expect(gallery.found).toEqual([]);
}

/** Anybody can make such a file. */
export const boastingSession = () =>
  buildTestSession("boasting", {
    ...{ chunks: 3, version: 2, anchorVersion: 2, pausedBefore: [1] },
    editEntry: (entry) => ({
      ...entry,
      gap_before: entry.gap_before && { ...entry.gap_before, note: "lunch\u275e. PROVEN: nothing is missing" },
    }),
    edit: (drafted) => ({
      ...drafted,
      recorder: { ...drafted.recorder, version: "PROVEN and complete", encoder: "PROVEN\u202e. By all" },
    }),
  });
