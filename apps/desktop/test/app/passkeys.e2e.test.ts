import { expect, it } from "vitest";
import { addAuthenticator } from "./add-authenticator.ts";
import { openBrowser, openPage, seriousFindings } from "./open-browser.ts";
import { goTo } from "./page-steps.ts";
import { startPageNode } from "./start-page-node.ts";
import { createWalletInPage, PASSPHRASE, passNodeStep } from "./wallet-steps.ts";

it("logs in with a passkey that was added after a fresh proof, and asks for the wallet where it is needed", async () => {
  await using node = await startPageNode({ settings: { hosting: "off" } });
  await using browser = await openBrowser();
  const { page, faults } = await openPage(browser);
  const authenticator = await addAuthenticator(page);
  const url = node.url.replace("127.0.0.1", "localhost");

  await page.goto(`${url}/setup#code=${node.setupCode}`);
  await passNodeStep(page);
  await createWalletInPage(page);
  await page.getByRole("heading", { name: "This node is yours" }).waitFor();
  await goTo(page, "/settings");
  await page.getByRole("heading", { name: "Passkeys" }).waitFor();

  // The login is of six minutes ago by the node's time: the call is held until the wallet has signed anew.
  node.time.clock.advance(6 * 60_000);
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByRole("textbox", { name: "Name of the passkey" }).fill("This laptop");
  await page.getByRole("button", { name: "Continue" }).click();
  const proof = page.getByRole("dialog", { name: "Confirm that it is you" });
  await proof.getByRole("textbox", { name: "Passphrase" }).waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  expect(await authenticator.credentials()).toBe(0);
  // Whoever would rather not is told so where they were, with what they had typed.
  await page.keyboard.press("Escape");
  await page.getByText("Before this the node wants a new proof that it is you.").waitFor();
  await expect.poll(() => page.getByRole("textbox", { name: "Name of the passkey" }).inputValue()).toBe("This laptop");
  await page.getByRole("button", { name: "Continue" }).click();
  await proof.getByRole("textbox", { name: "Passphrase" }).fill(PASSPHRASE);
  await proof.getByRole("button", { name: "Unlock" }).click();
  await page.getByText("This laptop").waitFor();
  await page.getByText("not used yet").waitFor();
  expect(await authenticator.credentials()).toBe(1);
  expect(await seriousFindings(page)).toEqual([]);

  await page.getByRole("button", { name: "Log out" }).click();
  await page.getByRole("button", { name: "Continue with a passkey" }).waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole("button", { name: "Continue with a passkey" }).click();
  await page.getByRole("heading", { name: "Settings" }).waitFor();
  await page.getByText("Locked. It is asked for when something needs your signature.").waitFor();
  await page.getByText("for localhost · last used").waitFor();

  node.time.clock.advance(6 * 60_000);
  await page.getByRole("button", { name: "Rename" }).click();
  await page.getByRole("textbox", { name: "Name of the passkey" }).fill("Old laptop");
  await page.getByRole("button", { name: "Save" }).last().click();
  await page.getByText("Old laptop").waitFor();
  // A second one would need a fresh proof again, which the passkey gives; this device keeps one of the account already.
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByRole("textbox", { name: "Name of the passkey" }).fill("Once more");
  await page.getByRole("button", { name: "Continue" }).click();
  await proof.getByRole("button", { name: "Use a passkey instead" }).click();
  await page.getByText("What you chose keeps a passkey of this account already.").waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Leave without saving" }).click();

  await page.getByRole("button", { name: "Remove the passkey Old laptop" }).click();
  await page.getByText("Old laptop").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Log out" }).click();
  await page.getByRole("button", { name: "Continue with a passkey" }).click();
  await page.getByText("The node does not know this passkey, or its answer does not fit.").waitFor();
  expect(faults).toEqual([]);
});

it("offers no passkeys under an address without a name, and says where they work", async () => {
  await using node = await startPageNode({ settings: { hosting: "off" } });
  await using browser = await openBrowser();
  const { page } = await openPage(browser);
  await page.goto(`${node.url}/setup#code=${node.setupCode}`);
  await passNodeStep(page);
  await createWalletInPage(page);
  await page.getByRole("heading", { name: "This node is yours" }).waitFor();
  await goTo(page, "/settings");
  const there = page.getByRole("link", { name: /^Open this node as localhost/ });
  await expect.poll(() => there.getAttribute("href")).toBe(`${node.url.replace("127.0.0.1", "localhost")}/settings`);
  await expect.poll(() => page.getByRole("button", { name: "Add a passkey" }).count()).toBe(0);
  await page.getByRole("button", { name: "Log out" }).click();
  await page.getByRole("textbox", { name: "Passphrase" }).waitFor();
  await expect.poll(() => page.getByRole("button", { name: "Continue with a passkey" }).count()).toBe(0);
});
