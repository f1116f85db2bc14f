import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FromPayments, OrderedTransfer, TransferState, TronWalletId, WalletSecret } from "@lucid/contract";
import { openTestDevnet, type TestDevnet } from "@lucid/tron-devnet/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seal } from "../testing/seal.ts";
import { INVOICE_RULES, PAYOUT_RULES, STAKING_RULES, startProcess, type TestProcess } from "../testing/start-process.ts";
import { addressOfKey } from "../tron/address.ts";
import { signTransaction } from "../tron/transaction.ts";

// Published test vectors, which nobody pays to: BIP-39's phrase of zeros, and the smallest private key.
const PHRASE = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";
const ADDRESS = "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH";
const KEY = "1".padStart(64, "0");
const KEY_ADDRESS = "TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HC";
const PASSPHRASE = "nine canaries sing in the mine";
const user_id = "11111111-1111-4111-8111-111111111111";
const stranger = "22222222-2222-4222-8222-222222222222";

const folder = mkdtempSync(join(tmpdir(), "lucid-wallets-"));
let net: TestDevnet;
let payments: TestProcess;
/** What processes said that have ended. */
const heard: FromPayments[] = [];

const start = (): Promise<TestProcess> =>
  startProcess({
    ...{ folder, network: "devnet", endpoint: net.devnet.url },
    keystore_cost: { memory_kib: 8_192, passes: 1, lanes: 1 },
    day_limits: { sun: "1000000000", micro_usdt: "1000000000" },
    payout_rules: PAYOUT_RULES,
    invoice_rules: INVOICE_RULES,
    staking_rules: STAKING_RULES,
  });
beforeAll(async () => {
  net = await openTestDevnet();
  // The network's token is solidified with its first blocks.
  await net.settle();
  payments = await start();
});
afterAll(async () => {
  await payments?.[Symbol.asyncDispose]();
  await net?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const sealed = async (secret: WalletSecret): Promise<string> => seal((await payments.call("sealingKey", {})).recipient, secret);
const unlocking = (wallet_id: TronWalletId, passphrase = PASSPHRASE) =>
  sealed({ purpose: "unlock", user_id, wallet_id, passphrase });

async function create(material: string, passphrase = PASSPHRASE) {
  const secret = { purpose: "create", user_id, material, passphrase } as const;
  return await payments.call("createWallet", { user_id, name: "one", sealed: await sealed(secret) });
}
const only = async () => (await payments.call("listWallets", { user_id }))[0] ?? expect.fail("there is no wallet");

describe("wallets", () => {
  it("are made of a phrase or of a key, and derive what every TRON wallet derives", async () => {
    const phrase = await create(`  ${PHRASE.toUpperCase().replace(" ", "\n")} `);
    expect(phrase).toMatchObject({ address: ADDRESS, kind: "hot", rehearsed_at: null, unlocked_until: null });
    const key = await create(`0x${KEY}`);
    expect(key).toMatchObject({ address: KEY_ADDRESS });
    await payments.call("removeWallet", { user_id, wallet_id: key.wallet_id });
    expect(await payments.call("listWallets", { user_id })).toEqual([phrase]);
    expect(readFileSync(join(folder, "keystore.json"), "utf8")).not.toContain(KEY_ADDRESS);
  });

  it("refuse what is no phrase, no key, too short a passphrase, and what is there already", async () => {
    await expect(create(PHRASE.replace("about", "abandon"))).rejects.toThrow('SECRET_INVALID {"fault":"phrase"}');
    await expect(create("0".repeat(64))).rejects.toThrow('SECRET_INVALID {"fault":"private-key"}');
    await expect(create(KEY, "short")).rejects.toThrow('SECRET_INVALID {"fault":"passphrase"}');
    await expect(create(PHRASE)).rejects.toThrow("WALLET_KNOWN");
    await expect(payments.call("watchWallet", { user_id, name: "same", address: ADDRESS })).rejects.toThrow("WALLET_KNOWN");
  });

  it("are their owner's alone", async () => {
    const { wallet_id } = await only();
    expect(await payments.call("listWallets", { user_id: stranger })).toEqual([]);
    for (const method of ["getWallet", "removeWallet", "lockWallet", "balance"] as const)
      await expect(payments.call(method, { user_id: stranger, wallet_id })).rejects.toThrow("WALLET_NOT_FOUND");
    const secret = { purpose: "unlock", user_id: stranger, wallet_id, passphrase: PASSPHRASE } as const;
    await expect(
      payments.call("unlockWallet", { user_id, wallet_id, seconds: 60, sealed: await sealed(secret) }),
    ).rejects.toThrow('SECRET_INVALID {"fault":"purpose"}');
  });

  it("take a sealed message once, and none that was sealed to somebody else", async () => {
    const { wallet_id } = await only();
    const once = await unlocking(wallet_id);
    await payments.call("unlockWallet", { user_id, wallet_id, seconds: 60, sealed: once });
    await expect(payments.call("unlockWallet", { user_id, wallet_id, seconds: 60, sealed: once })).rejects.toThrow(
      "SEALED_UNREADABLE",
    );
    await expect(payments.call("unlockWallet", { user_id, wallet_id, seconds: 60, sealed: "AAAA" })).rejects.toThrow(
      "SEALED_UNREADABLE",
    );
  });

  it("are unlocked for a while, lock themselves, and tell of both", async () => {
    const { wallet_id } = await only();
    const open = await payments.call("unlockWallet", { user_id, wallet_id, seconds: 60, sealed: await unlocking(wallet_id) });
    expect(Date.parse(open.unlocked_until ?? "")).toBeGreaterThan(Date.now());
    expect(await payments.call("lockWallet", { user_id, wallet_id })).toMatchObject({ unlocked_until: null });
    await payments.call("unlockWallet", { user_id, wallet_id, seconds: 1, sealed: await unlocking(wallet_id) });
    await expect.poll(async () => (await only()).unlocked_until).toBeNull();
    const told = payments.heard.flatMap((message) =>
      message.type === "wallet" ? [message.wallet?.unlocked_until !== null] : [],
    );
    expect(told.slice(-4)).toEqual([true, false, true, false]);
  });

  it("are rehearsed with the words themselves, and with no others", async () => {
    const { wallet_id } = await only();
    const rehearse = async (material: string) =>
      payments.call("rehearseWallet", {
        ...{ user_id, wallet_id },
        sealed: await sealed({ purpose: "rehearse", user_id, wallet_id, material }),
      });
    await expect(rehearse(KEY)).rejects.toThrow('SECRET_INVALID {"fault":"mismatch"}');
    expect((await only()).rehearsed_at).toBeNull();
    expect((await rehearse(PHRASE)).rehearsed_at).not.toBeNull();
  });

  it("show balances and transfers of the solidified state, to the last unit", async () => {
    const { wallet_id } = await only();
    const balance = () => payments.call("balance", { user_id, wallet_id });
    expect(await balance()).toMatchObject({ network: "devnet", sun: "0", micro_usdt: "0" });
    // More than a double holds, in the smallest unit.
    await net.devnet.fund(ADDRESS, { trx: 9_007_199_254_740_993n, usdt: 1_234_567n });
    expect(await balance()).toMatchObject({ sun: "0", micro_usdt: "0" });
    await net.settle();
    expect(await balance()).toMatchObject({ sun: "9007199254740993", micro_usdt: "1234567" });
    const history = (asset: "TRX" | "USDT") => payments.call("history", { user_id, wallet_id, asset, limit: 20 });
    expect((await history("TRX")).transfers).toMatchObject([{ direction: "in", amount: "9007199254740993", asset: "TRX" }]);
    expect(await history("USDT")).toMatchObject({
      transfers: [{ direction: "in", amount: "1234567", asset: "USDT" }],
      next_cursor: null,
    });
  });

  it("say that the network does not answer", async () => {
    const { wallet_id } = await only();
    const fault = net.devnet.faults.add({ kind: "status", status: 429, path: "/walletsolidity/getaccount" });
    await expect(payments.call("balance", { user_id, wallet_id })).rejects.toThrow("NETWORK_AWAY");
    net.devnet.faults.remove(fault.id);
    expect(await payments.call("balance", { user_id, wallet_id })).toMatchObject({ sun: "9007199254740993" });
  });

  it("take five wrong passphrases, and then none for a while, also after a restart", async () => {
    const { wallet_id } = await only();
    const wrong = async (passphrase: string) =>
      payments.call("unlockWallet", { user_id, wallet_id, seconds: 60, sealed: await unlocking(wallet_id, passphrase) });
    for (const left of [4, 3, 2, 1, 0])
      await expect(wrong("another passphrase")).rejects.toThrow(`PASSPHRASE_WRONG {"tries_left":${left}}`);
    await payments[Symbol.asyncDispose]();
    heard.push(...payments.heard);
    payments = await start();
    await expect(wrong(PASSPHRASE)).rejects.toThrow("WALLET_CLOSED");
  });
});

describe("hardware wallets", () => {
  const owner = "33333333-3333-4333-8333-333333333333";
  // The device: its key is nowhere else.
  const deviceKey = Buffer.from("2".padStart(64, "0"), "hex");
  const address = addressOfKey(deviceKey);
  const to_address = ADDRESS;
  let orders = 0;
  let wallet_id: TronWalletId;

  const now = ({ transfer_id }: Pick<OrderedTransfer, "transfer_id">) =>
    payments.call("getTransfer", { user_id: owner, transfer_id });
  /** Ordered, and given out to the device. */
  async function order(amount: string) {
    const asked = { user_id: owner, wallet_id, asset: "USDT", to_address, amount, most_fee_sun: "10000000" } as const;
    const ordered = await payments.call("sendTransfer", { ...asked, idempotency_key: `by a device, number ${(orders += 1)}` });
    return { ordered, given: await givenOut(ordered) };
  }
  async function givenOut(ordered: OrderedTransfer) {
    await expect.poll(async () => (await now(ordered)).to_sign).not.toBeNull();
    return (await now(ordered)).to_sign ?? expect.fail("nothing is given out");
  }
  const press = (raw: string, key: Uint8Array = deviceKey): string =>
    signTransaction(Buffer.from(raw, "hex"), key).hex.slice(-130);
  const sign = ({ transfer_id }: OrderedTransfer, signature: string) =>
    payments.call("signTransfer", { user_id: owner, transfer_id, signature });
  async function until(ordered: OrderedTransfer, state: TransferState): Promise<OrderedTransfer> {
    await expect
      .poll(async () => {
        await net.devnet.chain.mine(1);
        await payments.call("network", {});
        return (await now(ordered)).state;
      })
      .toBe(state);
    return await now(ordered);
  }
  const paid = async (): Promise<bigint> => {
    await net.settle();
    const wallets = await payments.call("listWallets", { user_id });
    const of = wallets.find((wallet) => wallet.address === to_address) ?? expect.fail("there is no receiver");
    return BigInt((await payments.call("balance", { user_id, wallet_id: of.wallet_id })).micro_usdt);
  };

  it("are kept without a key, and give out what they pay before anything is signed", async () => {
    await net.devnet.fund(address, { trx: 1_000_000_000n, usdt: 100_000_000n });
    await net.settle();
    const hardware = { device: "ledger", account: 3 } as const;
    const added = await payments.call("addHardwareWallet", { user_id: owner, name: "on a device", address, hardware });
    expect(added).toMatchObject({ kind: "hardware", hardware, address, unlocked_until: null });
    ({ wallet_id } = added);
    const secret = { purpose: "unlock", user_id: owner, wallet_id, passphrase: PASSPHRASE } as const;
    await expect(
      payments.call("unlockWallet", { user_id: owner, wallet_id, seconds: 60, sealed: await sealed(secret) }),
    ).rejects.toThrow("WATCH_ONLY");

    const before = await paid();
    const { ordered, given } = await order("1500000");
    expect(await now(ordered)).toMatchObject({ state: "requested", forms: 0, transaction_id: null });
    const { transfer_id } = ordered;
    await expect(payments.call("cancelTransfer", { user_id: owner, transfer_id })).rejects.toThrow("TRANSFER_STATE");
    await expect(sign(ordered, press(given.raw, Buffer.from(KEY, "hex")))).rejects.toThrow("SIGNATURE_WRONG");
    await expect(sign(ordered, `${"f".repeat(128)}1b`)).rejects.toThrow("SIGNATURE_WRONG");
    const signature = press(given.raw);
    // As devices write it.
    const signed = await sign(ordered, `${signature.slice(0, 128)}${signature.endsWith("1b") ? "00" : "01"}`);
    expect(signed).toMatchObject({ to_sign: null, forms: 1, transaction_id: given.transaction_id });
    expect(await sign(ordered, signature)).toMatchObject({ transaction_id: given.transaction_id });
    await expect(sign(ordered, press(given.raw, Buffer.from(KEY, "hex")))).rejects.toThrow("TRANSFER_STATE");
    await expect.poll(async () => (await now(ordered)).state).toMatch(/^(?:broadcast|seen)$/);
    expect(await until(ordered, "solidified")).toMatchObject({ forms: 1 });
    expect((await paid()) - before).toBe(1_500_000n);
  });

  it("expire where nothing is signed in time, and only then are made anew", async () => {
    const before = await paid();
    const { ordered, given } = await order("2000000");
    await net.devnet.chain.advance(Date.parse(given.expires_at) - net.devnet.chain.head().timestamp - 60_000);
    await net.settle();
    await payments.call("network", {});
    expect(await now(ordered)).toMatchObject({ state: "requested", to_sign: given });
    await net.devnet.chain.advance(120_000);
    expect(await until(ordered, "expired")).toMatchObject({ forms: 0, to_sign: null, transaction_id: null });
    const { transfer_id } = ordered;
    await payments.call("retryTransfer", { user_id: owner, transfer_id, most_fee_sun: "10000000" });
    const anew = await givenOut(ordered);
    expect(anew.transaction_id).not.toBe(given.transaction_id);
    await expect(sign(ordered, press(given.raw))).rejects.toThrow("SIGNATURE_WRONG");
    await sign(ordered, press(anew.raw));
    await expect.poll(async () => (await now(ordered)).state).toMatch(/^(?:broadcast|seen)$/);
    await until(ordered, "solidified");
    expect((await paid()) - before).toBe(2_000_000n);
  });

  it("are staked from, once for each signature, and order nothing that the device does not know", async () => {
    await net.devnet.fund(address, { trx: 5_000_000_000n });
    await net.settle();
    const action = { kind: "freeze", amount: "2000000000", resource: "energy" } as const;
    const asked = { user_id: owner, wallet_id, action, most_fee_sun: "1000000", idempotency_key: "a stake by a device" };
    const ordered = await payments.call("orderStaking", asked);
    const given = await givenOut(ordered);
    await sign(ordered, press(given.raw));
    await expect.poll(async () => (await now(ordered)).state).toMatch(/^(?:broadcast|seen)$/);
    expect(await until(ordered, "solidified")).toMatchObject({ forms: 1, transaction_id: given.transaction_id });
    expect(await payments.call("orderStaking", asked)).toMatchObject({ transfer_id: ordered.transfer_id, forms: 1 });
    expect(await payments.call("stakingStatus", { user_id: owner, wallet_id })).toMatchObject({
      energy: { staked: action.amount },
    });
    const again = { ...asked, action: { kind: "cancel-unfreezing" } as const, idempotency_key: "not known to a device" };
    expect(await payments.call("forecastStaking", again)).toMatchObject({ obstacle: "device" });
    await expect(payments.call("orderStaking", again)).rejects.toThrow('STAKING_IMPOSSIBLE {"obstacle":"device"');
  });

  it("have paid where the signature went to the network by another way", async () => {
    const before = await paid();
    const { ordered, given } = await order("3000000");
    const { hex } = signTransaction(Buffer.from(given.raw, "hex"), deviceKey);
    const said = await net.devnet.answer({ method: "POST", path: "/wallet/broadcasthex", input: { transaction: hex } });
    expect(said).toMatchObject({ status: 200 });
    await net.settle();
    await net.devnet.chain.advance(400_000);
    expect(await until(ordered, "solidified")).toMatchObject({ forms: 1, transaction_id: given.transaction_id });
    expect((await paid()) - before).toBe(3_000_000n);
  });
});

it("no secret is in a file, an answer, the arguments or the environment, nor in the engine's messages", () => {
  const canaries = ["abandon abandon", PASSPHRASE, "canaries", KEY];
  const pid = String(payments.child.pid);
  const outside = [
    ...readdirSync(folder).map((name) => readFileSync(join(folder, name), "latin1")),
    JSON.stringify([...heard, ...payments.heard]),
    ...["cmdline", "environ"].map((name) => readFileSync(`/proc/${pid}/${name}`, "latin1")),
    // Files that it has open, wherever they are.
    execFileSync("ls", ["-l", `/proc/${pid}/fd`], { encoding: "utf8" }),
  ];
  expect(heard.length).toBeGreaterThan(20);
  for (const text of outside) for (const canary of canaries) expect(text.includes(canary)).toBe(false);
});
