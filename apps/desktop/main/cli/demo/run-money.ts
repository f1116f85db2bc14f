import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { InvoiceId, PayoutId, TransferId, TronWalletId, UserId } from "@lucid/contract";
import { createWallet, sealWalletSecret, walletFromPhrase } from "@lucid/identity";
import { type LoggedIn, logIn } from "../rest/node-client.ts";
import { showUsdt } from "../usdt.ts";
import type { DemoOptions } from "./run-demo.ts";
import { runLucid, spawnDevnet, spawnNode } from "./spawn-node.ts";
import { createSteps, type Step } from "./steps.ts";

/** A transaction lives for a minute, and is solidified after nineteen blocks: so they are some seconds. */
const BLOCK_TIME_MS = 200;
const PRICE = "Session";
const SETTINGS = ["--registration", "open", "--block-interval", "1", "--log-level", "warn", "--invoice-prices", `${PRICE}=20`];
/** On the demo's network energy is burned at the price of the real one, of which a small payout may cost no share. */
const CHEAP_TRX = ["--payout-trx-micro-usdt", "1000"];
const UNITS = 1_000_000n;
const LOOK_MS = 500;

export interface MoneyReport {
  readonly ok: true;
  readonly seconds: number;
  readonly steps: readonly Step[];
  readonly invoice: { readonly price: string; readonly received: string; readonly transaction_id: string };
  readonly payout: { readonly sent: string; readonly fee: string; readonly transaction_id: string; readonly proof_bytes: number };
}

/** Sells by invoice and pays an operator, on a local TRON network with real processes, and proves the payout offline. Throws as soon as something does not hold. */
export async function runMoney({ lucid, say, signal }: Omit<DemoOptions, "keep">): Promise<MoneyReport> {
  const startedAt = performance.now();
  const { steps, run } = createSteps(say);
  await using cleaning = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "lucid-money-"));
  cleaning.defer(() => rm(folder, { recursive: true, force: true }));

  /** Asks until it is so. */
  async function until<Answer>(ask: () => Promise<Answer>, isSo: (answer: Answer) => boolean): Promise<Answer> {
    for (;;) {
      const answer = await ask();
      if (isSo(answer)) return answer;
      await sleep(LOOK_MS, undefined, { signal });
    }
  }

  const devnet = await run(
    "start a local TRON network",
    () => spawnDevnet(lucid, ["--data", join(folder, "devnet"), "--block-time", String(BLOCK_TIME_MS)]),
    ({ url }) => `${url}, whose coins are worth nothing`,
  );
  cleaning.use(devnet);
  const network = ["--tron-network", "devnet", "--tron-url", devnet.url];
  const node = await run(
    "start a node that sells at a price",
    () => spawnNode(lucid, ["--data", join(folder, "data"), "--port", "0", ...network, ...SETTINGS, ...CHEAP_TRX]),
    ({ url, pid }) => `${url}, process ${pid}`,
  );
  cleaning.use(node);
  const [ownersWallet, operatorsWallet, buyersWallet] = [newWallet(), newWallet(), newWallet()];
  const owner = await logIn(node.url, ownersWallet, node.setupCode);
  const buyer = await logIn(node.url, buyersWallet);
  const operator = await run(
    "make somebody an operator, whose person was checked",
    async () => {
      const { user_id } = (await logIn(node.url, operatorsWallet)).user;
      await owner.client.directory.change({ user_id: UserId.parse(user_id), role: "NODE_OPERATOR", kyc_status: "verified" });
      // Another role ends the logins of before.
      return await logIn(node.url, operatorsWallet);
    },
    ({ user }) => `${user.tron_address} is ${user.role}`,
  );
  await until(
    () => owner.client.tron.networkStatus(),
    ({ state }) => state === "ready",
  );

  const house = await run(
    "make the wallet of the house, and one of a buyer",
    async () => {
      const made = { house: await hotWallet(owner), buyer: await hotWallet(buyer) };
      await fund(devnet.url, made.house.address, { trx: 1_000 });
      await fund(devnet.url, made.buyer.address, { trx: 1_000, usdt: 100 });
      await owner.client.invoices.setWallet({ wallet_id: made.house.wallet_id });
      await owner.client.payouts.setWallet({ wallet_id: made.house.wallet_id });
      return made;
    },
    ({ buyer: { address } }) => `keys under passphrases, in the process of payments; the buyer ${address} has 100 USDT`,
  );
  const sold = await run(
    "sell by invoice, with the operator named in it",
    () =>
      owner.client.invoices.create({
        ...{ title: PRICE, price: (20n * UNITS).toString(), idempotency_key: crypto.randomUUID() },
        ...{ payer: UserId.parse(buyer.user.user_id), payee: UserId.parse(operator.user.user_id) },
      }),
    ({ amount, address }) => `exactly ${showUsdt(amount)} USDT to ${address}`,
  );
  const invoice_id = InvoiceId.parse(sold.invoice_id);
  await run(
    "pay it from the buyer's wallet",
    async () => {
      const asked = { asset: "USDT", to_address: sold.address, amount: sold.amount, wallet_id: house.buyer.wallet_id } as const;
      const { transfer_id } = await until(
        async () => (await buyer.client.tron.estimateFee(asked)).obstacle,
        (obstacle) => obstacle === null,
      ).then(() =>
        buyer.client.tron.sendTransfer({
          ...asked,
          most_fee_sun: (50n * UNITS).toString(),
          idempotency_key: crypto.randomUUID(),
        }),
      );
      return await until(
        () => buyer.client.tron.getTransfer({ transfer_id: TransferId.parse(transfer_id) }),
        ({ state }) => ["solidified", "failed", "expired"].includes(state),
      );
    },
    ({ state, transaction_id }) => `${state}, transaction ${transaction_id}`,
  );
  const paid = await run(
    "take it in, once it is solidified",
    () =>
      until(
        () => owner.client.invoices.get({ invoice_id }),
        ({ state }) => state !== "open",
      ),
    ({ state, received }) => `the invoice is ${state}: ${showUsdt(received)} USDT came in time`,
  );
  const [receipt, ...others] = paid.receipts;
  if (paid.state !== "paid" || !receipt || others.length > 0) throw new Error(`The invoice is ${paid.state}`);

  const payout = await run(
    "pay the operator what is owed by it",
    async () => {
      const { made, left } = await owner.client.payouts.sweep();
      const [payout_id] = made.map((one) => PayoutId.parse(one.payout_id));
      if (!payout_id)
        throw new Error(`Nothing was paid: ${left.map(({ obstacle }) => obstacle).join(", ") || "nothing is owed"}`);
      return await until(
        () => owner.client.payouts.get({ payout_id }),
        ({ state }) => ["settled", "failed", "expired", "cancelled"].includes(state),
      );
    },
    ({ state, net, address }) => `${state}: ${showUsdt(net)} USDT to ${address}`,
  );
  const payout_id = PayoutId.parse(payout.payout_id);
  const transaction_id = payout.transfer?.transaction_id ?? null;
  if (payout.state !== "settled" || transaction_id === null) throw new Error(`The payout is ${payout.state}`);

  const path = join(folder, "payout.json");
  const content = await run(
    "state it on the node's chain, and give the operator the proof",
    async () => {
      await owner.client.payouts.makeStatement();
      await until(
        () => owner.client.payouts.statements({}),
        ({ statements }) => statements[0]?.anchor?.final === true,
      );
      const file = await operator.client.payouts.myProof({ payout_id });
      await writeFile(path, file.content);
      return file.content;
    },
    (text) => `${text.length} bytes`,
  );
  await run(
    "verify it offline, in a process of its own",
    async () => await runLucid(lucid, ["payouts", "verify", path, "--address", payout.address]),
    ({ code, output }) => {
      if (code !== 0) throw new Error(`The proof was refused: ${output}`);
      return output.split("\n")[1]?.trim() ?? "";
    },
  );
  await run(
    "claim a larger payout and verify again",
    async () => {
      const forged = JSON.parse(content);
      await writeFile(path, JSON.stringify({ ...forged, payout: { ...forged.payout, amount: "99000000" } }));
      return await runLucid(lucid, ["payouts", "verify", path]);
    },
    ({ code, output }) => {
      if (code !== 1) throw new Error("A forged proof was accepted");
      return `refused: ${output.split("\n")[1]?.trim() ?? ""}`;
    },
  );
  return {
    ok: true,
    seconds: Math.round((performance.now() - startedAt) / 100) / 10,
    steps,
    invoice: { price: paid.price, received: paid.received, transaction_id: receipt.transaction_id },
    payout: { sent: payout.net, fee: payout.fee, transaction_id, proof_bytes: content.length },
  };
}

/** Asks the network's faucet, as anybody may. */
async function fund(url: string, address: string, coins: { readonly trx: number; readonly usdt?: number }): Promise<void> {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${url}/devnet/faucet`, { method: "POST", headers, body: JSON.stringify({ address, ...coins }) });
  if (!answer.ok) throw new Error(`The faucet gave nothing: ${await answer.text()}`);
}

const newWallet = () => walletFromPhrase(createWallet().phrase);

/** A wallet with a key, unlocked for as long as the demo may take. */
async function hotWallet({ client, user }: LoggedIn): Promise<{ readonly wallet_id: TronWalletId; readonly address: string }> {
  const { phrase: material } = createWallet();
  const { recipient } = await client.tron.sealingKey();
  const secret = { user_id: user.user_id, passphrase: createWallet().phrase } as const;
  const create = await sealWalletSecret(recipient, { purpose: "create", material, ...secret });
  const { wallet_id: id, address } = await client.tron.createWallet({ name: "demo", sealed: create });
  const wallet_id = TronWalletId.parse(id);
  const unlock = await sealWalletSecret(recipient, { purpose: "unlock", wallet_id, ...secret });
  await client.tron.unlockWallet({ wallet_id, sealed: unlock, seconds: 3_600 });
  return { wallet_id, address };
}
