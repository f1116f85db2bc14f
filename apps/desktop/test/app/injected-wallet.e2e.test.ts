import { randomBytes } from "node:crypto";
import { TronWeb } from "tronweb";
import { expect, it } from "vitest";
import { openBrowser, openPage } from "./open-browser.ts";
import { startPageNode } from "./start-page-node.ts";
import { passNodeStep } from "./wallet-steps.ts";

/** What a TRON wallet extension puts into a page, as far as it is used: TIP-1193 `window.tron`. */
const provide = (address: string): string => `
  const tronWeb = { defaultAddress: { base58: ${JSON.stringify(address)} }, trx: { signMessageV2: (text) => window.signWithTronWeb(text) } };
  window.tron = { request: async ({ method }) => (method === "eth_requestAccounts" ? [${JSON.stringify(address)}] : null), tronWeb };
`;

it("logs in with the signatures of an injected TRON wallet, which keeps its key", async () => {
  await using node = await startPageNode({ settings: { hosting: "off" } });
  await using browser = await openBrowser();
  const { page, faults } = await openPage(browser);
  const key = randomBytes(32).toString("hex");
  const address = TronWeb.address.fromPrivateKey(key);
  if (!address) throw new Error("TronWeb made no address");
  const signed: string[] = [];
  await page.exposeFunction("signWithTronWeb", (text: string) => {
    signed.push(text.split("\n")[0] ?? "");
    return new TronWeb({ fullHost: "http://127.0.0.1:9" }).trx.signMessageV2(text, key);
  });
  await page.addInitScript(provide(address));
  const { url, setupCode } = node;

  await page.goto(`${url}/setup#code=${setupCode}`);
  await passNodeStep(page);
  await page.getByRole("button", { name: /^Use the wallet extension/ }).click();
  await page.getByRole("heading", { name: "This node is yours" }).waitFor();
  // The identity text twice: a wallet whose signatures differ would lock the identity away.
  expect(signed).toEqual(["Lucid login v1", "Lucid encryption identity v1", "Lucid encryption identity v1"]);
  expect(await page.evaluate(() => Object.keys(localStorage).toSorted())).not.toContain("lucid.wallet");

  await page.getByRole("link", { name: "Look around first" }).click();
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByText("Open, through the wallet extension.").waitFor();
  await page.getByRole("button", { name: "Log out" }).click();
  await page.getByRole("button", { name: /^Use the wallet extension/ }).click();
  await page.getByRole("heading", { name: "Settings" }).waitFor();
  expect(signed.slice(3)).toEqual(["Lucid login v1", "Lucid encryption identity v1"]);
  expect(faults).toEqual([]);
});
