import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { firstLoad, typed } from "../apps/desktop/test/app/measure-load.ts";
import { openBrowser, type WatchedPage } from "../apps/desktop/test/app/open-browser.ts";
import { createWalletInPage, passNodeStep } from "../apps/desktop/test/app/wallet-steps.ts";
import { startNodeProcess, temporaryFolder } from "../apps/desktop/test/node/test-node.ts";
import { serveBarePage } from "./page/bare-page.ts";
import type { BenchReport } from "./report.ts";

type Page = WatchedPage["page"];

const FILL = fileURLToPath(new URL("../packages/core/src/sessions/testing/list-bench/fill-node.worker.ts", import.meta.url));
const ROUNDS = 9;
const ASKED = 60;
/** What is typed into the search over everything: rare and common words, an id's beginning, a hash, a height. */
const SEARCHES = ["patch 4711", "ada-", "w3fx", "00000000", "ab".repeat(32), "1", "log_keep", "people"] as const;

/** The administration of a node with 10 000 people and 100 000 sessions: its dashboard in a browser, and what the node answers. */
export async function bench(say: (line: string) => void): Promise<BenchReport> {
  await using folder = await temporaryFolder();
  await using browser = await openBrowser();
  await using bare = await serveBarePage();
  const data = join(folder.path, "data");
  const flags = ["--hosting", "off"];
  const context = await browser.newContext({ viewport: { width: 1_280, height: 800 }, locale: "en-GB" });

  say("becomes the owner of a node, and fills it: about a minute");
  const port = await (async () => {
    await using node = await startNodeProcess(data, flags);
    const page = await context.newPage();
    await page.goto(`${node.announced.url}/setup#code=${node.announced.setupCode}`);
    await passNodeStep(page);
    await createWalletInPage(page);
    await page.getByRole("link", { name: "Look around first" }).click();
    await page.getByRole("heading", { name: "No sessions yet" }).waitFor();
    await page.close();
    return new URL(node.announced.url).port;
  })();
  await promisify(execFile)(process.execPath, [FILL, join(data, "node.db")]);

  await using node = await startNodeProcess(data, [...flags, "--port", port]);
  const { url } = node.announced;
  const dashboard = { paintMs: [] as number[], numbersMs: [] as number[] };
  const bareMs: number[] = [];
  let token = "";
  for (let round = 0; round <= ROUNDS; round += 1) {
    say(`dashboard ${round} of ${ROUNDS}`);
    bareMs.push((await firstLoad(browser, { url: bare.url, usable: typed((page) => page.getByRole("textbox")) })).usableMs);
    const page = await context.newPage();
    page.on("request", (request) => {
      token = request.headers()["authorization"] ?? token;
    });
    const startedAt = performance.now();
    await page.goto(`${url}/admin`, { waitUntil: "commit" });
    await page.getByText(/^of 99.000 kept$/).waitFor();
    const numbersMs = performance.now() - startedAt;
    const paintMs = await firstPaint(page);
    await page.close();
    // The first one fills the caches of the system, and of the node.
    if (round > 0) {
      dashboard.numbersMs.push(numbersMs);
      dashboard.paintMs.push(paintMs);
    }
  }

  const ask = async (path: string): Promise<number> => {
    const startedAt = performance.now();
    const answer = await fetch(`${url}/api/v1${path}`, { headers: { authorization: token } });
    await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return performance.now() - startedAt;
  };
  const overview: number[] = [];
  const bareAnswer: number[] = [];
  const search: number[] = [];
  for (let at = 0; at < ASKED; at += 1) {
    bareAnswer.push(await ask("/meta/version"));
    overview.push(await ask("/dashboard/overview"));
    search.push(await ask(`/search?q=${encodeURIComponent(SEARCHES[at % SEARCHES.length] ?? "")}`));
  }
  await context.close();
  return {
    name: "admin",
    marks: [
      { what: "dashboard's first paint, median", value: quantile(dashboard.paintMs, 0.5) / 1_000, unit: "s", atMost: 1 },
      { what: "dashboard's numbers stand, median", value: quantile(dashboard.numbersMs, 0.5) / 1_000, unit: "s", atMost: 2 },
      { what: "what the dashboard asks the node, p95", value: quantile(overview, 0.95), unit: "ms", atMost: 200 },
      { what: "search over everything, p95", value: quantile(search, 0.95), unit: "ms", atMost: 100 },
    ],
    figures: {
      paint_ms: dashboard.paintMs.map(Math.round),
      numbers_ms: dashboard.numbersMs.map(Math.round),
      bare_page_ms: bareMs.map(Math.round),
      overview_p50_ms: quantile(overview, 0.5),
      search_p50_ms: quantile(search, 0.5),
      smallest_answer_p50_ms: quantile(bareAnswer, 0.5),
      smallest_answer_p95_ms: quantile(bareAnswer, 0.95),
    },
    notes: [
      "each load is a new page of a browser that was there before, as an admin's is; the bare page is in one that has seen nothing",
    ],
  };
}

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length * share)] ?? Number.NaN;

/** From the navigation to the first content on the screen, as the browser itself measured it, in milliseconds. */
const firstPaint = (page: Page): Promise<number> =>
  page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN);
