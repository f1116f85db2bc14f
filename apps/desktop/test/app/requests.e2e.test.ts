import { PolicyDocument, SessionPolicy } from "@lucid/contract";
import { createWallet, walletFromPhrase } from "@lucid/identity";
import { afterAll, beforeAll, expect, it } from "vitest";
import { logIn } from "../../main/cli/rest/node-client.ts";
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
