import { afterAll, beforeAll, expect, it } from "vitest";
import { firstLoad, type Load, type PageToLoad } from "./measure-load.ts";
import { openBrowser, type TestBrowser } from "./open-browser.ts";
import { openOwnersPage } from "./player-steps.ts";
import { type KeptLogin, type OwnedNode, startOwnedNode } from "./start-page-node.ts";

/** Below what is promised (400 000, and 350 000 of JavaScript), so that the room that grows into it is noticed here and not there. */
const MOST_BYTES = 395_000;
const MOST_SCRIPT_BYTES = 325_000;
/** Far from the node each asks for its time: a browser has six of them on their way at once. */
const MOST_FILES = { login: 15, sessions: 14 };

let browser: TestBrowser;
let node: OwnedNode;
let login: KeptLogin;

beforeAll(async () => {
  [browser, node] = await Promise.all([openBrowser(), startOwnedNode()]);
  login = await node.keepLogin();
});
afterAll(async () => {
  await browser.close();
  await node[Symbol.asyncDispose]();
});

/** What a browser transfers that keeps a wallet, and nothing of the page. */
async function load(path: string, isIn: boolean, usable: PageToLoad["usable"]): Promise<Load> {
  const kept = Object.entries(login.storage).filter(([name]) => isIn || name !== "lucid.logged-in");
  const origin = { origin: node.url, localStorage: kept.map(([name, value]) => ({ name, value })) };
  const cookie = { ...login.cookie, expires: -1, httpOnly: true, secure: false, sameSite: "Strict" as const };
  const storageState = { cookies: isIn ? [cookie] : [], origins: [origin] };
  return await firstLoad(browser, { url: `${node.url}${path}`, usable }, { storageState });
}

function expectSmall({ transferredBytes, scriptBytes, urls }: Load, mostFiles: number): void {
  const paths = urls.map((url) => new URL(url).pathname);
  const files = paths.join("\n");
  expect(paths.filter((path) => path.startsWith("/assets/")).length, files).toBeLessThanOrEqual(mostFiles);
  expect(scriptBytes, files).toBeLessThanOrEqual(MOST_SCRIPT_BYTES);
  expect(transferredBytes, files).toBeLessThanOrEqual(MOST_BYTES);
  // All of it was counted.
  expect(scriptBytes).toBeGreaterThan(200_000);
  expect(urls.length).toBeGreaterThan(10);
}

it("asks somebody who comes back for the passphrase after a small first load", async () => {
  const page = await load("/login", false, (page) => page.getByRole("textbox", { name: "Passphrase" }).fill("typed"));
  expectSmall(page, MOST_FILES.login);
});

it("shows the sessions after a small first load", async () => {
  const page = await load("/sessions", true, (page) => page.getByRole("heading", { name: "No sessions yet" }).waitFor());
  expectSmall(page, MOST_FILES.sessions);
});

it("asks for the words, the login and the code of the page at once", async () => {
  await using opened = await openOwnersPage(browser, node, "/verify.html");
  const { page } = opened;
  const asked = [/\/assets\/en-[^/]*\.js$/, /\/auth\/refresh$/, /\/assets\/sessions-page-[^/]*\.js$/];
  const waits = asked.map((address) => ({ address, seen: Promise.withResolvers<void>() }));
  // None is answered before all of them were asked for.
  for (const { address, seen } of waits) {
    await page.route(address, async (route) => {
      seen.resolve();
      await Promise.all(waits.map((one) => one.seen.promise));
      await route.continue();
    });
  }
  await page.goto(`${node.url}/sessions`);
  await page.getByRole("heading", { name: "No sessions yet" }).waitFor();
});
