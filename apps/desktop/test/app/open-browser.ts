import { existsSync } from "node:fs";
import axe, { type AxeResults } from "axe-core";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright";

/** Debian's Chromium where it is installed, else the one that Playwright brings. */
const SYSTEM_CHROMIUM = "/usr/bin/chromium";

/** Bounds a hang: a busy machine takes its time, and a test waits for states. */
const WAIT_MS = 90_000;
/** The same for what a test asks again and again by itself. */
export const PATIENCE = { timeout: WAIT_MS } as const;

/**
 * What the browser would begin by itself and no test looks at. A window's address line alone has two pages of its own, in a process each
 * time: an eighth of what a test of the page takes. Chromium goes by the last list alone, so that Playwright's own stands here too.
 */
const OFF = [
  ...["WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"],
  ...[
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
  ],
  ...["HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades", "LensOverlay", "MediaRouter", "NetworkTimeServiceQuerying"],
  ...["OptimizationHints", "PaintHolding", "PreconnectToSearch", "ThirdPartyStoragePartitioning"],
];

/** A browser of its own. */
export const startBrowser = (): Promise<Browser> =>
  chromium.launch({
    ...(existsSync(SYSTEM_CHROMIUM) ? { executablePath: SYSTEM_CHROMIUM } : {}),
    args: ["--no-sandbox", "--disable-quic", `--disable-features=${OFF.join(",")}`],
  });

/** Started once in each process of tests, whose files follow each other: it costs a second of a core. It ends with the process. */
let shared: Promise<Browser> | undefined;

async function running(): Promise<Browser> {
  shared ??= startBrowser();
  try {
    const browser = await shared;
    browser.once("disconnected", forget);
    return browser;
  } catch (error) {
    forget();
    throw error;
  }
}

function forget(): void {
  shared = undefined;
}

/** What a test does with a browser. */
export interface TestBrowser extends AsyncDisposable {
  newContext(options?: BrowserContextOptions): Promise<BrowserContext>;
  /** A page in a context of its own. */
  newPage(): Promise<Page>;
  /** Closes what was opened with it. */
  close(): Promise<void>;
}

/**
 * A browser that talks to nobody but the page; nothing in it is left of an earlier one. What its pages showed is kept for a test that
 * fails. Nothing moves in them: a dialog that fades out still has its buttons, and so two would answer to one name for a moment.
 */
export async function openBrowser(): Promise<TestBrowser> {
  const browser = await running();
  const contexts: BrowserContext[] = [];
  async function newContext(options?: BrowserContextOptions): Promise<BrowserContext> {
    const context = await browser.newContext({ reducedMotion: "reduce", ...options });
    context.setDefaultTimeout(WAIT_MS);
    contexts.push(context);
    opened.add(context);
    const close = context.close.bind(context);
    context.close = async (options) => {
      await lookAt(context);
      await close(options);
    };
    return context;
  }
  async function close(): Promise<void> {
    await Promise.all(contexts.map((context) => context.close()));
  }
  return { newContext, newPage: async () => await (await newContext()).newPage(), close, [Symbol.asyncDispose]: close };
}

const opened = new Set<BrowserContext>();
const closed: string[] = [];

export const forgetClosedPages = (): void => void closed.splice(0);

/** Address and text of every page that is open, or was closed since the test began. */
export async function describePages(): Promise<string> {
  await Promise.all([...opened].map(lookAt));
  return closed.join("\n");
}

async function lookAt(context: BrowserContext): Promise<void> {
  if (!opened.delete(context)) return;
  closed.push(...(await Promise.all(context.pages().map(describePage))));
}

const SHOWN_CHARACTERS = 1_500;
const LOOK_MS = 5_000;

async function describePage(page: Page): Promise<string> {
  const text = page.locator("body").innerText({ timeout: LOOK_MS });
  const shown = await text.catch(
    (error: unknown) => `(could not be read: ${error instanceof Error ? error.message : String(error)})`,
  );
  return `The page at ${page.url()} showed: ${shown.replaceAll(/\s+/gu, " ").slice(0, SHOWN_CHARACTERS)}`;
}

export interface WatchedPage {
  readonly page: Page;
  /** What the page threw, and what its content security policy refused. */
  readonly faults: readonly string[];
}

export async function openPage(
  browser: Pick<TestBrowser, "newContext">,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1_280, height: 800 }, locale: "en-GB", ...options });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => {
    if (/content security policy/i.test(message.text())) faults.push(message.text());
  });
  return { page, faults };
}

/** What fades in is pale until it is there, which is no finding. */
const stillStanding = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const isEnding = ({ effect }: Animation): boolean => Number.isFinite(effect?.getComputedTiming().endTime);
    for (let running = document.getAnimations().filter(isEnding); running.length > 0; ) {
      await Promise.allSettled(running.map(({ finished }) => finished));
      running = document.getAnimations().filter((one) => isEnding(one) && one.playState === "running");
    }
  });

/** A dialog gets its name a moment after it is there: what is no longer found within this was no finding. */
const PASSING_MS = 10_000;

/** What axe finds on the page once it stands still, of impact serious or worse: rule, and where. */
export async function seriousFindings(page: Page): Promise<readonly string[]> {
  for (const startedAt = performance.now(); ; ) {
    await stillStanding(page);
    const found = await askAxe(page);
    if (found.length === 0 || performance.now() - startedAt > PASSING_MS) return found;
  }
}

async function askAxe(page: Page): Promise<readonly string[]> {
  // Its source is large, the look itself quick: brought once for each document.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  const { violations, incomplete } = await page.evaluate<AxeResults>(
    'axe.run(document, { resultTypes: ["violations", "incomplete"], preload: false })',
  );
  const serious = violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  return [...serious, ...incomplete.flatMap(({ nodes }) => nodes.filter(isUnseen).map(({ html }) => `unseen: ${html}`))];
}

/** Text in the very colour of its ground: axe leaves it to a person, who may not see it either. */
const isUnseen = ({ any }: AxeResults["incomplete"][number]["nodes"][number]): boolean =>
  any.some(({ id, data }) => id === "color-contrast" && (data as { messageKey?: string } | null)?.messageKey === "equalRatio");
