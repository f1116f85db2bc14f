import { createSoftwareLedger, type Mood } from "@lucid/testkit";
import { expect, it } from "vitest";
import { openBrowser, openPage, seriousFindings } from "./open-browser.ts";
import { pretendHid } from "./pretend-hid.ts";
import { startPageNode } from "./start-page-node.ts";
import { passNodeStep } from "./wallet-steps.ts";

it("logs in with what a Ledger has signed, and says what it did not", async () => {
  await using node = await startPageNode({ settings: { hosting: "off" } });
  await using browser = await openBrowser();
  const { page, faults } = await openPage(browser);
  let mood: Mood = "other app";
  const device = createSoftwareLedger(Buffer.from("5".padStart(64, "0"), "hex"), () => mood);
  // The first part of each text that it signs.
  const texts: string[] = [];
  await page.exposeFunction("lucidLedger", (apdu: string) => {
    if (mood === "agrees" && apdu.startsWith("e00800"))
      texts.push(Buffer.from(apdu.slice(60), "hex").toString().split("\n")[0] ?? "");
    return device.answer(apdu);
  });
  await page.addInitScript(pretendHid);

  await page.goto(`${node.url}/setup#code=${node.setupCode}`);
  await passNodeStep(page);
  const connect = page.getByRole("button", { name: "Connect" });
  await page.getByRole("button", { name: /^Use a Ledger/ }).click();
  await connect.click();
  await page.getByText("Open the Tron app on the device and try again.").waitFor();
  mood = "agrees";
  await connect.click();
  const asked = page.getByRole("dialog", { name: "Sign on the Ledger" });
  const sign = asked.getByRole("button", { name: "Sign on the device" });
  await asked.getByText(/^Lucid login v1/).waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  mood = "refuses";
  await sign.click();
  await asked.getByText("It was refused on the device.").waitFor();
  await asked.getByRole("button", { name: "Cancel" }).click();
  await page.getByText("Nothing was signed on the device.").waitFor();

  mood = "agrees";
  await page.getByRole("button", { name: /^Use a Ledger/ }).click();
  await connect.click();
  await asked.getByText(/^Lucid login v1/).waitFor();
  await sign.click();
  // The identity text twice: a wallet whose signatures differ would lock the identity away.
  await asked.getByText(/^Lucid encryption identity v1/).waitFor();
  await sign.click();
  await expect.poll(() => texts.length).toBe(2);
  await sign.click();
  await page.getByRole("heading", { name: "This node is yours" }).waitFor();
  expect(texts).toEqual(["Lucid login v1", "Lucid encryption identity v1", "Lucid encryption identity v1"]);
  expect(await page.evaluate(() => Object.keys(localStorage).toSorted())).not.toContain("lucid.wallet");

  await page.getByRole("link", { name: "Look around first" }).click();
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByText("On a Ledger, which signs what it is asked for.").waitFor();
  await page.getByRole("button", { name: "Log out" }).click();
  await page.getByRole("button", { name: /^Use a Ledger/ }).click();
  await connect.click();
  await asked.getByText(/^Lucid login v1/).waitFor();
  await sign.click();
  await asked.getByText(/^Lucid encryption identity v1/).waitFor();
  await sign.click();
  await page.getByRole("heading", { name: "Settings" }).waitFor();
  expect(faults).toEqual([]);
});
