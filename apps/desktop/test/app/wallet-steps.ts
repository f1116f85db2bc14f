import type { Locator, Page } from "playwright";

export const PASSPHRASE = "correct horse battery staple 9";

/** Creates a wallet in the page as a person would: write the words down, type some of them, choose a passphrase. */
export async function createWalletInPage(page: Page): Promise<readonly string[]> {
  await page.getByRole("button", { name: /^Create a wallet/ }).click();
  const phrase = page.getByRole("list", { name: "Recovery phrase" });
  await phrase.waitFor();
  const words = await phrase.getByRole("listitem").allTextContents();
  await page.getByRole("button", { name: "I have written them down" }).click();
  for (const field of await page.getByLabel(/^Word \d+$/).all()) {
    const label = await field.evaluate((input: HTMLInputElement) => input.labels?.[0]?.textContent ?? "");
    await field.fill(words[Number(/\d+/.exec(label)?.[0]) - 1] ?? "");
  }
  await page.getByRole("button", { name: "Continue" }).click();
  await choosePassphrase(page);
  return words;
}

export async function choosePassphrase(page: Page): Promise<void> {
  await page.getByRole("textbox", { name: "Passphrase" }).fill(PASSPHRASE);
  await page.getByRole("textbox", { name: "The same again" }).fill(PASSPHRASE);
  await page.getByRole("button", { name: "Keep the wallet in this browser" }).click();
}

/** Unlocks the wallet that the browser keeps. */
export async function unlockInPage(page: Page | Locator): Promise<void> {
  await page.getByRole("textbox", { name: "Passphrase" }).fill(PASSPHRASE);
  await page.getByRole("button", { name: "Unlock" }).click();
}
