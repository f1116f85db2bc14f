import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { CorrectionId, PayoutId, TronAddress, TronWalletId, UserId } from "@lucid/contract";
import { createWallet, sealWalletSecret, walletFromPhrase } from "@lucid/identity";
import { createSignatureCheck, verifyPayoutDocument } from "@lucid/proof";
import { openTestDevnet, type TestDevnet } from "@lucid/tron-devnet/testing";
import type { Page } from "playwright";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { logIn } from "../../main/cli/rest/node-client.ts";
import { openGallery, STILL } from "./gallery.ts";
import { openBrowser, type TestBrowser } from "./open-browser.ts";
import { heading } from "./page-steps.ts";
import { openOwnersPage } from "./player-steps.ts";
import { type OwnedNode, startOwnedNode } from "./start-page-node.ts";

const PASSPHRASE = "four canaries and one pickaxe";
const UNITS = 1_000_000n;
/** The network of a test is dear for a small payout. */
const CHEAP_TRX = { payout_trx_micro_usdt: 1_000 } as const;
let browser: TestBrowser;
let net: TestDevnet;
let node: OwnedNode;

beforeAll(async () => {
  net = await openTestDevnet();
  const settings = { tron_network: "devnet", tron_url: net.devnet.url, registration: "open", ...CHEAP_TRX } as const;
  [browser, node] = await Promise.all([openBrowser(), startOwnedNode({ settings })]);
});
afterAll(async () => {
  await browser?.close();
  await node?.[Symbol.asyncDispose]();
  await net?.[Symbol.asyncDispose]();
});

/** The owner is paid 20 of 25 USDT, less the fee, by the node's own wallet, as another super admin agreed. */
async function payOwner(): Promise<void> {
  const { client } = node.owner;
  const user_id = node.owner.user.user_id;
  const { phrase: material } = createWallet();
  await net.devnet.fund(walletFromPhrase(material).address, { trx: 1_000n * UNITS, usdt: 100n * UNITS });
  await net.settle();
  await vi.waitFor(async () => expect((await client.tron.networkStatus()).state).toBe("ready"), { timeout: 60_000 });
  const { recipient } = await client.tron.sealingKey();
  const secret = { user_id, passphrase: PASSPHRASE } as const;
  const create = await sealWalletSecret(recipient, { purpose: "create", material, ...secret });
  const wallet_id = TronWalletId.parse((await client.tron.createWallet({ name: "pays", sealed: create })).wallet_id);
  await client.payouts.setWallet({ wallet_id });
  const unlock = await sealWalletSecret(recipient, { purpose: "unlock", wallet_id, ...secret });
  await client.tron.unlockWallet({ wallet_id, sealed: unlock, seconds: 3_600 });

  const another = walletFromPhrase(createWallet().phrase);
  const { user } = await logIn(node.url, another);
  {
    using people = new DisposableStack();
    const database = people.adopt(new DatabaseSync(join(node.data, "node.db")), (open) => open.close());
    database.prepare("UPDATE users SET role = 'SUPER_ADMIN' WHERE user_id = ?").run(user.user_id);
  }
  const asked = { payee: UserId.parse(user_id), amount: "20000000" } as const;
  const { correction_id } = await client.payouts.correct({ ...asked, amount: "25000000", reason: "work" });
  const other = (await logIn(node.url, another)).client;
  await other.payouts.approveCorrection({ correction_id: CorrectionId.parse(correction_id) });
  const { payout_id } = await client.payouts.create({ ...asked, idempotency_key: crypto.randomUUID() });
  await expect
    .poll(
      async () => {
        await net.devnet.chain.mine(1);
        return (await client.payouts.get({ payout_id: PayoutId.parse(payout_id) })).state;
      },
      { timeout: 120_000, interval: 500 },
    )
    .toBe("settled");
}

async function savedBy(page: Page, name: string) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name }).click()]);
  const bytes = await readFile(await download.path());
  return { name: download.suggestedFilename(), bytes, verdict: verifyPayoutDocument(bytes, createSignatureCheck()) };
}

/** What is left is put off by hand until tomorrow, as urgent, and cancelled. */
async function putOff(page: Page, look: (state: string) => Promise<void>): Promise<void> {
  await page.getByRole("button", { name: "Pay", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Pay what is owed" });
  await dialog.getByRole("combobox", { name: "Priority" }).click();
  await page.getByRole("option", { name: "urgent" }).click();
  await dialog.getByLabel("Not before").fill(new Date(Date.now() + 86_400_000).toISOString().slice(0, 16));
  await look("payouts-pay");
  await dialog.getByRole("button", { name: "Make the payout" }).click();
  await dialog.waitFor({ state: "detached" });
  const payouts = page.getByRole("table", { name: "Payouts" });
  await payouts.getByText("urgent").waitFor();
  await payouts.getByText("not before").waitFor();
  await look("payouts-put-off");
  await payouts.getByRole("button", { name: "Cancel the payout" }).click();
  await payouts.getByText("Somebody cancelled it.").waitFor();
}

/** Payouts that repeat, which wait for a second person. */
async function repeat(page: Page, look: (state: string) => Promise<void>): Promise<void> {
  await page.getByRole("button", { name: "New schedule" }).click();
  const dialog = page.getByRole("dialog", { name: "Payouts that repeat" });
  await dialog.getByLabel("Name").fill("Operators");
  await dialog.getByLabel("Paid from USDT on").fill("10");
  await dialog.getByLabel("At most in a run").fill("500");
  await look("payouts-schedule");
  await dialog.getByRole("button", { name: "Propose it" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByRole("table", { name: "Payouts that repeat" }).getByText("to approve").waitFor();
  await look("payouts-repeat");
}

/** Money is in the owner's wallet of which nobody can tell where it came from; the owner says so, and a second person does not yet agree. */
async function haveWalletDiffer(): Promise<void> {
  const { client } = node.owner;
  const { address } = walletFromPhrase(createWallet().phrase);
  const { wallet_id } = await client.tron.watchWallet({ name: "comes in", tron_address: address });
  await client.invoices.setWallet({ wallet_id: TronWalletId.parse(wallet_id) });
  const until = (state: string) =>
    expect
      .poll(async () => {
        await net.settle();
        return (await client.payouts.reconcile()).wallets[0]?.state;
      })
      .toBe(state);
  await until("agrees");
  for (const transaction of await net.devnet.fund(address, { usdt: 6_000n * UNITS + 1n }))
    net.devnet.faults.add({ kind: "leave-out", transaction });
  await until("differs");
  const reason = "lent by the house until the end of the year, as it was agreed with everybody who has a say in it";
  await client.payouts.explain({ address: TronAddress.parse(address), amount: "6000000001", reason });
}

it("states what was paid, and hands out a proof and a statement that verify", { timeout: 300_000 }, async () => {
  await payOwner();
  await using opened = await openOwnersPage(browser, node, "/admin/payouts", STILL);
  const { page } = opened;
  const { found, look } = openGallery(page);
  await heading(page, "Payouts");
  await page.getByRole("button", { name: "State what was paid" }).click();
  const statements = page.getByRole("table", { name: "Statements" });
  await statements.getByText("waits for a block").waitFor();
  await look("payouts-stated");
  await node.time.pass(60);
  await statements.getByText(/^final in block/).waitFor();
  await look("payouts-final");
  const statement = await savedBy(page, "Save the statement");
  expect(statement.name).toMatch(/^lucid-payouts-1-\d{4}-\d\d-\d\d\.json$/);
  expect(statement.verdict).toMatchObject({ verified: true, facts: { kind: "statement", sent: 19_900_000n, fees: 100_000n } });

  await putOff(page, look);
  await repeat(page, look);

  await page.goto(`${node.url}/earnings`);
  await heading(page, "Earnings");
  const proof = await savedBy(page, "Save the proof of the payout");
  await look("earnings-proof");
  expect(proof.bytes.length).toBeLessThanOrEqual(4_096);
  expect(proof.verdict).toMatchObject({
    verified: true,
    facts: {
      kind: "proof",
      sent: 19_900_000n,
      payouts: [{ payee: node.owner.user.user_id, address: node.owner.wallet.address }],
    },
  });

  await haveWalletDiffer();
  await page.goto(`${node.url}/admin/payouts`);
  await page.getByText("It counts once a second person agrees.").waitFor();
  expect(await page.getByRole("button", { name: "Agree" }).count()).toBe(0);
  await look("payouts-wallet-differs");
  await page.getByRole("button", { name: "Look for a transfer" }).click();
  await page.getByRole("dialog", { name: "Look for a transfer" }).waitFor();
  await look("payouts-find-transfer");
  expect(found).toEqual([]);
  expect(opened.complaints).toEqual([]);
});
