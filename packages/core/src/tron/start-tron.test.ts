import { type FromPayments, type OrderedTransfer, type ToPayments, TransferId, TronWalletId, tronErrors } from "@lucid/contract";
import { expect, it } from "vitest";
import { z } from "zod";
import { openTestGround } from "../ground/testing/open-test-ground.ts";
import { testCaller } from "../sessions/testing/test-caller.ts";
import { createTorTo, withoutTor } from "../tor/testing/index.ts";
import { KEYSTORE_COST } from "./keystore-cost.ts";
import type { PaymentsPort } from "./payments-port.ts";
import { startTron } from "./start-tron.ts";
import { pricesOf, tronSettings } from "./tron.settings.ts";

const caller = testCaller("11111111-1111-4111-8111-111111111111", []);
const ADDRESS = "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH";
const limits = {
  ...{ tron_day_limit_usdt: 10, tron_day_limit_trx: 20, payout_fee_micro_usdt: 100_000, payout_threshold_usdt: 10 },
  ...{
    payout_day_usdt: 10_000,
    payout_hour_usdt: 1_000,
    payout_batch: 10,
    payout_cost_percent: 2,
    payout_trx_micro_usdt: 300_000,
    invoice_prices: [],
    invoice_expiry_s: 300,
    invoice_share_percent: 80,
    session_price: "",
    session_payee: "",
    ...{ staking_least_trx: 1_000, staking_most_trx: 1_000_000, staking_hold_days: 3 },
  },
};
const settings = { tron_network: "devnet", tron_url: "http://127.0.0.1:9090", ...limits } as const;
const block = { number: 7, time: "2026-01-01T00:00:00.000Z" };
const view = { state: "ready", head: block, solid: block, last_success: block.time, detail: "" } as const;

const orderedTransfer: Omit<OrderedTransfer, "transfer_id" | "wallet_id"> = {
  ...{ network: "devnet", asset: "USDT", amount: "1", from_address: ADDRESS, to_address: ADDRESS, state: "requested" },
  ...{ staking: null, paid_out: null, to_sign: null },
  ...{ reason: null, trouble: null, steps: [], transaction_id: null, expires_at: null, block: null, forms: 0 },
  ...{ forecast_fee_sun: "1", most_fee_sun: "1", cost: null },
};

const accounts = { find: () => undefined };
const direct = { outward: withoutTor, followWay: () => undefined };
const calls = (told: readonly ToPayments[]) => told.flatMap((one) => (one.type === "call" ? [one] : []));

/** A host whose processes say what the test says, and end when it says so. */
function createHost() {
  const lives: { say(message: FromPayments): void; end(how: string): void; readonly told: ToPayments[] }[] = [];
  const port: PaymentsPort = {
    start(heard) {
      const { promise: exited, resolve } = Promise.withResolvers<string>();
      const told: ToPayments[] = [];
      lives.push({ say: heard, end: resolve, told });
      return {
        exited,
        send: (message) => void told.push(message),
        async [Symbol.asyncDispose]() {
          resolve("stopped");
        },
      };
    },
  };
  return { port, lives };
}

it("says nothing of payments that are off, and starts no process", async () => {
  await using ground = await openTestGround();
  const { port, lives } = createHost();
  await using area = await startTron(ground, { port, accounts, ...direct }, { tron_network: "off", tron_url: "", ...limits });
  expect(await area.services?.tron?.networkStatus(undefined, caller)).toMatchObject({ state: "off", network: null });
  expect(await area.health?.()).toEqual({});
  expect(area.features).toEqual([]);
  expect(lives).toEqual([]);
});

it("says what the process says of its network, and tells of every change", async () => {
  await using ground = await openTestGround();
  const { port, lives } = createHost();
  await using area = await startTron(ground, { port, accounts, ...direct }, settings);
  const heard: string[] = [];
  using _listening = ground.changes.on("tron", (id) => heard.push(id));
  expect(lives[0]?.told).toEqual([
    {
      type: "start",
      options: {
        ...{ folder: ground.folder.file("payments"), network: "devnet", endpoint: "http://127.0.0.1:9090", socks: null },
        keystore_cost: KEYSTORE_COST,
        day_limits: { sun: "20000000", micro_usdt: "10000000" },
        payout_rules: {
          ...{ threshold: "10000000", least: "1000000", most: "10000000000", v0_most: "1000000000", fee: "100000" },
          ...{ day_total: "10000000000", hour_total: "1000000000", payee_day: 10, batch: 10, cost_permille: 20 },
          ...{ trx_price: "300000", approve_from: "5000000000" },
        },
        invoice_rules: { expiry_s: 300, share_permille: 800, payer_open: 5 },
        staking_rules: { least: "1000000000", most: "1000000000000", hold_days: 3 },
      },
    },
  ]);
  expect(await area.services?.tron?.networkStatus(undefined, caller)).toMatchObject({ state: "starting", network: "devnet" });
  lives[0]?.say({ type: "ready" });
  lives[0]?.say({ type: "network", view });
  expect(heard).toEqual([""]);
  expect(area.events?.["tron"]?.("", caller)).toMatchObject({ type: "tron", status: { ...view, network: "devnet" } });
  expect(await area.health?.()).toMatchObject({
    payments: { ok: true, detail: "devnet, solidified block 7", last_success: block.time, optional: true },
  });
  lives[0]?.say({ type: "network", view: { ...view, state: "unreachable", detail: "the connection failed" } });
  expect(await area.health?.()).toMatchObject({ payments: { ok: false, detail: "devnet: the connection failed" } });
});

it("has the process ask through Tor alone where that is set or there is no other way, and tells it when that changes", async () => {
  await using ground = await openTestGround();
  const { port, lives } = createHost();
  const through: Parameters<typeof createTorTo>[1] = ["payments"];
  const { outward } = createTorTo(0, through);
  let followed: (() => void) | undefined;
  const deps = { port, accounts, outward, followWay: (changed: () => void) => void (followed = changed) };
  const onion = `http://${"a".repeat(56)}.onion`;
  const networks = {
    devnet: settings,
    nile: { ...settings, tron_network: "nile", tron_url: "" },
    onion: { ...settings, tron_url: onion },
  } as const;
  const startIn = (name: keyof typeof networks) => startTron(ground, deps, networks[name]);
  const waysOf = (life: number) =>
    lives[life]?.told.flatMap((one) => (one.type === "start" ? [one.options.socks] : one.type === "way" ? [one.socks] : []));
  {
    await using _here = await startIn("devnet");
    expect(waysOf(0)).toEqual([null]);
  }
  {
    await using area = await startIn("nile");
    const isThroughTor = async () => (await area.services?.tron?.networkStatus(undefined, caller))?.through_tor;
    expect(await isThroughTor()).toBe(true);
    lives[1]?.say({ type: "network", view });
    through.push("email");
    followed?.();
    through.length = 0;
    followed?.();
    expect(waysOf(1)).toEqual([outward.socks, null]);
    // What was heard by the other way says nothing of this one.
    expect(await area.services?.tron?.networkStatus(undefined, caller)).toMatchObject({ through_tor: false, state: "starting" });
  }
  await using _hidden = await startIn("onion");
  expect(waysOf(2)).toEqual([outward.socks]);
});

it("says that the process is away, starts it again, and gives up after five times in a minute", async () => {
  await using ground = await openTestGround();
  const { port, lives } = createHost();
  await using area = await startTron(ground, { port, accounts, ...direct }, settings);
  const state = async () => (await area.services?.tron?.networkStatus(undefined, caller))?.state;
  for (let life = 1; life <= 5; life += 1) {
    lives.at(-1)?.end("ended with SIGKILL");
    await expect.poll(state).toBe("away");
    expect(await area.health?.()).toMatchObject({
      payments: { ok: false, detail: "devnet: the process of payments is not running" },
    });
    await expect.poll(() => ground.supervisor.units()[0]?.state).toBe("waiting");
    ground.clock.advance(10_000);
    await expect.poll(() => lives.length).toBe(life + 1);
    await expect.poll(state).toBe("starting");
  }
  lives.at(-1)?.end("ended with SIGKILL");
  await expect.poll(() => ground.supervisor.units()[0]?.state).toBe("failed");
  expect(await state()).toBe("away");
});

it("ends a process that does not become ready", async () => {
  await using ground = await openTestGround();
  const { port, lives } = createHost();
  await using area = await startTron(ground, { port, accounts, ...direct }, settings);
  ground.clock.advance(20_000);
  await expect.poll(async () => (await area.services?.tron?.networkStatus(undefined, caller))?.state).toBe("away");
  expect(lives).toHaveLength(1);
});

it("passes on answers and refusals, tells a wallet's owner of it and nobody else, and refuses what a process that ends was asked", async () => {
  await using ground = await openTestGround();
  const { port, lives } = createHost();
  await using area = await startTron(ground, { port, accounts, ...direct }, settings);
  const life = lives[0] ?? expect.fail("no process");
  life.say({ type: "ready" });
  const wallet_id = TronWalletId.parse("33333333-3333-4333-8333-333333333333");
  const get = () => Promise.resolve(area.services?.tron?.getWallet({ wallet_id }, caller));

  const refused = get();
  const asked = life.told.at(-1);
  expect(asked).toMatchObject({ method: "getWallet", input: { user_id: caller.principal?.userId, wallet_id } });
  const call = asked?.type === "call" ? asked.call : expect.fail("nothing was asked");
  life.say({ type: "refused", call, refusal: "WALLET_NOT_FOUND", details: undefined });
  await expect(refused).rejects.toThrow(tronErrors.WALLET_NOT_FOUND().message);

  life.say({ type: "wallet", user_id: caller.principal?.userId ?? "", wallet_id, wallet: null });
  expect(area.events?.["tron_wallet"]?.(wallet_id, caller)).toEqual({ type: "tron_wallet", wallet_id, wallet: null });
  const stranger = testCaller("22222222-2222-4222-8222-222222222222", []);
  expect(area.events?.["tron_wallet"]?.(wallet_id, stranger)).toBeUndefined();

  const transfer_id = TransferId.parse("44444444-4444-4444-8444-444444444444");
  const transfer = { ...orderedTransfer, transfer_id, wallet_id };
  life.say({ type: "transfer", user_id: caller.principal?.userId ?? "", transfer });
  expect(area.events?.["tron_transfer"]?.(transfer_id, caller)).toEqual({ type: "tron_transfer", transfer_id, transfer });
  expect(area.events?.["tron_transfer"]?.(transfer_id, stranger)).toBeUndefined();

  const lost = get();
  life.end("ended with SIGKILL");
  await expect(lost).rejects.toThrow(tronErrors.PAYMENTS_AWAY().message);
  await expect(get()).rejects.toThrow(tronErrors.PAYMENTS_AWAY().message);
});

it("refuses wallets while payments are off", async () => {
  await using ground = await openTestGround();
  await using area = await startTron(
    ground,
    { port: undefined, accounts, ...direct },
    { tron_network: "off", tron_url: "", ...limits },
  );
  await expect(Promise.resolve().then(() => area.services?.tron?.listWallets(undefined, caller))).rejects.toThrow(
    tronErrors.PAYMENTS_OFF().message,
  );
});

it("has erased what is kept of an account that is gone: when it goes, and when a process begins that may have been away then", async () => {
  await using ground = await openTestGround();
  const { port, lives } = createHost();
  const gone = new Set(["gone"]);
  const find = (userId: string) => (gone.has(userId) ? undefined : ({ status: "active" } as const));
  await using _area = await startTron(ground, { port, accounts: { find }, ...direct }, settings);
  const life = lives[0] ?? expect.fail("no process");
  life.say({ type: "ready" });
  const [listed] = calls(life.told);
  expect(listed).toMatchObject({ method: "listOwners" });
  life.say({ type: "answer", call: listed?.call ?? 0, output: { user_ids: ["here", "gone"] } });
  const erased = () => calls(life.told).flatMap(({ method, input }) => (method === "eraseOwner" ? [input] : []));
  await expect.poll(erased).toEqual([{ user_id: "gone" }]);
  ground.changes.publish({ topic: "account", id: "here" });
  gone.add("later");
  ground.changes.publish({ topic: "account", id: "later" });
  await expect.poll(erased).toEqual([{ user_id: "gone" }, { user_id: "later" }]);
});

it("takes its numbers and prices as a flag or a variable writes them, and refuses what is no price", () => {
  const read = z.object(tronSettings);
  expect(read.parse({ payout_trx_micro_usdt: "1000", invoice_expiry_s: "600", tron_day_limit_usdt: "5" })).toMatchObject({
    ...{ payout_trx_micro_usdt: 1_000, invoice_expiry_s: 600, tron_day_limit_usdt: 5 },
  });
  expect(pricesOf(read.parse({ invoice_prices: "Session=2.50,A day=10,X=0.000001" }))).toEqual([
    { name: "Session", micro_usdt: 2_500_000n },
    { name: "A day", micro_usdt: 10_000_000n },
    { name: "X", micro_usdt: 1n },
  ]);
  for (const wrong of ["Session", "Session=0", "Session=1.2345678", "=1", "A=1,A=2", "A=-1"])
    expect(read.safeParse({ invoice_prices: wrong }).success).toBe(false);
});
