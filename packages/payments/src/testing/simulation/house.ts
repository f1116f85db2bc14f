import type { Payee, PaymentsCalls, PayoutRules, StatedPayoutRow } from "@lucid/contract";
import { createTestClock, type SeededRandom } from "@lucid/foundation/testing";
import { hexToBytes } from "@noble/hashes/utils.js";
import { createInvoiceRepository } from "../../invoices/invoice-repository.ts";
import { NetworkError } from "../../network/network-error.ts";
import { type CorrectionRow, createCorrectionRepository } from "../../payouts/corrections.ts";
import { createPayouts, type Payouts } from "../../payouts/create-payouts.ts";
import { type Balances, createLedger } from "../../payouts/ledger.ts";
import { createPayoutRepository, type PayoutRow } from "../../payouts/payout-repository.ts";
import { PRIORITIES } from "../../payouts/payout-rules.ts";
import { createPayoutSettings } from "../../payouts/payout-wallet.ts";
import { createStatementRepository } from "../../payouts/statements.ts";
import { Refusal } from "../../refusal.ts";
import { createScheduleRepository } from "../../schedules/schedule-repository.ts";
import { createTransfers, type Transfers } from "../../transfers/create-transfers.ts";
import { createTransferRepository } from "../../transfers/transfer-repository.ts";
import { addressOfKey } from "../../tron/address.ts";
import { signTransaction } from "../../tron/transaction.ts";
import { Crash, createDoom, mortal, mortalClient, mortalTransfers } from "./crash.ts";
import { keyFrom, partsOfLife, STAKING_RULES } from "./life.ts";
import { createRoughClient } from "./rough-client.ts";
import type { Place, Sufferer } from "./world.ts";

/** A node that owes and pays: one wallet, some payees, and people who correct, ask, approve and cancel. */
export interface House extends Sufferer {
  /** Paid by nobody else, so that what they hold tells what they were paid. */
  readonly payees: readonly Payee[];
  /** The key of the wallet that pays is on a device. */
  readonly hasDevice: boolean;
  corrections(): readonly CorrectionRow[];
  payouts(): readonly PayoutRow[];
  balance(payee: string): Balances;
  /** States what was paid until now. @returns what is stated of payouts, in the order of the log. */
  state(): Promise<readonly StatedPayoutRow[]>;
  /** Whether ledger, payouts and chain agree, as the house itself finds. */
  reconcile(): Promise<readonly string[]>;
}

interface Life {
  readonly transfers: Transfers;
  readonly payouts: Payouts;
}
interface Given {
  readonly payout_id: string;
  readonly raw: string;
}
type Input<Method extends keyof PaymentsCalls> = PaymentsCalls[Method]["input"];

const NETWORK = "devnet";
const PEOPLE = ["ada", "bob", "cyd"] as const;
const USDT = 1_000_000;
const LIMIT = "1000000000000";
/** Of 65 bytes. */
const SIGNATURE_HEX = 130;
const QUARTER_MS = 900_000;
const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;
/** Of the quiet time. After them what waits for its hour, for money or for somebody begins or is given up. */
const SWEPT_TURNS = 4;
const ALL = { before: Number.MAX_SAFE_INTEGER, limit: -1 } as const;

/** Small enough that every limit is met; in one house of eight the network costs more than it may, most of the time. */
const rulesOf = (random: SeededRandom): PayoutRules => ({
  ...{ threshold: "2000000", least: "1000000", most: "6000000", v0_most: "4000000", fee: "100000" },
  ...{ day_total: "40000000", hour_total: "9000000", payee_day: 10, batch: 4, cost_permille: 20 },
  ...{ trx_price: random.below(8) === 0 ? "20000" : "1", approve_from: "3000000" },
});

/** `hasDevice`: the key of the wallet that pays is on a device, which signs what it is given out, or does not. */
export function createHouse(
  { devnet, db, random, name: wallet_id }: Place,
  { hasDevice }: { readonly hasDevice: boolean },
): House {
  const clock = createTestClock(devnet.chain.now());
  const privateKey = keyFrom(random);
  const address = addressOfKey(privateKey);
  const user_id = `owner of ${wallet_id}`;
  const payout_rules = rulesOf(random);
  const payees: readonly Payee[] = Array.from({ length: 1 + random.below(2) }, (_, index) => ({
    user_id: index === 0 ? "ada" : `payee ${index}`,
    address: addressOfKey(keyFrom(random)),
    is_operator: random.below(2) === 0,
    is_verified: random.below(4) > 0,
  }));
  let permille = 0;
  let deafTurns = 0;
  const line = createRoughClient(devnet, random.fork("line"), { permille: () => permille, isDeaf: () => deafTurns > 0 });
  const deaths = random.fork("deaths");
  const whims = random.fork("device");
  /** All that was ever given out to the device, by its transaction. */
  const given = new Map<string, Given>();
  const uuids = random.fork("ids");
  const transferRows = createTransferRepository(db);
  const ledger = createLedger(db);
  const payoutRows = createPayoutRepository(db, { ledger, transfers: transferRows });
  const received = createInvoiceRepository(db, ledger);
  const correctionRows = createCorrectionRepository(db, ledger);
  const statementRows = createStatementRepository(db);
  const scheduleRows = createScheduleRepository(db);
  const settings = createPayoutSettings(db);
  settings.setWallet(NETWORK, { wallet_id, user_id, address });
  let isUnlocked = true;
  let lives = 0;
  /** One process, and sometimes another beside it that has not heard that it is dead. */
  let life = begin();
  let ghost: Life | undefined;
  let orders = 0;
  const begun = clock.now();
  let quietTurns = 0;

  function begin(): Life {
    lives += 1;
    const doom = createDoom(deaths, () => permille);
    const parts = {
      ...partsOfLife({ devnet, clock, wallet_id, user_id, address, kind: hasDevice ? "hardware" : "hot" }),
      client: mortalClient(line, doom),
      transfers: mortalTransfers(transferRows, doom),
      randomness: {
        bytes: (length: number) => random.bytes(length),
        uuid: () => Buffer.from(uuids.bytes(16)).toString("hex"),
      },
      unlocked: { key: () => (isUnlocked && !hasDevice ? privateKey : undefined) },
      onChange: () => undefined,
    };
    const transfers = createTransfers(
      { ...parts, onPayout: () => undefined },
      { network: NETWORK, day_limits: { sun: LIMIT, micro_usdt: LIMIT }, staking_rules: STAKING_RULES },
    );
    return {
      transfers,
      payouts: createPayouts(
        {
          ...{ ...parts, sign: transfers.sign, ledger, received, onBegun: () => undefined, onRefund: () => undefined },
          payouts: mortal(payoutRows, doom, ["add", "approve", "start", "settle", "giveUp", "setChecked"]),
          corrections: mortal(correctionRows, doom, ["add", "end", "make"]),
          statements: mortal(statementRows, doom, ["make"]),
          schedules: mortal(scheduleRows, doom, ["add", "propose", "approve", "drop", "set", "begin", "note", "tried", "end"]),
          settings: mortal(settings, doom, ["setReconciliation"]),
          // Nothing comes in here: what does, is compared in a shop.
          ...{ books: { compare: () => Promise.resolve(), comparisons: () => [] }, walletDifferences: () => [] },
        },
        { network: NETWORK, payout_rules },
      ),
    };
  }

  /** What is expected of a bad day; a death is followed by another life. */
  async function attempt(act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (error instanceof Crash) {
        life.transfers[Symbol.dispose]();
        life = begin();
      } else if (!(error instanceof Refusal) && !(error instanceof NetworkError)) throw error;
    }
  }

  const anyPayout = (): string | undefined => {
    const rows = payoutRows.page(NETWORK, { ...ALL, limit: 8 });
    return rows.length === 0 ? undefined : random.pick(rows).payout_id;
  };
  /** Twice at once, now and then: by one process, or by two. */
  async function ask(act: (payouts: Payouts) => Promise<unknown>): Promise<void> {
    const others = random.below(6) === 0 ? [ghost ?? life] : [];
    await Promise.all([life, ...others].map((one) => attempt(() => act(one.payouts))));
  }

  async function propose(): Promise<void> {
    const payee = random.pick(payees).user_id;
    const amount = String((random.below(6) === 0 ? -1 : 1) * (USDT / 2 + random.below(4 * USDT)));
    await attempt(() => life.payouts.calls.proposeCorrection({ actor: random.pick(PEOPLE), payee, amount, reason: "work" }));
  }
  async function decide(): Promise<void> {
    const open = correctionRows.newest(NETWORK).filter(({ state }) => state === "open");
    if (open.length === 0) return;
    const asked = { actor: random.pick(PEOPLE), correction_id: random.pick(open).correction_id };
    await ask(({ calls }) => (random.below(10) === 0 ? calls.withdrawCorrection(asked) : calls.approveCorrection(asked)));
  }
  async function order(): Promise<void> {
    if (random.below(3) > 0) orders += 1;
    const count = 1 + random.below(2);
    const made: Input<"orderPayouts"> = {
      actor: random.pick(PEOPLE),
      orders: Array.from({ length: count }, (_, index) => ({
        ...{ payee: payees[(orders + index) % payees.length] ?? random.pick(payees), note: "" },
        priority: PRIORITIES[(orders + index) % PRIORITIES.length] ?? "normal",
        not_before: orders % 5 === 0 ? new Date(begun + orders * QUARTER_MS).toISOString() : null,
        ...{ amount: String(USDT * (1 + (orders % 4))), idempotency_key: `${wallet_id}-${orders}-${index}` },
      })),
      ...(orders % 7 === 0 ? { route: "direct" as const } : {}),
    };
    await ask(({ calls }) => calls.orderPayouts(made));
  }
  async function approve(): Promise<void> {
    const payout_id = anyPayout();
    const actor = random.pick(PEOPLE);
    if (payout_id !== undefined) await ask(({ calls }) => calls.approvePayout({ actor, payout_id }));
  }
  async function cancel(): Promise<void> {
    const payout_id = anyPayout();
    if (payout_id !== undefined) await ask(({ calls }) => calls.cancelPayout({ actor: random.pick(PEOPLE), payout_id }));
  }
  const state = (): Promise<void> => ask(({ calls }) => calls.statePayouts({ today: random.below(2) === 0 }));
  const sweep = (): Promise<void> => ask(({ calls }) => calls.sweepPayouts({ payees }));
  /** Somebody proposes that payouts repeat, approves it, pauses it or ends it. */
  async function plan(): Promise<void> {
    const actor = random.pick(PEOPLE);
    const [known] = scheduleRows.page(NETWORK).filter(({ state }) => state !== "ended");
    const waiting = known && scheduleRows.proposal(known.schedule_id);
    // Within the hour, and again a week later.
    const due = new Date(clock.now() + random.below(3_600_000));
    const terms: Input<"proposeSchedule">["terms"] = {
      ...{ payee: null, least: String(USDT), most: String(USDT * (1 + random.below(8))), time_zone: "UTC" },
      every: { unit: "week", weekday: WEEKDAYS[due.getUTCDay()] ?? "sun" },
      at: due.toISOString().slice(11, 16),
    };
    const one = { schedule_id: known?.schedule_id ?? "" };
    if (!known && random.below(2) === 0) return;
    if (!known) await ask(({ calls }) => calls.proposeSchedule({ actor, name: "weekly", terms }));
    else if (waiting) await ask(({ calls }) => calls.approveSchedule({ actor, ...one, terms: waiting.number }));
    else if (random.below(2) > 0) await ask(({ calls }) => calls.changeSchedule({ actor, ...one, terms }));
    else await ask(({ calls }) => calls.setSchedule({ ...one, to: random.pick(["paused", "active", "ended", "ended"]) }));
  }
  /** As the engine does it every minute. */
  const repeat = (): Promise<void> =>
    ask(async ({ calls }) => {
      const { due } = await calls.dueSchedules({});
      if (due) await calls.runSchedules({ payees, kept: [] });
    });

  /** The owner begins what is to be signed, and the device signs it, or something else that was given out, or tells the network by itself. */
  async function deviceActs(isDiligent: boolean): Promise<void> {
    if (isDiligent || whims.below(2) === 0) await ask(({ calls }) => calls.signNextPayout({ user_id }));
    const waiting = payoutRows.page(NETWORK, ALL).filter(({ unsigned_raw }) => unsigned_raw !== null);
    for (const { payout_id, unsigned_id, unsigned_raw } of waiting)
      given.set(unsigned_id ?? "", { payout_id, raw: unsigned_raw ?? "" });
    const now = new Set(waiting.map(({ unsigned_id }) => unsigned_id));
    for (const [id, { payout_id, raw }] of given) {
      const { hex } = signTransaction(hexToBytes(raw), privateKey);
      const signature = hex.slice(-SIGNATURE_HEX);
      // One that is not what is given out now does nothing any more, and is tried all the same.
      const fate = isDiligent && now.has(id) ? 1 : whims.below(now.has(id) ? 6 : 60);
      if (fate === 0) await attempt(() => line.say("/wallet/broadcasthex", { transaction: hex }));
      else if (fate < 3) await ask(({ calls }) => calls.signPayout({ user_id, payout_id, signature }));
    }
  }

  async function goOn(): Promise<void> {
    await attempt(() => life.payouts.goOn());
    await attempt(() => life.transfers.goOn());
    if (ghost && random.below(2) === 0) {
      const [one, other] = [life, ghost];
      await Promise.all([attempt(() => one.payouts.goOn()), attempt(() => other.payouts.goOn())]);
      await Promise.all([attempt(() => one.transfers.goOn()), attempt(() => other.transfers.goOn())]);
    }
  }

  return {
    ...{ address, payees, hasDevice },
    // Half of the houses can pay less than they owe.
    gift: { trx: 600n * BigInt(USDT), usdt: BigInt(USDT) * (random.below(2) === 0 ? 200n : 5n) },
    disturb(next) {
      permille = next;
    },
    async turn() {
      isUnlocked = random.below(10) > 0;
      deafTurns = permille > 0 && deafTurns === 0 && random.below(40) === 0 ? 50 : Math.max(0, deafTurns - 1);
      ghost = random.below(12) === 0 ? begin() : random.below(3) === 0 ? undefined : ghost;
      if (random.below(20) === 0) clock.setNow(devnet.chain.now() + (random.below(2_000) - 1_000) * 3_600);
      clock.advance(random.below(8) === 0 ? 1_200_000 : 3_000);
      for (const [act, often] of [
        ...([
          [propose, 4],
          [decide, 2],
          [order, 3],
          [approve, 3],
        ] as const),
        ...([
          [cancel, 20],
          [sweep, 8],
          [reconcile, 15],
          [state, 15],
          [plan, 5],
          [repeat, 2],
        ] as const),
      ] as const)
        if (random.below(often) === 0) await act();
      if (hasDevice) await deviceActs(false);
      await goOn();
    },
    async quietTurn() {
      isUnlocked = true;
      deafTurns = 0;
      ghost = undefined;
      clock.advance(7_500_000);
      await reconcile();
      await state();
      if (quietTurns < SWEPT_TURNS) {
        await repeat();
        await sweep();
      }
      quietTurns += 1;
      for (const { payout_id } of payoutRows.page(NETWORK, { ...ALL, state: "locked" }))
        for (const actor of PEOPLE) await attempt(() => life.payouts.calls.approvePayout({ actor, payout_id }));
      if (hasDevice) await deviceActs(true);
      await goOn();
    },
    lives: () => lives,
    corrections: () => correctionRows.newest(NETWORK),
    payouts: () => payoutRows.page(NETWORK, ALL),
    async state() {
      await life.payouts.calls.statePayouts({ today: true });
      return statementRows.stated(NETWORK, 0, -1);
    },
    balance: (payee) => ledger.balance(NETWORK, payee),
    async reconcile() {
      await reconcile();
      return settings.reconciliation(NETWORK)?.differences ?? ["never compared"];
    },
  };

  async function reconcile(): Promise<void> {
    await attempt(() => life.payouts.calls.reconcilePayouts({}));
  }
}
