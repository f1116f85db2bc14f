import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Invoice, TronWalletId } from "@lucid/contract";
import { createWallet, encryptWallet, sealWalletSecret, walletFromPhrase } from "@lucid/identity";
import { openTestDevnet } from "@lucid/tron-devnet/testing";
import { expect, it } from "vitest";
import { becomeOwner, runLucid, startNodeProcess, temporaryFolder, until } from "./test-node.ts";

const CHEAP = { memory_kib: 8_192, passes: 1, lanes: 1 };

it("asks for money, says when it came in and what came beside it, and tells people of it", { timeout: 600_000 }, async () => {
  await using folder = await temporaryFolder();
  await using net = await openTestDevnet();
  await net.settle();
  const settings = ["--tron-network", "devnet", "--tron-url", net.devnet.url];
  await using node = await startNodeProcess(join(folder.path, "data"), settings);
  const owner = await becomeOwner(node);
  const { client } = owner;
  const file = join(folder.path, "wallet.json");
  await writeFile(file, JSON.stringify(await encryptWallet(owner.phrase, "correct horse", { cost: CHEAP })));
  const invoices = (...args: string[]) =>
    runLucid(["invoices", ...args, "--url", node.announced.url, "--wallet", file], { input: "correct horse\n" });
  const read = async (...args: string[]): Promise<Invoice> => JSON.parse((await invoices(...args, "--json")).stdout);

  await until(
    () => client.tron.networkStatus(),
    ({ state }) => state === "ready",
  );
  expect(await invoices("new", "2.50", "a session")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("No wallet is named"),
  });
  const tron_address = walletFromPhrase(createWallet().phrase).address;
  const { wallet_id } = await client.tron.watchWallet({ name: "comes in", tron_address });
  await client.invoices.setWallet({ wallet_id: TronWalletId.parse(wallet_id) });

  for (const wrong of [
    ["new", "0", "x"],
    ["new", "2.1234567", "x"],
    ["show", "x"],
    ["list", "--state", "x"],
    ["receipts", "--limit", "0"],
    ["refund", "x", "1"],
    ["refund", "ab".repeat(32), "0"],
    ["refund", "ab".repeat(32), "1", "--place", "x"],
  ])
    expect(await invoices(...wrong)).toMatchObject({ code: 2 });
  expect(await invoices("list")).toMatchObject({ code: 0, stdout: "There are no invoices.\n" });
  expect(await invoices("sessions")).toMatchObject({ code: 0, stdout: "No session was ordered.\n" });
  const made = await read("new", "2.50", "a session", "--key", "an-invoice-of-a-test");
  expect(made).toMatchObject({ state: "open", price: "2500000", address: tron_address, network: "devnet" });
  expect(await read("new", "2.50", "a session", "--key", "an-invoice-of-a-test")).toEqual(made);
  expect(await invoices("show", made.invoice_id)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(`Send exactly 2.50${made.amount.slice(3)} USDT\nto ${tron_address}\n`),
  });

  await net.devnet.fund(tron_address, { usdt: BigInt(made.amount) });
  await net.devnet.fund(tron_address, { usdt: 700n });
  await net.settle();
  const paid = await until(
    () => read("show", made.invoice_id),
    ({ state }) => state === "paid",
  );
  expect(paid).toMatchObject({ received: made.amount, over: "0", receipts: [{ amount: made.amount }] });
  const shown = await invoices("show", made.invoice_id);
  expect(shown.stdout).toContain(`Invoice ${made.invoice_id}: paid\n`);
  expect(shown.stdout).toContain(paid.receipts[0]?.transaction_id);
  expect((await invoices("list", "--state", "paid")).stdout).toMatch(new RegExp(`${made.invoice_id} .* paid .*2\\.500000 USDT`));
  await until(
    () => client.invoices.receipts({ unassigned: true }),
    ({ receipts }) => receipts.length === 1,
  );
  const told = await until(
    () => client.notifications.list({}),
    ({ notifications }) => notifications.some(({ kind }) => kind === "payment.completed"),
  );
  expect(told.notifications.filter(({ kind }) => kind === "payment.completed")).toMatchObject([
    { link: `/admin/invoices/${made.invoice_id}`, data: { price: "2500000", received: made.amount, network: "devnet" } },
  ]);

  await net.devnet.fund(tron_address, { usdt: 30_000_000n });
  await net.settle();
  const stray = await until(
    () => client.invoices.receipts({ unassigned: true }),
    ({ receipts }) => receipts.length === 2,
  );
  const transaction_id = stray.receipts[0]?.transaction_id ?? expect.fail("nothing came in");
  const listed = await invoices("receipts", "--unassigned");
  expect(listed.stdout).toMatch(new RegExp(`30\\.000000 USDT +30\\.000000 USDT +- +no invoice +${transaction_id}`));
  expect(await invoices("refund", transaction_id, "30")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("stays owed: no-wallet ("),
  });
  const { recipient } = await client.tron.sealingKey();
  const material = createWallet().phrase;
  const secret = { user_id: owner.user.user_id, passphrase: "correct horse" } as const;
  const create = await sealWalletSecret(recipient, { purpose: "create", material, ...secret });
  const pays = await client.tron.createWallet({ name: "pays", sealed: create });
  const paying = { wallet_id: TronWalletId.parse(pays.wallet_id) };
  await net.devnet.fund(pays.address, { trx: 1_000_000_000n, usdt: 50_000_000n });
  await net.settle();
  await client.payouts.setWallet(paying);
  const back = await invoices("refund", transaction_id, "30", "--key", "a-refund-of-a-test");
  expect(back).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^30\.000000 USDT go back to T\w{33}: payout [\w-]{36} waits for/),
  });
  const again = JSON.parse((await invoices("refund", transaction_id, "30", "--key", "a-refund-of-a-test", "--json")).stdout);
  expect(back.stdout).toContain(again.payout_id);
  expect(await invoices("refund", transaction_id, "30")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("nothing-over"),
  });
  const unlock = await sealWalletSecret(recipient, { purpose: "unlock", ...paying, ...secret });
  await client.tron.unlockWallet({ ...paying, sealed: unlock, seconds: 3_600 });
  await until(
    async () => {
      await net.settle();
      return await client.invoices.receipts({});
    },
    ({ receipts }) => receipts[0]?.refund?.state === "settled",
  );
  await until(
    () => client.notifications.list({}),
    ({ notifications }) =>
      notifications.some(({ kind, data }) => kind === "payment.refunded" && data["payout_id"] === again.payout_id),
  );
  expect((await invoices("receipts")).stdout).toMatch(new RegExp(`0\\.000000 USDT +settled +no invoice +${transaction_id}`));

  const payouts = (...args: string[]) =>
    runLucid(["payouts", ...args, "--url", node.announced.url, "--wallet", file], { input: "correct horse\n" });
  const compared = (state: string, difference: string) =>
    until(
      async () => {
        await net.settle();
        return await client.payouts.reconcile();
      },
      ({ wallets }) => wallets.some((one) => one.state === state && one.difference === difference),
    );
  await compared("agrees", "0");
  const unlisted: string[] = [];
  for (const usdt of [3_000_000n, 5_000_000n]) unlisted.push(...(await net.devnet.fund(tron_address, { usdt })));
  for (const transaction of unlisted) net.devnet.faults.add({ kind: "leave-out", transaction });
  await compared("differs", "8000000");
  expect(await payouts("compare")).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/do not agree: payouts stop\.\n.* 8\.000000 USDT more than is recorded/),
  });
  expect(await invoices("find", unlisted[1] ?? "")).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^5\.000000 USDT from T\w{33} in block \d+, for no invoice\n$/),
  });
  await compared("differs", "3000000");
  expect(await payouts("explain", tron_address, "a gift", "--more", "3", "--less", "3")).toMatchObject({ code: 2 });
  expect(await payouts("explain", tron_address, "a gift", "--more", "3")).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(new RegExp(`^${tron_address} agrees; it held 4\\d\\.\\d{6} USDT in block`)),
  });
  expect(await payouts("agree", tron_address, "--more", "3")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("The wallet does not differ by that"),
  });
  const other = await read("new", "1", "another");
  expect(await read("cancel", other.invoice_id)).toMatchObject({ state: "cancelled" });
  expect(await invoices("accept", other.invoice_id)).toMatchObject({ code: 1 });
});
