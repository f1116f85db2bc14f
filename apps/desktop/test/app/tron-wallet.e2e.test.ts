import { readdirSync, readFileSync } from "node:fs";
import { createWallet, sealWalletSecret } from "@lucid/identity";
import { createSoftwareLedger, type Mood } from "@lucid/testkit";
import { openTestDevnet, type TestDevnet } from "@lucid/tron-devnet/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openGallery, STILL } from "./gallery.ts";
import { openBrowser, seriousFindings, type TestBrowser } from "./open-browser.ts";
import { heading } from "./page-steps.ts";
import { openOwnersPage } from "./player-steps.ts";
import { pretendHid } from "./pretend-hid.ts";
import { type OwnedNode, startOwnedNode } from "./start-page-node.ts";

const PASSPHRASE = "four canaries and one pickaxe";
let browser: TestBrowser;
let net: TestDevnet;
let node: OwnedNode;

beforeAll(async () => {
  net = await openTestDevnet();
  await net.settle();
  const settings = { tron_network: "devnet", tron_url: net.devnet.url } as const;
  [browser, node] = await Promise.all([openBrowser(), startOwnedNode({ settings })]);
});
afterAll(async () => {
  await browser.close();
  await node[Symbol.asyncDispose]();
  await net[Symbol.asyncDispose]();
});

/** The process of payments of the node in this process. */
function paymentsPid(): number {
  const tasks = readdirSync("/proc/self/task");
  const children = tasks.flatMap((task) => readFileSync(`/proc/self/task/${task}/children`, "utf8").trim().split(" "));
  const found = children.find((pid) => pid !== "" && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("payments.process"));
  return Number(found ?? expect.fail("there is no process of payments"));
}

/** Makes a wallet of the owner's as the page does. @returns its address. */
async function makeWallet(name: string): Promise<string> {
  const { client, user } = node.owner;
  const { recipient } = await client.tron.sealingKey();
  const { phrase: material } = createWallet();
  const secret = { purpose: "create", user_id: user.user_id, material, passphrase: PASSPHRASE } as const;
  return (await client.tron.createWallet({ name, sealed: await sealWalletSecret(recipient, secret) })).address;
}

it("makes a wallet, shows what it is paid on a network that is no money, locks, and outlives its process", async () => {
  await using opened = await openOwnersPage(browser, node, "/wallet", STILL);
  const { page } = opened;
  const { found, look } = openGallery(page);
  await heading(page, "Wallet");
  await page.getByText("Local devnet: worth nothing").waitFor();
  await page.getByText("No wallet yet").waitFor();
  await look("wallet-none");

  await page.getByRole("button", { name: "New wallet" }).click();
  const made = page.getByRole("dialog", { name: "A new wallet" });
  await made.getByLabel("Name of the wallet").fill("Tea");
  const words = await made.getByRole("list", { name: "Recovery phrase" }).getByRole("listitem").allInnerTexts();
  expect(words).toHaveLength(12);
  await look("wallet-new");
  await made.getByRole("button", { name: "I have written them down" }).click();
  await made.locator('input[autocomplete="new-password"]').first().fill(PASSPHRASE);
  await made.getByLabel("The same again").fill(PASSPHRASE);
  await made.getByRole("button", { name: "Keep the wallet on this node" }).click();
  await made.waitFor({ state: "detached" });
  await page.getByText("words not rehearsed").waitFor();

  await page.getByRole("button", { name: "Rehearse the words: Tea" }).click();
  const rehearsal = page.getByRole("dialog", { name: /^Rehearse the words/ });
  await rehearsal.getByLabel("Its words, or its private key").fill(words.join(" "));
  await rehearsal.getByRole("button", { name: "Compare" }).click();
  await page.getByText("words not rehearsed").waitFor({ state: "detached" });

  const { wallets } = await node.owner.client.tron.listWallets();
  await net.devnet.fund(wallets.find(({ name }) => name === "Tea")?.address ?? "", { trx: 12_345_678n, usdt: 1_500_000n });
  await net.settle();
  await page.getByText("12.345678").waitFor();
  await page.getByText("1.500000").waitFor();
  await page.getByRole("button", { name: "Transfers: Tea" }).click();
  const transfers = page.getByRole("table", { name: "Transfers of Tea" });
  await transfers.getByText("received").waitFor();
  // The heading stands above its figures.
  const amount = transfers.getByRole("columnheader", { name: "Amount" });
  expect(await amount.evaluate((heading) => getComputedStyle(heading).textAlign)).toBe("end");
  await look("wallet");

  await page.getByRole("button", { name: "Unlock: Tea" }).click();
  const unlock = page.getByRole("dialog", { name: "Unlock “Tea”" });
  await unlock.locator('input[type="password"]').fill(PASSPHRASE);
  await unlock.getByRole("button", { name: "Unlock" }).click();
  await page.getByText("unlocked", { exact: true }).waitFor();

  process.kill(paymentsPid(), "SIGKILL");
  await page.getByText(/^The process of payments is not running/).waitFor();
  // The pause before it is started again is the node's time, which stands still here.
  await node.time.pass(10);
  await page.getByText(/^The process of payments is not running/).waitFor({ state: "detached" });
  await page.getByText("locked", { exact: true }).waitFor();
  await page.getByText("12.345678").waitFor();
  expect(found).toEqual([]);
});

it("says what a transfer costs before it is ordered, and how far it is until it is paid", async () => {
  await net.devnet.fund(await makeWallet("Coffee"), { trx: 12_345_678n, usdt: 1_500_000n });
  await net.settle();
  await using opened = await openOwnersPage(browser, node, "/wallet");
  const { page } = opened;
  await page.getByRole("button", { name: "Send: Coffee" }).click();
  const dialog = page.getByRole("dialog", { name: "Send from “Coffee”" });
  await dialog.getByLabel("To the TRON address").fill("TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdX");
  await dialog.getByLabel("Amount in USDT").fill("1.2345678");
  await dialog.getByRole("button", { name: "Continue" }).click();
  await dialog.getByText("That is no TRON address").waitFor();
  await dialog.getByText("An amount has digits").waitFor();
  await dialog.getByLabel("To the TRON address").fill("TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH");
  await dialog.getByLabel("Amount in USDT").fill("1,25");
  await dialog.getByRole("button", { name: "Continue" }).click();
  await dialog.getByText("Local devnet: worth nothing").waitFor();
  await dialog.getByText("2.858300").waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  await dialog.locator('input[type="password"]').fill(PASSPHRASE);
  await dialog.getByRole("button", { name: "Send it" }).click();
  await dialog.waitFor({ state: "detached" });

  const sent = page.getByRole("table", { name: "Ordered for Coffee" });
  // Blocks are time here: made before the network was told they would be the end of what was signed.
  await sent.getByText(/^(?:broadcast|in a block)$/).waitFor();
  await expect
    .poll(async () => {
      await net.devnet.chain.mine(2);
      return await sent.getByText("paid", { exact: true }).count();
    })
    .toBe(1);
  await sent.getByRole("button", { name: "Details" }).click();
  const details = page.getByRole("dialog", { name: "A transfer" });
  await details.getByText("Solidified: it is paid, and nothing takes it away.").waitFor();
  // What it was to cost, and what it did cost.
  await expect.poll(() => details.getByText("2.858300").count()).toBe(2);
  expect(await seriousFindings(page)).toEqual([]);
});

it("adds a Ledger that was compared on the device, and pays with what it has signed", async () => {
  let mood: Mood = "locked";
  const device = createSoftwareLedger(Buffer.from("3".padStart(64, "0"), "hex"), () => mood);
  await using opened = await openOwnersPage(browser, node, "/wallet");
  const { page } = opened;
  await page.exposeFunction("lucidLedger", (apdu: string) => device.answer(apdu));
  await page.evaluate(pretendHid);
  await page.getByRole("button", { name: "Add a Ledger" }).click();
  const adding = page.getByRole("dialog", { name: "Add a Ledger" });
  await adding.getByRole("button", { name: "Connect" }).click();
  await adding.getByText("The device is locked.").waitFor();
  mood = "refuses";
  await adding.getByRole("button", { name: "Connect" }).click();
  await adding.getByText("It was refused on the device.").waitFor();
  await adding.getByText(device.address).waitFor({ state: "detached" });
  expect(await seriousFindings(page)).toEqual([]);
  mood = "agrees";
  await adding.getByRole("button", { name: "Connect" }).click();
  await adding.getByText(device.address).waitFor();
  await adding.getByRole("button", { name: "Add it" }).click();
  await adding.waitFor({ state: "detached" });

  await net.devnet.fund(device.address, { trx: 2_012_345_678n, usdt: 1_500_000n });
  await net.settle();
  await page.getByRole("button", { name: "Send: Ledger" }).click();
  const sending = page.getByRole("dialog", { name: "Send from “Ledger”" });
  await sending.getByLabel("To the TRON address").fill("TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH");
  await sending.getByLabel("Amount in USDT").fill("1.25");
  await sending.getByRole("button", { name: "Continue" }).click();
  await sending.getByRole("button", { name: "Continue on the device" }).click();
  const signing = page.getByRole("dialog", { name: "Sign with “Ledger”" });
  mood = "silent";
  await signing.getByRole("button", { name: "Sign on the device" }).click();
  await signing.getByRole("button", { name: "Stop" }).click();
  await signing.getByText("It was stopped here.").waitFor();
  mood = "agrees";
  await signing.getByRole("button", { name: "Sign on the device" }).click();
  await signing
    .getByText("The network was told. Whether a block takes it is open.")
    .or(signing.getByText(/^It is in a block/))
    .waitFor();
  await signing.getByRole("button", { name: "Close" }).last().click();
  const sent = page.getByRole("table", { name: "Ordered for Ledger" });
  await expect
    .poll(async () => {
      await net.devnet.chain.mine(2);
      return await sent.getByText("paid", { exact: true }).count();
    })
    .toBe(1);

  await page.getByRole("link", { name: "Staking: Ledger" }).click();
  await page.getByRole("button", { name: "Stake TRX", exact: true }).click();
  const staking = page.getByRole("dialog", { name: "Stake TRX: Ledger" });
  await staking.getByLabel("Amount in TRX").fill("1000");
  await staking.getByRole("button", { name: "Continue" }).click();
  await staking.getByRole("button", { name: "Continue on the device" }).click();
  await signing.getByText("The device shows it again.").waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  await signing.getByRole("button", { name: "Sign on the device" }).click();
  await signing.getByText(/^(?:The network was told|It is in a block)/).waitFor();
  await signing.getByRole("button", { name: "Close" }).last().click();
  await expect
    .poll(async () => {
      await net.devnet.chain.mine(2);
      return await sent.getByText("done", { exact: true }).count();
    })
    .toBe(1);
});
