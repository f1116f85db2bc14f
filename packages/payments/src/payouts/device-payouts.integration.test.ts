import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Payee, Payout, PayoutState } from "@lucid/contract";
import { openTestDevnet, type TestDevnet } from "@lucid/tron-devnet/testing";
import { utils } from "tronweb";
import { afterAll, beforeAll, expect, it } from "vitest";
import { INVOICE_RULES, PAYOUT_RULES, STAKING_RULES, startProcess, type TestProcess } from "../testing/start-process.ts";
import { addressOfKey } from "../tron/address.ts";
import { signTransaction } from "../tron/transaction.ts";

const USDT = 1_000_000n;
const [ada, bob] = ["11111111-1111-4111-8111-111111111111", "22222222-1111-4111-8111-111111111111"] as const;
/** The device: its key is nowhere else. */
const DEVICE_KEY = Buffer.from("7".padStart(64, "0"), "hex");
const ADDRESS = addressOfKey(DEVICE_KEY);
const folder = mkdtempSync(join(tmpdir(), "lucid-device-payouts-"));
let net: TestDevnet;
let payments: TestProcess;
let payees: readonly Payee[] = [];

beforeAll(async () => {
  net = await openTestDevnet();
  await net.devnet.fund(ADDRESS, { trx: 10_000n * USDT, usdt: 5_000n * USDT });
  await net.settle();
  payments = await startProcess({
    ...{ folder, network: "devnet", endpoint: net.devnet.url, invoice_rules: INVOICE_RULES, staking_rules: STAKING_RULES },
    payout_rules: { ...PAYOUT_RULES, trx_price: "1000", hour_total: "100000000000", approve_from: "500000000" },
    keystore_cost: { memory_kib: 8_192, passes: 1, lanes: 1 },
    day_limits: { sun: "1", micro_usdt: "1" },
  });
  payees = Array.from({ length: 3 }, (_, index) => ({
    ...{ user_id: `${String(index).padStart(8, "9")}-1111-4111-8111-111111111111`, is_operator: false, is_verified: true },
    address: utils.accounts.generateAccount().address.base58,
  }));
});
afterAll(async () => {
  await payments?.[Symbol.asyncDispose]();
  await net?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

let keys = 0;
async function order(): Promise<readonly Payout[]> {
  for (const { user_id: payee } of payees) {
    const asked = { actor: ada, payee, amount: "20000000", reason: "work" };
    await payments.call("approveCorrection", { actor: bob, ...(await payments.call("proposeCorrection", asked)) });
  }
  return await payments.call("orderPayouts", {
    actor: ada,
    orders: payees.map((payee) => ({
      ...{ payee, amount: "20000000", note: "", priority: "normal", not_before: null },
      idempotency_key: `signed on a device ${(keys += 1)}`,
    })),
  });
}
const next = () => payments.call("signNextPayout", { user_id: ada });
const now = ({ payout_id }: Pick<Payout, "payout_id">) => payments.call("getPayout", { payout_id });
async function given(payout: Payout): Promise<string> {
  await expect.poll(async () => (await now(payout)).transfer?.to_sign).toBeTruthy();
  return (await now(payout)).transfer?.to_sign?.raw ?? expect.fail("nothing is given out");
}
const press = (raw: string, key: Uint8Array = DEVICE_KEY): string =>
  signTransaction(Buffer.from(raw, "hex"), key).hex.slice(-130);
const sign = ({ payout_id }: Payout, signature: string, user_id: string = ada) =>
  payments.call("signPayout", { user_id, payout_id, signature });
async function until(payout: Payout, state: PayoutState): Promise<Payout> {
  await expect
    .poll(async () => {
      await net.devnet.chain.mine(1);
      await payments.call("network", {});
      return (await now(payout)).state;
    })
    .toBe(state);
  return await now(payout);
}
const settled = async (payout: Payout): Promise<Payout> => {
  await expect.poll(async () => (await now(payout)).transfer?.state).toMatch(/^(?:broadcast|seen|solidified)$/);
  return await until(payout, "settled");
};

it("begins what a device pays when its owner asks for it, one at a time, and pays each once for its signature", async () => {
  const added = { user_id: ada, name: "on a device", address: ADDRESS, hardware: { device: "ledger", account: 0 } } as const;
  const { wallet_id } = await payments.call("addHardwareWallet", added);
  await expect(next()).rejects.toThrow("WALLET_NOT_FOUND");
  await payments.call("setPayoutWallet", { user_id: ada, wallet_id });
  const made = await order();
  await expect.poll(async () => (await payments.call("payoutOverview", {})).stopped).toBe("device");
  await net.settle();
  await payments.call("network", {});
  // Nothing begins by itself: it would expire.
  for (const payout of made) expect(await now(payout)).toMatchObject({ state: "approved", transfer: null });
  await expect(payments.call("signNextPayout", { user_id: bob })).rejects.toThrow("WALLET_NOT_FOUND");

  // Whoever asks twice at once has one to sign.
  const [first, same] = await Promise.all([next(), next()]);
  const payout = first.payout ?? expect.fail("nothing has begun");
  expect(same.payout?.payout_id).toBe(payout.payout_id);
  expect(same).toMatchObject({ left: 2, stop: null });
  const raw = await given(payout);
  expect((await next()).payout).toMatchObject({ payout_id: payout.payout_id, transfer: { to_sign: { raw } } });
  await expect(sign(payout, press(raw, Buffer.from("8".padStart(64, "0"), "hex")))).rejects.toThrow("SIGNATURE_WRONG");
  await expect(sign(payout, press(raw), bob)).rejects.toThrow("WALLET_NOT_FOUND");
  const other = made.find(({ payout_id }) => payout_id !== payout.payout_id) ?? expect.fail("there is no other");
  await expect(sign(other, press(raw))).rejects.toThrow("PAYOUT_STATE");
  expect(await sign(payout, press(raw))).toMatchObject({ transfer: { forms: 1, to_sign: null } });
  expect(await sign(payout, press(raw))).toMatchObject({ transfer: { forms: 1, to_sign: null } });
  expect(await settled(payout)).toMatchObject({ transfer: { forms: 1 } });

  // Who stops here leaves the others as they were; who cancels one has it owed again.
  const left = made.filter(({ payout_id }) => payout_id !== payout.payout_id);
  for (const one of left) expect(await now(one)).toMatchObject({ state: "approved" });
  await payments.call("cancelPayout", { actor: ada, payout_id: left[0]?.payout_id ?? "" });
  const last = (await next()).payout ?? expect.fail("nothing has begun");
  expect(last.payout_id).toBe(left[1]?.payout_id);
  await sign(last, press(await given(last)));
  expect(await next()).toEqual({ payout: null, left: 0, stop: null });
  await settled(last);
});

it("owes again what was not signed in time, and only then", async () => {
  const made = await order();
  const payout = (await next()).payout ?? expect.fail("nothing has begun");
  const raw = await given(payout);
  const expires_at = (await now(payout)).transfer?.to_sign?.expires_at ?? "";
  await net.devnet.chain.advance(Date.parse(expires_at) - net.devnet.chain.head().timestamp - 60_000);
  await net.settle();
  await payments.call("network", {});
  expect(await now(payout)).toMatchObject({ state: "paying", transfer: { to_sign: { raw } } });
  await net.devnet.chain.advance(120_000);
  expect(await until(payout, "expired")).toMatchObject({ transfer: { forms: 0, to_sign: null } });
  await expect(sign(payout, press(raw))).rejects.toThrow("TRANSFER_STATE");
  const [balance] = await payments.call("payeeBalances", { payee: payout.payee ?? "" });
  expect(BigInt(balance?.accrued ?? 0)).toBeGreaterThanOrEqual(20n * USDT);
  const others = made.filter(({ payout_id }) => payout_id !== payout.payout_id);
  for (const one of others) expect(await now(one)).toMatchObject({ state: "approved" });
  for (const { payout_id } of others) await payments.call("cancelPayout", { actor: ada, payout_id });
  // A frozen wallet says why nothing begins.
  const [again] = await order();
  await net.devnet.freeze(ADDRESS, true);
  expect(await next()).toMatchObject({ payout: null, left: 3, stop: "sender-frozen" });
  expect(again && (await now(again))).toMatchObject({ state: "approved" });
});
