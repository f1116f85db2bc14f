import { PolicyDocument, SessionPolicy } from "@lucid/contract";
import { createWallet, walletFromPhrase } from "@lucid/identity";
import { afterAll, beforeAll, expect, it } from "vitest";
import { accountIdentity, logIn } from "../../main/cli/rest/node-client.ts";
import { startSession } from "../node/test-node.ts";
import { openGallery, STILL } from "./gallery.ts";
import { openBrowser, type TestBrowser } from "./open-browser.ts";
import { goTo, heading } from "./page-steps.ts";
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

it("asks in one browser, is allowed in another, and may start then", async () => {
  const document = PolicyDocument.parse({
    name: "Careful",
    session: SessionPolicy.parse({}),
    rules: [{ rule_id: "asks", effect: "ask", priority: 5, actions: ["start_session"] }],
  });
  await node.owner.client.policies.create({ kind: "node", document });
  const { phrase } = createWallet();
  const ada = await logIn(node.url, walletFromPhrase(phrase));
  await ada.client.people.updateMe({ username: "Ada" });
  const hers = { url: node.url, keepLogin: () => keepLogin(node.url, phrase) };
  await using asking = await openOwnersPage(browser, hers, "/sessions/new", STILL);
  await using deciding = await openOwnersPage(browser, node, "/", STILL);
  const { found, look } = openGallery(asking.page);
  const others = openGallery(deciding.page);

  const { page } = asking;
  await page.getByRole("button", { name: "Policy Standard" }).click();
  await page.getByRole("menuitemradio", { name: /^Careful/ }).click();
  await page.getByText("Somebody has to allow this session first").waitFor();
  await look("new-session-to-ask-for");
  await page.getByRole("button", { name: "Ask for it" }).click();
  await page.getByRole("textbox", { name: "Reason" }).fill("Patch night");
  await look("request-dialog");
  await page.getByRole("dialog").getByRole("button", { name: "Ask", exact: true }).click();
  await heading(page, "Requests for access");
  await page.getByText("waits for a decision").waitFor();
  await look("requests-own");

  const owner = deciding.page;
  await owner.getByRole("heading", { name: "Requests to decide" }).waitFor();
  await others.look("home-with-a-request");
  await owner.getByRole("link", { name: /^Ada asks to start a session for 30 minutes/ }).click();
  await owner.getByText("Patch night").waitFor();
  await others.look("requests-to-decide");
  await owner.getByRole("button", { name: "Allow for 30 minutes" }).click();
  await owner.getByText("allowed", { exact: true }).waitFor();

  await page.getByText("allowed", { exact: true }).waitFor();
  await goTo(page, "/sessions/new");
  await page.getByRole("button", { name: "Policy Careful" }).waitFor();
  await page.getByText("Somebody has to allow this session first").waitFor({ state: "hidden" });
  await expect.poll(() => page.getByRole("button", { name: "Start", exact: true }).isEnabled()).toBe(true);
  expect([...found, ...others.found]).toEqual([]);
});

it("asks for what a running session refuses where it refuses it, and goes on once somebody allows it", async () => {
  const document = PolicyDocument.parse({
    name: "Doors ask",
    session: SessionPolicy.parse({}),
    rules: [
      { rule_id: "starts", effect: "allow", priority: 5, actions: ["start_session", "type", "point"] },
      { rule_id: "asks", effect: "ask", priority: 5, actions: ["connect_viewer", "connect_rdp"] },
    ],
  });
  const { policy_id } = await node.owner.client.policies.create({ kind: "node", document });
  const { phrase } = createWallet();
  const wallet = walletFromPhrase(phrase);
  const grace = await logIn(node.url, wallet);
  const identity = await accountIdentity(grace.client, wallet);
  const id = await startSession({ ...grace, phrase, wallet, identity }, { name: "Patch night", policy: policy_id });
  const hers = { url: node.url, keepLogin: () => keepLogin(node.url, phrase) };
  await using opened = await openOwnersPage(browser, hers, `/sessions/${id}/live`, STILL);
  const { page } = opened;
  const screen = page.getByRole("status").filter({ hasText: "A policy of this node wants somebody to allow it first" });
  const { found, look } = openGallery(page);
  await screen.getByRole("button", { name: "Ask for it" }).waitFor();
  await look("live-to-ask-for");
  await screen.getByRole("button", { name: "Ask for it" }).click();
  await page.getByRole("textbox", { name: "Reason" }).fill("Patch night");
  await look("live-request-dialog");
  await page.getByRole("dialog").getByRole("button", { name: "Ask", exact: true }).click();
  await page.getByText("Asked for. It goes on by itself once somebody allows it.").waitFor();
  expect(new URL(page.url()).pathname).toBe(`/sessions/${id}/live`);

  const { requests } = await node.owner.client.accessRequests.list({ which: "to_decide" });
  const asked = requests.find(({ session_id }) => session_id === id);
  expect(asked).toMatchObject({ action: "connect_viewer", reason: "Patch night", status: "pending" });
  if (!asked) return;
  await node.owner.client.accessRequests.decide({ request_id: asked.request_id, decision: "approve" });
  await page.locator("[role=application] canvas").waitFor();
  await page.getByText("A policy of this node wants somebody to allow it first").waitFor({ state: "hidden" });
  await grace.client.sessions.stop({ session_id: id });
  expect(found).toEqual([]);
});
