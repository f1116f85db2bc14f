import type { Page } from "playwright";
import { expect, it } from "vitest";
import { startSession } from "../node/test-node.ts";
import { openGallery, STILL, writeIndex } from "./gallery.ts";
import { openBrowser } from "./open-browser.ts";
import { NOT_REACHED, untilReached } from "./page-steps.ts";
import { openOwnersPage } from "./player-steps.ts";
import { recordSession, storedChunks } from "./record-session.ts";
import { startOwnedNode } from "./start-page-node.ts";

/** How long the network is away, in seconds; the nightly run takes 60. */
const AWAY_S = Number(process.env["LUCID_AWAY_S"] ?? 6);
/** How long ago, once the page has counted for a minute too. */
const AGO = String.raw`\d[\d\u00a0 hm]*\u00a0s ago`;

/** A screen, what it shows while the node is heard, and what it must show as soon as it says again that it is. */
interface Screen {
  readonly name: string;
  readonly path: string;
  readonly now: string | RegExp;
  /** What it says while the node is away, besides that it is; undefined where nothing on it moves. */
  readonly away?: RegExp;
  readonly after: string | RegExp;
}

/** Everything the page says. */
const shown = (page: Page): Promise<string> => page.locator("body").innerText();

const holds = (text: string, words: string | RegExp): boolean =>
  typeof words === "string" ? text.includes(words) : words.test(text);

it("says on every screen that the network is away and how old what it shows is, and is right again by itself", async () => {
  await using node = await startOwnedNode();
  const { client } = node.owner;
  const recorded = await recordSession(node, { takes: [1, 1] });
  const id = await startSession(node.owner, { name: "Vendor access" });
  await node.work(12);
  await storedChunks(node, id, 1);
  const screens: readonly Screen[] = [
    {
      name: "home",
      path: "/",
      now: "Vendor access",
      away: new RegExp(String.raw`As it was ${AGO}:\s+Live now`),
      after: "Made meanwhile",
    },
    { name: "sessions", path: "/sessions", now: /recording/, away: new RegExp(String.raw`recording ${AGO}`), after: /paused/ },
    {
      name: "record-running",
      path: `/sessions/${id}`,
      now: /recording/,
      away: new RegExp(String.raw`recording ${AGO}[^]*As it was ${AGO}:\s+Nothing proven yet`),
      after: /paused/,
    },
    {
      name: "live",
      path: `/sessions/${id}/live`,
      now: "Keys go to the desktop.",
      away: new RegExp(String.raw`recording when last heard, ${AGO}`),
      after: /Paused: nothing is recorded/,
    },
    { name: "record", path: `/sessions/${recorded.session_id}`, now: /final/i, after: "Renamed meanwhile" },
    { name: "verify-link", path: `/verify#session=${recorded.session_id}`, now: "Unaltered", after: "Unaltered" },
    { name: "new-session", path: "/sessions/new", now: "I agree to this text", after: "I agree to this text" },
    { name: "proofs", path: "/proofs", now: "Drop a .lucid file here", after: "Drop a .lucid file here" },
    { name: "node", path: "/node", now: "healthy", away: new RegExp(String.raw`As it was ${AGO}`), after: "healthy" },
    {
      name: "chain",
      path: "/chain",
      now: /Block time\s+\d/,
      away: new RegExp(String.raw`As it was ${AGO}:`),
      after: /Block time\s+\d/,
    },
    { name: "settings", path: "/settings", now: "this one", after: "this one" },
  ];
  await using browser = await openBrowser();
  await using all = new AsyncDisposableStack();
  const pages: { readonly screen: Screen; readonly page: Page }[] = [];
  // Each in a context of its own: the pages of one share six connections, as the tabs of a browser do.
  for (const screen of screens) {
    const { page } = all.use(await openOwnersPage(browser, node, screen.path, STILL));
    await expect.poll(async () => holds(await shown(page), screen.now), { timeout: 30_000 }).toBe(true);
    pages.push({ screen, page });
  }
  await Promise.all(pages.map(({ page }) => page.context().setOffline(true)));
  node.desktops.of(id).dropViewers();
  await client.sessions.pause({ session_id: id, reason: "break" });
  await client.sessions.update({ session_id: recorded.session_id, name: "Renamed meanwhile" });
  await startSession(node.owner, { name: "Made meanwhile" });

  for (const { screen, page } of pages) {
    await page.getByText(NOT_REACHED).first().waitFor();
    // What a page hears over several connections it loses one after the other.
    await expect.poll(() => shown(page), { message: screen.path }).toMatch(screen.away ?? NOT_REACHED);
    await expect.poll(() => page.locator("[data-state=recording]").count(), { message: screen.path }).toBe(0);
    await expect.poll(() => shown(page), { message: screen.path }).not.toMatch(/recording goes on|Keys go to the desktop/i);
    const { found, look } = openGallery(page);
    await look(`away-${screen.name}`);
    expect(found, screen.path).toEqual([]);
  }
  // The page itself counts how long the network is away.
  for (const { page } of pages) {
    const age = page.getByText(/^What is shown is /);
    await expect
      .poll(async () => Number(/(\d+)\u00a0s/.exec(await age.innerText())?.[1] ?? 0), { timeout: 20_000 + 2_000 * AWAY_S })
      .toBeGreaterThanOrEqual(Math.min(AWAY_S, 59));
  }

  // One after the other, as a person looks at them: all at once would tell how long a browser takes for eleven pages.
  for (const { screen, page } of pages) {
    const reached = untilReached(page);
    const backMs = Date.now();
    await page.context().setOffline(false);
    const seen = await reached;
    console.info(`${screen.path.replaceAll(/[0-9a-f-]{36}/g, "ID")}: right again ${seen.atMs - backMs} ms after the network`);
    // Whatever says that it is heard again has asked anew before.
    expect({ path: screen.path, isSo: holds(seen.text, screen.after) }, seen.text).toEqual({
      path: screen.path,
      isSo: true,
    });
    expect(await page.getByText("Try again", { exact: true }).count(), screen.path).toBe(0);
  }
  // The picture of the desktop comes back by itself, too.
  const live = pages.find(({ screen }) => screen.path.endsWith("/live"))?.page;
  await live?.getByText(/^The picture is lost/).waitFor({ state: "hidden" });
  writeIndex();
});
