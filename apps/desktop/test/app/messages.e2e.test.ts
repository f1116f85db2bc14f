import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { startSmtp, type TestSmtp, tokenOf } from "@lucid/testkit/node";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { openGallery, STILL } from "./gallery.ts";
import { openBrowser, type TestBrowser } from "./open-browser.ts";
import { goTo, heading } from "./page-steps.ts";
import { openOwnersPage } from "./player-steps.ts";
import { type OwnedNode, startOwnedNode } from "./start-page-node.ts";

let node: OwnedNode;
let browser: TestBrowser;
let smtp: TestSmtp;

beforeAll(async () => {
  smtp = await startSmtp();
  const settings = { ...smtp.settings, webhook_networks: ["127.0.0.1"] };
  [browser, node] = await Promise.all([openBrowser(), startOwnedNode({ settings })]);
});
afterAll(async () => {
  await browser.close();
  await node[Symbol.asyncDispose]();
  await smtp[Symbol.asyncDispose]();
});

it("counts what is told as it happens, leads there, and tells what somebody chose", async () => {
  await using opened = await openOwnersPage(browser, node, "/notifications", STILL);
  const { page, complaints } = opened;
  const { found, look } = openGallery(page);
  await page.getByRole("heading", { name: "Nothing has happened yet" }).waitFor();
  await look("notifications-none");
  const { emergency_id } = await node.owner.client.emergency.disableSessions({ reason: "a drill" });
  const list = page.getByRole("list", { name: "Notifications" });
  await list.getByRole("link", { name: "New sessions are disabled." }).waitFor();
  const areas = page.getByRole("navigation", { name: "Areas" });
  await areas.getByText("1 new").waitFor();
  await look("notifications");
  await list.getByRole("link").click();
  await heading(page, "Emergency");
  await areas.getByText("1 new").waitFor({ state: "detached" });

  await goTo(page, "/notifications");
  await page.getByRole("checkbox", { name: "In the page: An emergency action is over" }).uncheck();
  await expect
    .poll(async () => (await node.owner.client.notifications.settings()).choices.find(({ kind }) => kind === "emergency.ended"))
    .toMatchObject({ page: false });
  await node.time.pass(60);
  await node.owner.client.emergency.lift({ emergency_id });
  await page.getByText("New sessions are disabled.", { exact: true }).first().waitFor();
  expect((await node.owner.client.notifications.list({})).notifications.map(({ kind }) => kind)).toEqual(["emergency.started"]);
  expect([...found, ...complaints]).toEqual([]);
});

it("lets somebody with a confirmed address choose what comes by e-mail, and in which language", async () => {
  const { email } = node.owner.client;
  await email.set({ address: "ada@example.org" });
  await email.confirm({ token: tokenOf(await smtp.take("ada@example.org")) });
  await using opened = await openOwnersPage(browser, node, "/notifications", STILL);
  const { page, complaints } = opened;
  const { found, look } = openGallery(page);
  await page.getByText("E-mail goes to ada@example.org.").waitFor();
  await page.getByRole("checkbox", { name: "By e-mail: A recording of mine can be proven" }).check();
  await page.getByRole("combobox", { name: "Language of e-mail" }).click();
  await page.getByRole("option", { name: "Deutsch" }).click();
  const settings = () => node.owner.client.notifications.settings();
  await expect.poll(async () => (await settings()).language).toBe("de");
  // Both are saved, each by a call of its own.
  const ofRecordings = async () => (await settings()).choices.find(({ kind }) => kind === "recording.provable");
  await expect.poll(ofRecordings).toMatchObject({ page: true, email: true });
  await look("notifications-email");
  expect([...found, ...complaints]).toEqual([]);
});

it("makes a webhook, shows its secret once, tries it, and shows what came of it", async () => {
  const got: string[] = [];
  const receiver = createServer((request, response) => {
    void text(request).then((body) => {
      got.push(body);
      response.statusCode = got.length === 1 ? 200 : 503;
      response.end("ok");
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void receiver.close());
  const address = receiver.address();
  if (address === null || typeof address === "string") throw new Error("The receiver has no port");

  await using opened = await openOwnersPage(browser, node, "/admin/webhooks", STILL);
  const { page, complaints } = opened;
  const { found, look } = openGallery(page);
  await page.getByRole("heading", { name: "No program is told" }).waitFor();
  await look("webhooks-none");
  await page.getByRole("button", { name: "Make a webhook" }).click();
  const dialog = page.getByRole("dialog", { name: "A new webhook" });
  await dialog.getByRole("textbox", { name: "Name" }).fill("Tickets");
  await dialog.getByRole("textbox", { name: "Address" }).fill("http://10.0.0.7/");
  await dialog.getByRole("checkbox", { name: /^a session failed/ }).check();
  await dialog.getByRole("button", { name: "Make the webhook" }).click();
  await dialog.getByText("The node does not send to this address.").waitFor();
  await look("webhook-new");
  await dialog.getByRole("textbox", { name: "Address" }).fill(`http://127.0.0.1:${address.port}/hook`);
  await dialog.getByRole("button", { name: "Make the webhook" }).click();
  expect(await page.locator("[data-secret]").textContent()).toMatch(/^whsec_/);
  await look("webhook-secret");
  await page.getByRole("button", { name: "I have it" }).click();

  await page.getByRole("button", { name: "Try it: Tickets" }).click();
  const table = page.getByRole("table", { name: "Deliveries of Tickets" });
  await table.getByRole("row", { name: /webhook\.test.*taken.*HTTP 200/ }).waitFor();
  await table.getByRole("button", { name: "Send again" }).click();
  await table.getByRole("row", { name: /webhook\.test.*waits.*refused \(HTTP 503/ }).waitFor();
  await look("webhooks");
  expect(got[1]).toBe(got[0]);
  await page.getByRole("button", { name: "Remove: Tickets" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove it" }).click();
  await page.getByRole("heading", { name: "No program is told" }).waitFor();
  // Chromium reports the refusal that was asked for.
  expect(complaints.filter((line) => !line.includes("a status of 422"))).toEqual([]);
  expect(found).toEqual([]);
});
