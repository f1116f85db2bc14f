import type { Session } from "@lucid/contract";
import type { Page } from "playwright";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startSession } from "../node/test-node.ts";
import { englishLeft } from "./english-left.ts";
import { openBrowser, openPage } from "./open-browser.ts";
import { goTo } from "./page-steps.ts";
import { openOwnersPage } from "./player-steps.ts";
import { recordSession } from "./record-session.ts";
import { lostSession } from "./sketched-sessions.ts";
import { type OwnedNode, PASSPHRASE, startOwnedNode, startPageNode } from "./start-page-node.ts";

/** As the tests' own client calls itself, which the list of logins shows. */
const PROGRAM = "node";
const LOCALE = { locale: "de-DE" } as const;
const CONSENT = { text: "Diese Sitzung wird aufgenommen.", accepted: true } as const;

let node: OwnedNode;
let whole: Session;
let ids: Readonly<Record<"draft" | "failed" | "lost" | "paused" | "live", string>>;

beforeAll(async () => {
  node = await startOwnedNode();
  const { client } = node.owner;
  whole = await recordSession(node, { name: "Wartungsfenster", takes: [1, 1] });
  const lost = await lostSession(node, "Absturz");
  node.desktops.failNext("gewollt");
  const failed = await client.sessions.create({ name: "Gescheitert", consent: CONSENT });
  const { text } = await client.sessions.grant({ session_id: failed.session_id });
  const start = client.sessions.start({ session_id: failed.session_id, grant_signature: node.owner.wallet.signMessage(text) });
  await expect(start).rejects.toThrow();
  const draft = await client.sessions.create({ name: "Entwurf", consent: CONSENT });
  const paused = await startSession(node.owner, { name: "Besprechung" });
  await node.work(11);
  await client.sessions.pause({ session_id: paused, reason: "Pause" });
  const live = await startSession(node.owner, { name: "Abrechnung" });
  await node.work(22);
  ids = { draft: draft.session_id, failed: failed.session_id, lost: lost.session_id, paused, live };
});
afterAll(() => node[Symbol.asyncDispose]());

it("has no English left on any screen before the login", async () => {
  await using fresh = await startPageNode();
  await using browser = await openBrowser();
  const { page } = await openPage(browser, LOCALE);
  const left: Record<string, readonly string[]> = {};
  const look = async (name: string): Promise<void> => {
    const texts = await englishLeft(page, [PROGRAM]);
    if (texts.length > 0) left[name] = texts;
  };
  await page.goto(`${fresh.url}/setup#code=${fresh.setupCode}`);
  await page.getByRole("button", { name: "Weiter" }).waitFor();
  await look("welcome");
  await page.getByRole("button", { name: "Weiter" }).click();
  await page.getByRole("heading", { name: "Dieser Knoten", exact: true }).waitFor();
  await look("node");
  await page.getByRole("button", { name: "Weiter" }).click();
  await page.getByRole("button", { name: /^Wallet anlegen/ }).waitFor();
  await look("wallet");
  await page.getByRole("button", { name: /^Wallet anlegen/ }).click();
  await page.locator('input[autocomplete="new-password"]:focus').waitFor();
  await page.keyboard.type("aaaaaaaaaa");
  await page.getByRole("button", { name: "Wallet in diesem Browser behalten" }).click();
  await look("weak passphrase");
  await page.goto(`${node.url}/login`);
  await page.getByRole("heading", { name: "Anmelden" }).waitFor();
  await look("login");
  await page.goto(`${node.url}/setup`);
  await page.getByRole("heading", { name: "Dieser Knoten gehört schon jemandem" }).waitFor();
  await look("owned");
  expect(left).toEqual({});
});

it("has no English left on any screen of a node in use", async () => {
  await using browser = await openBrowser();
  await using opened = await openOwnersPage(browser, node, "/", LOCALE);
  const { page } = opened;
  const left: Record<string, readonly string[]> = {};
  const look = async (name: string): Promise<void> => {
    const texts = await englishLeft(page, [PROGRAM]);
    if (texts.length > 0) left[name] = texts;
  };
  const screens: readonly (readonly [path: string, heading: string | RegExp])[] = [
    ["/", /./],
    ["/sessions", "Sitzungen"],
    ["/sessions?state=completed&sort=name", "Sitzungen"],
    ["/sessions?q=gibtesnicht", "Sitzungen"],
    [`/sessions/${whole.session_id}`, "Wartungsfenster"],
    [`/sessions/${ids.lost}`, "Absturz"],
    [`/sessions/${ids.failed}`, "Gescheitert"],
    [`/sessions/${ids.draft}`, "Diese Sitzung hat nicht begonnen"],
    [`/sessions/${ids.paused}`, "Besprechung"],
    [`/sessions/${ids.paused}/live`, "Besprechung"],
    [`/sessions/${ids.live}/live`, "Abrechnung"],
    [`/sessions/${whole.session_id}/live`, "Wartungsfenster"],
    ["/sessions/00000000-0000-4000-8000-000000000000", /./],
    ["/sessions/keine-kennung", /./],
    ["/sessions/new", "Neue Sitzung"],
    ["/proofs", /./],
    [`/verify?session=${whole.session_id}`, /./],
    ["/node", "Knoten"],
    ["/chain", "Kette"],
    ["/chain?list=transactions", "Kette"],
    ["/chain?page=999", "Kette"],
    ["/chain?find=3", /^Block/],
    [`/chain?find=${whole.session_id}`, /^Anker/],
    [`/chain?find=${whole.anchor.transaction_id}`, /./],
    ["/chain?find=nichts", "Nichts gefunden"],
    ["/admin", "Überblick"],
    ["/admin/sessions", "Sitzungen aller"],
    ["/admin/configuration", "Konfiguration"],
    ["/admin/webhooks", "Webhooks"],
    ["/admin/backup", "Sicherung"],
    ["/admin/databases", "Datenbanken"],
    ["/admin/emergency", "Notfall"],
    ["/notifications", "Mitteilungen"],
    ["/admin/log", "Protokoll des Knotens"],
    ["/admin/audit", "Audit-Protokoll"],
    ["/admin/people/invitations", "Einladungen"],
    ["/search?q=Wartung", "Suche"],
    ["/search?q=gibtesnicht", "Nichts passt"],
    ["/settings", "Einstellungen"],
    ["/wallet", /./],
    ["/admin/keys", /./],
    ["/admin/policies", "Regelwerke"],
    ["/admin/policies?part=edit", "Regelwerke"],
    ["/admin/policies?id=standard&part=test", "Regelwerke"],
    ["/requests", "Bitten um Zugang"],
    ["/admin/people", "Personen"],
    [`/admin/people/${(await node.owner.client.people.me()).user_id}`, "Personen"],
    ["/admin/people/groups", "Gruppen"],
    ["/nirgends", /./],
  ];
  for (const [path, heading] of screens) {
    const there = page.getByRole("heading", { name: heading, exact: true }).first();
    // A load takes a second of a core. Where the heading tells the screen from the one before, a link's way leads there as surely.
    if ((await there.count()) === 0) await goTo(page, path);
    else await page.goto(`${node.url}${path}`);
    await there.waitFor();
    await isReady(page);
    await openFolds(page);
    await look(path);
  }
  expect(left).toEqual({});
});

it("has no English left in menus, dialogs and errors", async () => {
  await using browser = await openBrowser();
  await using opened = await openOwnersPage(browser, node, "/sessions", LOCALE);
  const { page } = opened;
  const left: Record<string, readonly string[]> = {};
  const look = async (name: string): Promise<void> => {
    const texts = await englishLeft(page, [PROGRAM]);
    if (texts.length > 0) left[name] = texts;
  };
  await page.getByRole("table").first().waitFor();
  await page
    .getByRole("button", { name: /Wartungsfenster/ })
    .last()
    .click();
  await page.getByRole("menuitem").first().waitFor();
  await look("row menu");
  await page.getByRole("menuitem", { name: "Löschen" }).click();
  await page.getByRole("dialog").waitFor();
  await look("delete dialog");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").waitFor();
  await look("palette");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.keyboard.press("?");
  await page.getByRole("dialog").waitFor();
  await look("keys");

  await page.goto(`${node.url}/sessions/new`);
  await page.getByRole("button", { name: "Mehr Einstellungen" }).click();
  await page.getByRole("button", { name: "Starten", exact: true }).click();
  await page.getByText("Die Aufnahme braucht Ihre Zustimmung.").waitFor();
  await look("new session, not agreed");

  await page.goto(`${node.url}/sessions/${whole.session_id}`);
  await page.getByRole("button", { name: "Exportieren" }).first().click();
  await page.getByRole("dialog").waitFor();
  await look("export");
  await page.keyboard.press("Escape");
  await page.locator("button", { hasText: "Zum Ansehen entsperren" }).click();
  await page.getByRole("dialog").locator("input[type=password]").fill(PASSPHRASE);
  await look("unlock");
  await page.getByRole("dialog").getByRole("button", { name: "Entsperren", exact: true }).click();
  await page.locator("video").waitFor();
  await look("player");
  await page.getByRole("button", { name: "Prüfen", exact: true }).first().click();
  await page.getByRole("dialog").waitFor();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /prüfen/i })
    .first()
    .click();
  await page.locator("[data-verdict]").waitFor();
  await openFolds(page);
  await look("verdict");

  await page.route(/\/api\/v1\/(chain|blocks)/, (route) =>
    route.fulfill({ status: 500, contentType: "application/json", body: BROKEN }),
  );
  await page.goto(`${node.url}/chain`);
  await page.getByRole("alert").first().waitFor();
  await look("the node's failure");
  expect(left).toEqual({});
});

/** Nothing is on its way any more. */
const isReady = async (page: Page): Promise<void> => {
  await page.waitForFunction(() => document.querySelector(".mantine-Loader-root") === null);
};

/** Unfolds whatever is folded, and waits for what that fetches. */
async function openFolds(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const fold of document.querySelectorAll("details")) fold.open = true;
  });
  await isReady(page);
}

const BROKEN = JSON.stringify({
  error: {
    code: "LUCID_ERR_5001",
    message: "The node could not finish this: see its log",
    details: null,
    request_id: "5f0c2f7e-2a3b-4c70-9a55-0d1c1d3c7f10",
    timestamp: "2026-11-29T06:00:00.000Z",
    service: "lucid",
    version: "0.1.0",
  },
});
