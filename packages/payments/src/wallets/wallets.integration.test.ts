import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FromPayments, TronWalletId, WalletSecret } from "@lucid/contract";
import { openTestDevnet, type TestDevnet } from "@lucid/tron-devnet/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seal } from "../testing/seal.ts";
import { INVOICE_RULES, PAYOUT_RULES, STAKING_RULES, startProcess, type TestProcess } from "../testing/start-process.ts";

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
