import { Secret, TOTP } from "otpauth";
import type { Page } from "playwright";
import { expect, it } from "vitest";
import { openBrowser, openPage, seriousFindings } from "./open-browser.ts";
import { goTo } from "./page-steps.ts";
import { startPageNode } from "./start-page-node.ts";
import { createWalletInPage, PASSPHRASE, passNodeStep, unlockInPage } from "./wallet-steps.ts";

/** The key under the QR code, as a person types it into an app. */
async function readKey(page: Page): Promise<TOTP> {
  await page.getByRole("img", { name: "QR code for your authenticator app" }).waitFor();
  const key = await page.getByText(/^[A-Z2-7]{4}( [A-Z2-7]{4})+$/).textContent();
  return new TOTP({ secret: Secret.fromBase32((key ?? "").replaceAll(" ", "")) });
}

const typeCode = async (page: Page, code: string, action: string): Promise<void> => {
  await page.getByRole("textbox", { name: "Code" }).fill(code);
  await page.getByRole("button", { name: action }).click();
};

it("leads an owner whose role needs it through a second factor, and asks for its code from then on", async () => {
  await using node = await startPageNode({ settings: { hosting: "off", second_factor_roles: ["SUPER_ADMIN"] } });
  await using browser = await openBrowser();
  const { page, faults } = await openPage(browser);
  const { clock } = node.time;
  await page.goto(`${node.url}/setup#code=${node.setupCode}`);
  await passNodeStep(page);
  await createWalletInPage(page);
  await page.getByRole("heading", { name: "This node is yours" }).waitFor();

  // Nothing else comes before it, whatever address is asked for.
  await page.goto(`${node.url}/sessions`);
  await page.getByRole("heading", { name: "Your second factor" }).waitFor();
  expect(new URL(page.url()).pathname).toBe("/second-factor");
  const app = await readKey(page);
  const code = (): string => app.generate({ timestamp: clock.now() });
  expect(await seriousFindings(page)).toEqual([]);
  await typeCode(page, code() === "000000" ? "000001" : "000000", "Turn on");
  await page.getByText("The code is wrong, its time is over, or it was used already.").waitFor();
  await typeCode(page, code(), "Turn on");
  const codes = page.getByRole("list", { name: "Backup codes for Lucid" });
  await codes.waitFor();
  const backup = await codes.getByRole("listitem").allTextContents();
  expect(backup).toHaveLength(10);
  expect(await seriousFindings(page)).toEqual([]);
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await expect
    .poll(() => page.locator("body").innerText())
    .toMatch(new RegExp(`^Backup codes for Lucid\\s+127[\\s\\S]+${backup[9]}$`));
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  await page.emulateMedia({ media: null });
  await page.getByRole("button", { name: "I have kept them" }).click();
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByText("10 backup codes left").waitFor();
  await expect.poll(() => page.getByRole("button", { name: "Turn off" }).count()).toBe(0);

  await page.getByRole("button", { name: "Log out" }).click();
  await unlockInPage(page);
  await page.getByRole("heading", { name: "Your second factor" }).waitFor();
  await page.locator('input[autocomplete="one-time-code"]:focus').waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  clock.advance(30_000);
  await typeCode(page, code(), "Log in");
  await page.getByRole("heading", { name: "Settings" }).waitFor();

  // Six minutes later a code proves as well that it is still the same person.
  clock.advance(6 * 60_000);
  await page.getByRole("button", { name: "New backup codes" }).click();
  await typeCode(page, backup[0] ?? "", "Make new codes; those before count no longer");
  const proof = page.getByRole("dialog", { name: "Confirm that it is you" });
  await page.locator('input[autocomplete="current-password"]:focus').waitFor();
  await proof.getByRole("textbox", { name: "Code" }).fill(code());
  await proof.getByRole("button", { name: "Confirm with the code" }).click();
  await codes.waitFor();
  const renewed = await codes.getByRole("listitem").allTextContents();
  expect(renewed.some((one) => backup.includes(one))).toBe(false);
  await page.getByRole("button", { name: "I have kept them" }).click();

  await page.getByRole("button", { name: "Log out" }).click();
  await page.getByRole("textbox", { name: "Passphrase" }).fill(PASSPHRASE);
  await page.getByRole("button", { name: "Unlock" }).click();
  await typeCode(page, (renewed[0] ?? "").toLowerCase(), "Log in");
  await page.getByText("9 backup codes left").waitFor();
  await goTo(page, "/sessions");
  expect(faults).toEqual([]);
});
