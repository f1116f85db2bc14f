import type { Locator, Page } from "playwright";

export const PASSPHRASE = "correct horse battery staple 9";

/** From the welcome of the setup, whose code is filled in, to the choice of a wallet: what Lucid is, and what this node found. */
export async function passNodeStep(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("heading", { name: "This node", exact: true }).waitFor();
  await page.getByRole("button", { name: "Continue" }).click();
}

/** Creates a wallet in the page as a person would: the caret stands where the passphrase is typed. */
export async function createWalletInPage(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Create a wallet/ }).click();
  await choosePassphrase(page);
}

/** Types a new passphrase where the caret stands, and again below. */
export async function choosePassphrase(page: Page): Promise<void> {
  await page.locator('input[autocomplete="new-password"]:focus').waitFor();
  await page.keyboard.type(PASSPHRASE);
  await page.getByRole("textbox", { name: "The same again" }).click();
  await page.keyboard.type(PASSPHRASE);
  await page.getByRole("button", { name: "Keep the wallet in this browser" }).click();
}

/** Backs the words up in the open dialog: passphrase, the words, three of them from the paper. */
export async function backUpWords(page: Page): Promise<readonly string[]> {
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Passphrase" }).fill(PASSPHRASE);
  await dialog.getByRole("button", { name: "Show the words" }).click();
  const phrase = dialog.getByRole("list", { name: "Recovery phrase" });
  await phrase.waitFor();
  const words = await phrase.getByRole("listitem").allTextContents();
  await dialog.getByRole("button", { name: "I have written them down" }).click();
  for (const field of await dialog.getByLabel(/^Word \d+$/).all()) {
    const label = await field.evaluate((input: HTMLInputElement) => input.labels?.[0]?.textContent ?? "");
    await field.fill(words[Number(/\d+/.exec(label)?.[0]) - 1] ?? "");
  }
  await dialog.getByRole("button", { name: "Continue" }).click();
  await dialog.getByRole("button", { name: "Done" }).click();
  return words;
}

/** Unlocks the wallet that the browser keeps. */
export async function unlockInPage(page: Page | Locator): Promise<void> {
  await page.getByRole("textbox", { name: "Passphrase" }).fill(PASSPHRASE);
  await page.getByRole("button", { name: "Unlock" }).click();
}
