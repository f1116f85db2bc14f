import { join } from "node:path";
import { firstLoad, type Load, measuredLoad, type SlowNetwork, typed } from "../apps/desktop/test/app/measure-load.ts";
import { startBrowser, type WatchedPage } from "../apps/desktop/test/app/open-browser.ts";
import { createWalletInPage, passNodeStep } from "../apps/desktop/test/app/wallet-steps.ts";
import { startNodeProcess, temporaryFolder } from "../apps/desktop/test/node/test-node.ts";
import { serveBarePage } from "./page/bare-page.ts";
import type { BenchReport, Mark } from "./report.ts";

type Page = WatchedPage["page"];
type BrowserContext = ReturnType<Page["context"]>;

const ROUNDS = 7;
const MOST_BYTES = 400_000;
const MOST_SCRIPT_BYTES = 350_000;
const MOST_SECONDS = 1.5;
/** A bad mobile network, as the browser itself slows its own down. */
const SLOW: SlowNetwork = { latencyMs: 400, bitsPerSecond: 1_500_000 };
const SLOW_ROUNDS = 5;
const MOST_SLOW_SECONDS = 5;

/** What a browser that has seen nothing transfers until a person can begin, and how long that takes, over loopback. */
export async function bench(say: (line: string) => void): Promise<BenchReport> {
  await using folder = await temporaryFolder();
  await using node = await startNodeProcess(join(folder.path, "data"), ["--hosting", "off"]);
  await using browser = await startBrowser();
  await using bare = await serveBarePage();
  const { url, setupCode } = node.announced;
  const barePage = { url: bare.url, usable: typed((page) => page.getByRole("textbox")) };
  const setupPage = {
    url: `${url}/setup#code=${setupCode}`,
    usable: typed((page) => page.getByRole("textbox", { name: "Setup code" })),
  };
  const loginPage = { url: `${url}/login`, usable: typed((page) => page.getByRole("textbox", { name: "Passphrase" })) };
  const sessionsPage = {
    url: `${url}/sessions`,
    usable: (page: Page) => page.getByRole("heading", { name: "No sessions yet" }).waitFor(),
  };

  say("a first load that nobody counts: the browser's own");
  await firstLoad(browser, setupPage);
  const bareLoads: Load[] = [];
  const setupLoads = await rounds(say, "setup", async () => {
    bareLoads.push(await firstLoad(browser, barePage));
    return await firstLoad(browser, setupPage);
  });

  say("become the owner");
  const context = await browser.newContext({ locale: "en-GB" });
  await becomeOwnerInPage(context, setupPage.url);
  const kept = await keptWallet(context);
  const loginLoads = await rounds(say, "login", () => firstLoad(browser, loginPage, { storageState: kept }));
  const loadSessions = async (network?: SlowNetwork): Promise<Load> => {
    const page = await context.newPage();
    const load = await measuredLoad(page, { ...sessionsPage, network });
    await page.close();
    return load;
  };
  const sessionsLoads = await rounds(say, "sessions", () => loadSessions());
  const slowLoads = {
    login: await rounds(
      say,
      "login, slowly",
      () => firstLoad(browser, { ...loginPage, network: SLOW }, { storageState: kept }),
      SLOW_ROUNDS,
    ),
    sessions: await rounds(say, "sessions, slowly", () => loadSessions(SLOW), SLOW_ROUNDS),
  };

  const bareMs = median(bareLoads.map(({ usableMs }) => usableMs));
  const loads = { setup: setupLoads, login: loginLoads, sessions: sessionsLoads };
  return {
    name: "page",
    marks: [
      ...Object.entries(loads).flatMap(([name, measured]) => marksOf(name, measured)),
      ...Object.entries(slowLoads).map(([name, measured]) => ({
        what: `${name} page usable at 1.5 Mbit/s and 400 ms, median`,
        value: medianMs(measured) / 1_000,
        unit: "s",
        atMost: MOST_SLOW_SECONDS,
      })),
    ],
    figures: {
      bare_page_ms: bareMs,
      against_bare_page: Object.fromEntries(Object.entries(loads).map(([name, measured]) => [name, medianMs(measured) / bareMs])),
      plain_fetch_of_the_same_ms: await plainFetchMs(loginLoads.at(-1)?.urls ?? []),
      requests: Object.fromEntries(Object.entries(loads).map(([name, measured]) => [name, measured.at(-1)?.requests])),
      usable_ms: Object.fromEntries(
        [
          ...Object.entries(loads),
          ...Object.entries(slowLoads).map(([name, measured]) => [`${name}, slowly`, measured] as const),
        ].map(([name, measured]) => [name, measured.map(({ usableMs }) => Math.round(usableMs))]),
      ),
    },
    notes: ["every load is without a cache: each in a browser context of its own, that of the sessions with its login"],
  };
}

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[values.length >> 1] ?? Number.NaN;
const medianMs = (loads: readonly Load[]): number => median(loads.map(({ usableMs }) => usableMs));

function marksOf(name: string, loads: readonly Load[]): Mark[] {
  const bytes = median(loads.map(({ transferredBytes }) => transferredBytes));
  return [
    { what: `first load of the ${name} page transfers`, value: bytes, unit: "bytes", atMost: MOST_BYTES },
    {
      what: `JavaScript in it, ${name} page`,
      value: median(loads.map(({ scriptBytes }) => scriptBytes)),
      unit: "bytes",
      atMost: MOST_SCRIPT_BYTES,
    },
    { what: `${name} page usable after, median`, value: medianMs(loads) / 1_000, unit: "s", atMost: MOST_SECONDS },
  ];
}

async function rounds(
  say: (line: string) => void,
  what: string,
  load: () => Promise<Load>,
  count: number = ROUNDS,
): Promise<Load[]> {
  const loads: Load[] = [];
  for (let round = 1; round <= count; round += 1) {
    say(`${what} ${round} of ${count}`);
    loads.push(await load());
  }
  return loads;
}

async function becomeOwnerInPage(context: BrowserContext, setupUrl: string): Promise<void> {
  const page = await context.newPage();
  await page.goto(setupUrl);
  await passNodeStep(page);
  await createWalletInPage(page);
  await page.getByRole("link", { name: "Look around first" }).click();
  await page.getByRole("heading", { name: "No sessions yet" }).waitFor();
  await page.close();
}

/** The browser of somebody who comes back: with the wallet that it keeps, and no login. */
async function keptWallet(context: BrowserContext) {
  const { origins } = await context.storageState();
  const wallet = origins.map(({ origin, localStorage }) => ({
    origin,
    localStorage: localStorage.filter(({ name }) => name === "lucid.wallet"),
  }));
  return { cookies: [], origins: wallet };
}

/** The limit: the same files, in the same encoding, fetched at once by a program that does nothing with them. */
async function plainFetchMs(urls: readonly string[]): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const startedAt = performance.now();
    await Promise.all(urls.map(async (url) => await (await fetch(url)).arrayBuffer()));
    times.push(performance.now() - startedAt);
  }
  return median(times);
}
