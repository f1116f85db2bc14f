import { linkOf, startSmtp, type TestSmtp } from "@lucid/testkit/node";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openGallery, STILL } from "./gallery.ts";
import { openBrowser, openPage, type TestBrowser } from "./open-browser.ts";
import { openOwnersPage } from "./player-steps.ts";
import { type OwnedNode, startOwnedNode } from "./start-page-node.ts";

const ADA = "ada@example.org";

let smtp: TestSmtp;
let node: OwnedNode;
let browser: TestBrowser;

beforeAll(async () => {
  [browser, smtp] = await Promise.all([openBrowser(), startSmtp()]);
  node = await startOwnedNode({ settings: smtp.settings });
});
afterAll(async () => {
  await browser.close();
  await node[Symbol.asyncDispose]();
  await smtp[Symbol.asyncDispose]();
});

/** The link of the next e-mail, under the address at which the test's node is. */
async function nextLink(): Promise<string> {
  const { pathname, hash } = linkOf(await smtp.take(ADA));
  return `${node.url}${pathname}${hash}`;
}

it("confirms an address, and logs in by a link that is opened elsewhere", async () => {
  await using opened = await openOwnersPage(browser, node, "/settings", STILL);
  const { page } = opened;
  const { found, look } = openGallery(page);
  await page.getByRole("textbox", { name: "E-mail address" }).fill(ADA);
  await page.getByRole("button", { name: "Send a link to confirm it" }).click();
  await page.getByText(`A link was sent to ${ADA}`).waitFor();
  await look("email-pending");

  const elsewhere = await openPage(browser, STILL);
  const asked: string[] = [];
  elsewhere.page.on("request", (request) => asked.push(request.url()));
  const confirming = openGallery(elsewhere.page);
  await elsewhere.page.goto(await nextLink());
  await elsewhere.page.getByRole("heading", { name: "Confirm your e-mail address" }).waitFor();
  await confirming.look("email-confirm");
  await elsewhere.page.getByRole("button", { name: "Confirm" }).click();
  await elsewhere.page.getByText(`${ADA} counts from now on.`).waitFor();
  await page.getByText(`${ADA} can log in by a link.`).waitFor();

  await elsewhere.page.goto(`${node.url}/login`);
  await elsewhere.page.getByRole("button", { name: "Log in by a link in an e-mail" }).click();
  await elsewhere.page.getByRole("textbox", { name: "E-mail address" }).fill(ADA);
  await elsewhere.page.getByRole("button", { name: "Send the link" }).click();
  await elsewhere.page.getByText("If an account has this address").waitFor();
  const link = await nextLink();
  const token = new URL(link).hash.replace("#token=", "");
  // Whoever only looks at the link, as a scanner of e-mail does, uses nothing up.
  for (const visit of ["the scanner's", "the person's"]) {
    await elsewhere.page.goto("about:blank");
    await elsewhere.page.goto(link);
    await elsewhere.page.getByText("It counts once.", { exact: false }).waitFor();
    expect(elsewhere.page.url(), visit).not.toContain(token);
  }
  await confirming.look("email-login");
  await elsewhere.page.getByRole("button", { name: "Log in", exact: true }).click();
  await elsewhere.page.getByRole("link", { name: "Settings" }).waitFor();
  expect(asked.join(" ")).not.toContain(token);
  expect([...found, ...confirming.found, ...elsewhere.faults]).toEqual([]);
});
