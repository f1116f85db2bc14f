import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { openBrowser } from "./open-browser.ts";
import { openOwnersPage } from "./player-steps.ts";
import { PASSPHRASE, startOwnedNode } from "./start-page-node.ts";

it("asks for consent in the language of the page, and what was shown is what is hashed and signed", async () => {
  await using node = await startOwnedNode();
  await using browser = await openBrowser();
  await using opened = await openOwnersPage(browser, node, "/sessions/new", { locale: "de-DE" });
  const { page } = opened;
  await page.getByRole("textbox", { name: "Name" }).fill("Auf Deutsch");
  const shown = await page.getByRole("region", { name: "Einwilligung" }).textContent();
  expect(shown).toMatch(/^Diese Sitzung wird aufgenommen: /);
  await page.getByRole("button", { name: "Regeln Standard" }).click();
  await page.getByRole("menuitemradio", { name: /^Nur ansehen.*auch Sie nicht/ }).click();
  await page.getByRole("checkbox").check();
  await page.keyboard.press("Control+Enter");
  await page.getByRole("dialog").locator("input[type=password]").fill(PASSPHRASE);
  await page.getByRole("dialog").locator("button[type=submit]").click();
  await page.waitForURL(/\/live$/);
  const { sessions } = await node.owner.client.sessions.list({ q: "Deutsch" });
  const id = sessions[0]?.session_id;
  if (!id) throw new Error("The session is not listed");
  const stored = await node.owner.client.sessions.get({ session_id: id });
  expect(stored.consent_text).toBe(shown);
  expect(stored.consent_hash).toBe(
    createHash("sha256")
      .update(shown ?? "")
      .digest("hex"),
  );
  expect(stored.policy.input).toEqual({ mouse: false, keyboard: false });
  await node.owner.client.sessions.stop({ session_id: id });
});

it("starts a draft from its own page, where its link leads", async () => {
  await using node = await startOwnedNode();
  const { session_id } = await node.owner.client.sessions.create({
    name: "Prepared",
    consent: { text: "This session is recorded.", accepted: true },
  });
  await using browser = await openBrowser();
  await using opened = await openOwnersPage(browser, node, `/sessions/${session_id}`);
  const { page } = opened;
  await page.getByRole("button", { name: "Start recording" }).click();
  await page.getByRole("dialog").locator("input[type=password]").fill(PASSPHRASE);
  await page.getByRole("dialog").getByRole("button", { name: "Unlock", exact: true }).click();
  await page.locator("[role=application] canvas").waitFor();
  expect(new URL(page.url()).pathname).toBe(`/sessions/${session_id}/live`);
  expect(opened.complaints).toEqual([]);
});
