import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, makeCertificate } from "@lucid/testkit/node";
import { afterAll, expect, it } from "vitest";
import { addAuthenticator } from "./add-authenticator.ts";
import { openBrowser, openPage } from "./open-browser.ts";
import { goTo } from "./page-steps.ts";
import { startPageNode } from "./start-page-node.ts";
import { createWalletInPage, passNodeStep } from "./wallet-steps.ts";

const folder = mkdtempSync(join(tmpdir(), "lucid-tls-page-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("sets up a node, keeps its login and a passkey, and shows a desktop, all over the node's own TLS", async () => {
  const { certificate, key } = makeCertificate(folder, "node");
  const port = await freePort();
  const origin = `https://localhost:${port}`;
  await using node = await startPageNode({
    settings: { tls_certificate_file: certificate, tls_key_file: key, tls_port: port, trusted_hosts: [origin] },
  });
  await using browser = await openBrowser();
  const { page, faults } = await openPage(browser, { ignoreHTTPSErrors: true });
  const authenticator = await addAuthenticator(page);

  await page.goto(`${origin}/setup#code=${node.setupCode}`);
  await passNodeStep(page);
  await createWalletInPage(page);
  await page.getByRole("heading", { name: "This node is yours" }).waitFor();
  const cookies = await page.context().cookies(`${origin}/api/v1/auth`);
  expect(cookies).toMatchObject([{ name: `lucid_refresh_${port}`, secure: true, httpOnly: true, sameSite: "Strict" }]);

  await page.getByRole("link", { name: "Record a first session" }).click();
  await page.getByLabel(/^I agree to this text/).click();
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await page.locator("[role=application] canvas").waitFor();
  await page.getByText("1 connected").waitFor();

  await goTo(page, "/settings");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByRole("textbox", { name: "Name of the passkey" }).fill("This laptop");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByText("not used yet").waitFor();
  expect(await authenticator.credentials()).toBe(1);
  // The cookie carries the login over a reload.
  await page.reload();
  await page.getByText("This laptop").waitFor();
  expect(faults).toEqual([]);
});
