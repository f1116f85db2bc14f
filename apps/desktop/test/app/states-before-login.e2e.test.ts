import { expect, it } from "vitest";
import { openGallery, STILL, writeIndex } from "./gallery.ts";
import { openBrowser, openPage } from "./open-browser.ts";
import { goTo, heading, openWithout } from "./page-steps.ts";
import { startPageNode } from "./start-page-node.ts";
import { createWalletInPage, PASSPHRASE } from "./wallet-steps.ts";

it("shows every state of setup, backup and login without a serious finding, in every size", async () => {
  await using node = await startPageNode();
  await using browser = await openBrowser();
  const { page, faults } = await openPage(browser, STILL);
  const { found, look } = openGallery(page);
  const { url, setupCode } = node;

  await openWithout(
    page,
    { url: `${url}/setup`, calls: /\/auth\/setup$/ },
    {
      async waiting() {
        await page.getByText("Asking the node").waitFor();
        await look("setup-waiting");
      },
      async refused() {
        await page.getByText("The node could not be asked").waitFor();
        await look("setup-no-node");
      },
    },
  );
  await page.getByRole("button", { name: "Try again" }).click();
  await heading(page, "Welcome to Lucid");
  await look("setup-welcome-without-code");
  await page.getByRole("button", { name: "The chain?" }).click();
  await page.getByRole("tooltip").waitFor();
  await look("setup-welcome-term");

  await page.getByRole("textbox", { name: "Setup code" }).fill("not-the-code");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByText("The setup code is wrong, or somebody has used it.").waitFor();
  await look("setup-code-at-its-field");
  await page.getByRole("textbox", { name: "Setup code" }).fill(setupCode ?? "");
  await look("setup-welcome");
  await page.getByRole("button", { name: "Continue" }).click();
  await heading(page, "This node");
  await look("setup-node");
  await page.getByRole("button", { name: "Continue" }).click();
  await heading(page, "Your wallet");
  await look("setup-wallet");
  await page.getByRole("button", { name: /^Restore a wallet/ }).click();
  await page.getByRole("textbox", { name: "Recovery phrase" }).fill("abandon ability able");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByText(/^A recovery phrase has 12 or 24 words/).waitFor();
  await look("setup-restore-refused");
  await page.getByRole("button", { name: "Back" }).click();
  await page.getByRole("button", { name: /^Create a wallet/ }).click();
  await page.getByRole("textbox", { name: "Passphrase" }).fill("aaaaaaaaaa");
  await page.getByText(/^Too easy to guess/).waitFor();
  await page.keyboard.press("Enter");
  await page.getByText(/^Not taken/).waitFor();
  await look("setup-passphrase-refused");
  await page.getByRole("button", { name: "Back" }).click();
  await createWalletInPage(page);
  await heading(page, "This node is yours");
  await look("setup-done");

  await page.getByRole("button", { name: "Back them up now" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Passphrase" }).fill(PASSPHRASE);
  await look("backup-passphrase");
  await dialog.getByRole("button", { name: "Show the words" }).click();
  await dialog.getByRole("list", { name: "Recovery phrase" }).waitFor();
  await look("backup-words");
  await dialog.getByRole("button", { name: "I have written them down" }).click();
  await dialog.getByRole("button", { name: "Continue" }).click();
  await dialog
    .getByText(/^That is not word/)
    .first()
    .waitFor();
  await look("backup-wrong-words");
  // Words that are not on paper yet are left behind by nobody unasked.
  await page.keyboard.press("Escape");
  const question = page.getByRole("dialog", { name: "Leave before the words are backed up?" });
  await question.getByRole("button", { name: "Stay here" }).and(page.locator(":focus")).waitFor();
  await look("backup-leave");
  await page.keyboard.press("Escape");
  await question.waitFor({ state: "detached" });
  await dialog.getByRole("button", { name: "Continue" }).and(page.locator(":focus")).waitFor();
  await page.keyboard.press("Escape");
  await question.getByRole("button", { name: "Leave it for later" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });

  await goTo(page, "/");
  await page.getByText("The words of your wallet are not backed up").waitFor();
  await look("home-first");
  await goTo(page, "/sessions");
  await page.getByRole("heading", { name: "No sessions yet" }).waitFor();
  await look("sessions-empty");
  await goTo(page, "/setup");
  await heading(page, "This node has an owner");
  await look("setup-owned");

  await goTo(page, "/settings");
  await page.getByRole("button", { name: "Log out" }).click();
  await heading(page, "Log in");
  await page.getByRole("textbox", { name: "Passphrase" }).fill("not the passphrase");
  await page.getByRole("button", { name: "Unlock" }).click();
  await page.getByText(/^That is not the passphrase/).waitFor();
  await look("login-refused");
  await page.getByRole("button", { name: "Use another wallet" }).click();
  await page.getByText("This node takes no new accounts").waitFor();
  await look("login-another-wallet");
  await page.getByRole("button", { name: /^Restore a wallet/ }).click();
  await heading(page, "Replace the wallet in this browser?");
  await look("login-replace");
  await page.getByRole("button", { name: "Back" }).click();
  await page.getByRole("button", { name: "I lost my words" }).click();
  await heading(page, "I lost my words");
  await look("login-lost-words");

  writeIndex();
  expect(found).toEqual([]);
  expect(faults).toEqual([]);
});
