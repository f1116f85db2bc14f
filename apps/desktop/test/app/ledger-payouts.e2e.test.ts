import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { CorrectionId, TronWalletId, UserId } from "@lucid/contract";
import { createWallet, walletFromPhrase } from "@lucid/identity";
import { createSoftwareLedger, type Mood } from "@lucid/testkit";
import { openTestDevnet } from "@lucid/tron-devnet/testing";
import { expect, it, vi } from "vitest";
import { logIn } from "../../main/cli/rest/node-client.ts";
import { openBrowser, seriousFindings } from "./open-browser.ts";
import { openOwnersPage } from "./player-steps.ts";
import { pretendHid } from "./pretend-hid.ts";
import { type OwnedNode, startOwnedNode } from "./start-page-node.ts";

const UNITS = 1_000_000n;

/** Two payouts of 10 USDT to the owner, as another super admin agreed, from a wallet on the device. */
async function orderTwo(node: OwnedNode, tron_address: string): Promise<void> {
  const { client, user } = node.owner;
  await vi.waitFor(async () => expect((await client.tron.networkStatus()).state).toBe("ready"), { timeout: 60_000 });
  const added = await client.tron.addHardwareWallet({ name: "Safe", tron_address, device: "ledger" });
  await client.payouts.setWallet({ wallet_id: TronWalletId.parse(added.wallet_id) });
  const another = walletFromPhrase(createWallet().phrase);
  const { user: second } = await logIn(node.url, another);
  {
    using people = new DisposableStack();
    const database = people.adopt(new DatabaseSync(join(node.data, "node.db")), (open) => open.close());
    database.prepare("UPDATE users SET role = 'SUPER_ADMIN' WHERE user_id = ?").run(second.user_id);
  }
  const payee = UserId.parse(user.user_id);
  const { correction_id } = await client.payouts.correct({ payee, amount: "25000000", reason: "work" });
  const other = (await logIn(node.url, another)).client;
  await other.payouts.approveCorrection({ correction_id: CorrectionId.parse(correction_id) });
  const one = () => ({ payee, amount: "10000000", idempotency_key: crypto.randomUUID() });
  await client.payouts.createBatch({ payouts: [one(), one()] });
}

it("pays from a Ledger what its owner signs, one after the other, and leaves the rest where that is stopped", async () => {
  await using net = await openTestDevnet();
  let mood: Mood = "agrees";
  const device = createSoftwareLedger(Buffer.from("9".padStart(64, "0"), "hex"), () => mood);
  await net.devnet.fund(device.address, { trx: 1_000n * UNITS, usdt: 100n * UNITS });
  await net.settle();
  const settings = {
    tron_network: "devnet",
    tron_url: net.devnet.url,
    registration: "open",
    payout_trx_micro_usdt: 1_000,
  } as const;
  await using node = await startOwnedNode({ settings });
  await using browser = await openBrowser();
  await orderTwo(node, device.address);
  const paid = async () => {
    await net.devnet.chain.mine(1);
    return (await node.owner.client.payouts.list({})).payouts.filter(({ state }) => state === "settled").length;
  };

  await using opened = await openOwnersPage(browser, node, "/admin/payouts");
  const { page } = opened;
  await page.exposeFunction("lucidLedger", (apdu: string) => device.answer(apdu));
  await page.evaluate(pretendHid);
  await page.getByText("The key of the wallet that pays is on a device: its owner signs each payout there.").waitFor();
  const open = page.getByRole("button", { name: "Sign payouts on the device" });
  await open.click();
  const dialog = page.getByRole("dialog", { name: "Sign payouts with “Safe”" });
  const begin = dialog.getByRole("button", { name: "Begin the next payout" });
  const sign = dialog.getByRole("button", { name: "Sign on the device" });
  await begin.click();
  mood = "refuses";
  await sign.click();
  await dialog.getByText("It was refused on the device.").waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  mood = "agrees";
  await sign.click();
  await dialog.getByText("1 payout is signed.").waitFor();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await dialog.waitFor({ state: "detached" });
  await expect.poll(paid).toBe(1);

  // The second has begun by then, and waits for its signature.
  await open.click();
  await begin.click();
  await sign.click();
  await dialog.getByText("No payout is left to be signed now.").waitFor();
  await expect.poll(paid).toBe(2);
});
