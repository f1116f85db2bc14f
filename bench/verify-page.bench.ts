import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { longBundle } from "@lucid/testkit";
import { startBrowser, type WatchedPage } from "../apps/desktop/test/app/open-browser.ts";
import { choose } from "../apps/desktop/test/app/verify-steps.ts";
import { temporaryFolder } from "../apps/desktop/test/node/test-node.ts";
import type { BenchReport, Mark } from "./report.ts";
import { bundleWithVideo, videoWithProof, writeWithHoles } from "./verify/long-files.ts";

type Browser = Awaited<ReturnType<typeof startBrowser>>;
type Page = WatchedPage["page"];

const STATIC_PAGE = pathToFileURL(fileURLToPath(new URL("../apps/desktop/renderer/dist/verify.html", import.meta.url))).href;
const MIB = 1_048_576;
const GIB = 1_024 * MIB;
/** Bounds a hang: the page is at least this fast on a machine that is good for anything. */
const WAIT_MS = 900_000;

interface Figures {
  readonly verified: boolean;
  readonly ms: number;
  /** Of the process that shows the page, which had `idleMb` before it was given the file. */
  readonly peakMb: number;
  readonly idleMb: number;
  /** Times that the page said how far it was. */
  readonly toldOf: number;
}

/** Ids of the processes that show pages. */
async function renderers(browser: Browser): Promise<number[]> {
  const devtools = await browser.newBrowserCDPSession();
  const { processInfo } = await devtools.send("SystemInfo.getProcessInfo");
  await devtools.detach();
  return processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
}

/** What the largest of them had in memory at most, MiB. */
const peakOf = (pids: readonly number[]): number =>
  Math.max(...pids.map((pid) => Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1_024));

async function inFreshPage<T>(work: (page: Page, browser: Browser) => Promise<T>): Promise<T> {
  await using browser = await startBrowser();
  const page = await (await browser.newContext({ locale: "en-GB", offline: true })).newPage();
  await page.goto(STATIC_PAGE);
  await page.getByText("Drop a .lucid file here").waitFor();
  return await work(page, browser);
}

/** One check in a browser of its own. */
const verify = (file: string): Promise<Figures> =>
  inFreshPage(async (page, browser) => {
    const idleMb = peakOf(await renderers(browser));
    const progress = page.getByTestId("checking").getByText(/ of \d/u);
    const told = new Set<string>();
    const startedAt = performance.now();
    await choose(page, file);
    const verdict = page.locator("[data-verdict]");
    const done = verdict.waitFor({ timeout: WAIT_MS });
    const watch = setInterval(
      () =>
        void progress.textContent({ timeout: 500 }).then(
          (text) => told.add(text ?? ""),
          () => 0,
        ),
      200,
    );
    await done.finally(() => clearInterval(watch));
    const ms = performance.now() - startedAt;
    const verified = (await verdict.getAttribute("data-verdict")) === "verified";
    return { verified, ms, peakMb: peakOf(await renderers(browser)), idleMb, toldOf: told.size };
  });

/** How long the page works on after somebody has cancelled a check in its middle, milliseconds. */
const cancel = (file: string): Promise<number> =>
  inFreshPage(async (page) => {
    await choose(page, file);
    await page
      .getByTestId("checking")
      .getByText(/^[1-9]\d{2}\s*MB of|^\d\.\d+\s*GB of/u)
      .waitFor();
    const startedAt = performance.now();
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByText("Drop a .lucid file here").waitFor();
    const ms = performance.now() - startedAt;
    if (page.workers().length > 0) throw new Error("The worker goes on after the check was cancelled");
    return ms;
  });

/** What verify.html in Chromium needs for long files; `npm run build:verify` makes it. */
export async function bench(say: (line: string) => void): Promise<BenchReport> {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "file");
  const figures: Record<string, Figures> = {};
  async function measure(name: string, pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Figures> {
    say(name);
    await writeWithHoles(path, pieces);
    const found = await verify(path);
    if (!found.verified) throw new Error(`${name} was refused`);
    figures[name] = found;
    say(JSON.stringify(found));
    return found;
  }
  const one = await measure("1 GiB in one part", bundleWithVideo(GIB));
  const four = await measure("4 GiB in one part", bundleWithVideo(4 * GIB));
  const video = await measure("4 GiB of video with its proof", await videoWithProof(4 * GIB));
  const cancelled = await cancel(path);
  await measure("70 000 chunks, all in the bundle", longBundle({ chunks: 70_000, isWhole: true }));
  const reason = `${"x".repeat(498)}🎩`;
  await measure("24 000 gaps with long reasons", longBundle({ chunks: 24_000, isWhole: false, reason }));
  const marks: Mark[] = [
    { what: "4 GiB against 1 GiB, time", value: four.ms / one.ms, unit: "times", atMost: 5 },
    { what: "told how far it was, 4 GiB of video", value: video.toldOf, unit: "times", atLeast: 10 },
    { what: "cancelled after", value: cancelled, unit: "ms", atMost: 1_000 },
    ...Object.entries(figures).map(
      ([name, { peakMb }]): Mark => ({ what: `${name}: peak memory`, value: peakMb, unit: "MiB", atMost: 476 }),
    ),
  ];
  return { name: "verify-page", marks, figures, notes: ["Each file in a browser of its own, from a disk, offline."] };
}
