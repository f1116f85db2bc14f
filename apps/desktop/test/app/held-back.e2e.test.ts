import { PolicyDocument, SessionPolicy } from "@lucid/contract";
import { createWallet, walletFromPhrase } from "@lucid/identity";
import { afterAll, beforeAll, expect, it } from "vitest";
import { accountIdentity, logIn } from "../../main/cli/rest/node-client.ts";
import { startSession } from "../node/test-node.ts";
import { openGallery, STILL } from "./gallery.ts";
import { openBrowser, type TestBrowser } from "./open-browser.ts";
import { openOwnersPage } from "./player-steps.ts";
import { keepLogin, type OwnedNode, startOwnedNode } from "./start-page-node.ts";

let node: OwnedNode;
let browser: TestBrowser;

beforeAll(async () => {
  [browser, node] = await Promise.all([openBrowser(), startOwnedNode({ settings: { registration: "open" } })]);
});
afterAll(async () => {
  await browser.close();
  await node[Symbol.asyncDispose]();
});

const BOTH_WAYS = { host_to_remote: true, remote_to_host: true };

it("says what a policy holds back when it is tried, by which rule, and lets the person ask for it there", async () => {
  const document = PolicyDocument.parse({
    name: "Hands off",
    session: SessionPolicy.parse({ clipboard: BOTH_WAYS }),
    rules: [
      { rule_id: "typing-asks", effect: "ask", priority: 5, actions: ["type"] },
      { rule_id: "no-mouse", effect: "deny", priority: 5, actions: ["point"] },
      { rule_id: "no-texts", effect: "deny", priority: 5, actions: ["copy_in", "copy_out"] },
      { rule_id: "starts", effect: "allow", priority: 1, actions: ["start_session", "connect_viewer", "connect_rdp"] },
    ],
  });
  const { policy_id } = await node.owner.client.policies.create({ kind: "node", document });
  const { phrase } = createWallet();
  const wallet = walletFromPhrase(phrase);
  const grace = await logIn(node.url, wallet);
  const identity = await accountIdentity(grace.client, wallet);
  const id = await startSession({ ...grace, phrase, wallet, identity }, { name: "Patch night", policy: policy_id });
  const hers = { url: node.url, keepLogin: () => keepLogin(node.url, phrase) };
  await using opened = await openOwnersPage(browser, hers, `/sessions/${id}/live`, {
    ...STILL,
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const { page } = opened;
  const { found, look } = openGallery(page);
  const canvas = page.locator("[role=application] canvas");
  await page.getByText("Keys go to the desktop.").first().waitFor();

  await page.keyboard.type("uname -a");
  const keys = page.getByText("Keys do not reach the desktop.");
  await keys.waitFor();
  await page.getByText("Everybody may type, once somebody has allowed it.").waitFor();
  await page.getByText("Rule typing-asks of “Hands off”, version 1").waitFor();
  expect(await keys.count()).toBe(1);
  await page.getByText("Keys do not go to the desktop.").first().waitFor();

  await canvas.click();
  await page.getByText("The mouse does not reach the desktop.").waitFor();
  await page.getByText("Nobody may use the mouse.").waitFor();
  node.desktops.of(id).copy("a secret");
  await page.getByText("What was copied stays in the desktop.").waitFor();
  await page.evaluate(() => navigator.clipboard.writeText("twelve chars"));
  await page.getByRole("button", { name: "Put this computer's clipboard into the desktop" }).click();
  await page.getByText("The text did not go into the desktop.").waitFor();
  await page.getByText(/in the desktop's clipboard/).waitFor({ state: "hidden" });
  const below = async (): Promise<boolean> => {
    const note = await page.getByText("The text did not go into the desktop.").boundingBox();
    const picture = await canvas.boundingBox();
    return note !== null && picture !== null && note.y + note.height <= picture.y;
  };
  await expect.poll(below).toBe(true);
  await look("live-held-back");
  // The newest, and the one that can be asked for, so that a phone has its desktop left; the others when somebody wants them.
  const close = page.getByRole("button", { name: "Close this note" });
  await keys.waitFor();
  await page.getByRole("button", { name: "Ask for it" }).waitFor();
  expect(await close.count()).toBe(2);
  await page.getByRole("button", { name: "2 more held back" }).click();
  await page.getByRole("button", { name: "Show fewer", expanded: true }).waitFor();
  await keys.waitFor();
  expect(await close.count()).toBe(4);
  await look("live-held-back-all");

  // Only the rule that asks can be asked.
  await page.getByRole("button", { name: "Ask for it" }).click();
  await page.getByRole("textbox", { name: "Reason" }).fill("The patch needs a command");
  await page.getByRole("dialog").getByRole("button", { name: "Ask", exact: true }).click();
  await page.getByText("Asked for. It goes on by itself once somebody allows it.").waitFor();
  const { requests } = await node.owner.client.accessRequests.list({ which: "to_decide" });
  const asked = requests.find(({ session_id }) => session_id === id);
  expect(asked).toMatchObject({ action: "type", status: "pending" });
  if (!asked) return;
  await node.owner.client.accessRequests.decide({ request_id: asked.request_id, decision: "approve" });
  await canvas.focus();
  await page.keyboard.press("a");
  await keys.waitFor({ state: "hidden" });

  const left = await close.count();
  await close.first().click();
  await expect.poll(() => close.count()).toBe(left - 1);
  await grace.client.sessions.stop({ session_id: id });
  expect(found).toEqual([]);
});

it("says what a session's terms rule out where it is tried, and keeps the keys out of a desktop that takes none", async () => {
  const id = await startSession(node.owner, {
    policy: SessionPolicy.parse({ input: { keyboard: false, mouse: false } }),
  });
  await using opened = await openOwnersPage(browser, node, `/sessions/${id}/live`, STILL);
  const { page } = opened;
  const { found, look } = openGallery(page);
  await page.locator("[role=application] canvas").waitFor();
  await page.getByText("Keys do not go to the desktop.").waitFor();
  await page.getByText("no network in the desktop: the policy opens none").waitFor();
  await page.getByRole("application").click();
  await page.getByText("The mouse does not reach the desktop.").waitFor();
  await page.keyboard.type("ls");
  await page.getByText("Keys do not reach the desktop.").waitFor();
  await page.getByRole("button", { name: "1 more held back" }).click();
  await expect.poll(() => page.getByText("No: the policy does not grant it.").count()).toBe(2);
  // Tab goes on through the page.
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.tagName)).not.toBe("CANVAS");
  await page.getByRole("button", { name: "Take over what was copied in the desktop" }).click();
  await page.getByText("What was copied stays in the desktop.").waitFor();
  await look("live-terms-hold-back");
  await node.owner.client.sessions.stop({ session_id: id });
  expect(found).toEqual([]);
});
