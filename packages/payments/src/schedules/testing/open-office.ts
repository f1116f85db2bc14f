import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Payee, PaymentsCalls, PayoutRules, ScheduleRun, ScheduleTerms } from "@lucid/contract";
import { openDatabase } from "@lucid/foundation";
import { createTestClock } from "@lucid/foundation/testing";
import { expect } from "vitest";
import { createInvoiceRepository } from "../../invoices/invoice-repository.ts";
import { type ExactObject, textOf } from "../../network/exact-json.ts";
import { NetworkError } from "../../network/network-error.ts";
import { createCorrectionRepository } from "../../payouts/corrections.ts";
import { createPayouts, type Payouts } from "../../payouts/create-payouts.ts";
import { createLedger } from "../../payouts/ledger.ts";
import { createPayoutRepository } from "../../payouts/payout-repository.ts";
import { createPayoutSettings } from "../../payouts/payout-wallet.ts";
import { createStatementRepository } from "../../payouts/statements.ts";
import { MIGRATIONS } from "../../store/migrations.ts";
import { Crash, mortal } from "../../testing/simulation/crash.ts";
import { PAYOUT_RULES } from "../../testing/start-process.ts";
import { createTransferRepository } from "../../transfers/transfer-repository.ts";
import { createScheduleRepository } from "../schedule-repository.ts";

export const NETWORK = "devnet" as const;
export const USDT = 1_000_000n;
export const ADDRESSES = [
  "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH",
  "TJRyWwFs9wTFGZg3JbrVriFbNfCug5tDeC",
  "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
] as const;
export const TERMS: ScheduleTerms = {
  ...{ payee: null, least: (10n * USDT).toString(), most: (1_000n * USDT).toString() },
  ...{ every: { unit: "month", day: 1 }, at: "06:30", time_zone: "UTC" },
};
type Answers = PaymentsCalls["runSchedules"]["input"];

/** A network on which nothing costs anything, and that can be away. */
function answer(path: string, input: ExactObject | undefined): ExactObject {
  const [no, much] = ["0".repeat(64), (10n ** 15n).toString(16).padStart(64, "0")];
  const fees = ["getEnergyFee", "getTransactionFee", "getCreateAccountFee", "getCreateNewAccountFeeInSystemContract"];
  switch (path) {
    case "/wallet/getchainparameters":
      return { chainParameter: fees.map((key) => ({ key, value: 0n })) };
    case "/walletsolidity/getaccount":
      return { balance: 0n };
    case "/wallet/getaccountresource":
      return Object.fromEntries(
        ["EnergyLimit", "EnergyUsed", "NetLimit", "NetUsed", "freeNetLimit", "freeNetUsed"].map((name) => [name, 0n]),
      );
    case "/wallet/getaccount":
      return { address: textOf(input?.["address"]) };
    case "/walletsolidity/triggerconstantcontract":
      return { result: { result: true }, constant_result: [much] };
    case "/wallet/triggerconstantcontract":
      return { result: { result: true }, constant_result: [no], energy_used: 0n };
    default:
      return expect.fail(path);
  }
}

/** A node that owes, with the process of payments on a database: it may die before or after each write, and is begun again. */
export function openOffice(over: Partial<PayoutRules> = {}) {
  const stack = new DisposableStack();
  const folder = mkdtempSync(join(tmpdir(), "lucid-schedules-"));
  stack.defer(() => rmSync(folder, { recursive: true }));
  const db = stack.use(openDatabase({ path: join(folder, "payments.db"), migrations: MIGRATIONS, synchronous: "normal" }));
  const clock = createTestClock(Date.parse("2027-01-10T12:00:00Z"));
  const transfers = createTransferRepository(db);
  const ledger = createLedger(db);
  const rows = createPayoutRepository(db, { ledger, transfers });
  const schedules = createScheduleRepository(db);
  const settings = createPayoutSettings(db);
  const wallet = { wallet_id: "w", user_id: "ada", address: ADDRESSES[0] };
  settings.setWallet(NETWORK, wallet);
  const net = { isAway: false, onAsk: () => undefined as void };
  const payees: Payee[] = ["bob", "cyd"].map((user_id, index) => ({
    ...{ user_id, address: ADDRESSES[index + 1] ?? ADDRESSES[1], is_operator: false, is_verified: false },
  }));
  let [writes, dies, ids] = [0, Number.POSITIVE_INFINITY, 0];

  function begin(): Payouts {
    let isDead = false;
    function strike(): void {
      isDead ||= (writes += 1) === dies;
      if (isDead) throw new Crash("the process died");
    }
    const doom = {
      strike,
      around<Result>(act: () => Result): Result {
        strike();
        const result = act();
        strike();
        return result;
      },
    };
    return createPayouts(
      {
        ...{ clock, ledger, settings, transfers, received: createInvoiceRepository(db, ledger) },
        randomness: { bytes: (length) => new Uint8Array(length), uuid: () => `id ${(ids += 1)}` },
        client: {
          async ask(path, input) {
            net.onAsk();
            if (net.isAway) throw new NetworkError("connection", "the connection failed");
            await Promise.resolve();
            return answer(path, input);
          },
          say: () => expect.fail("nothing is said"),
          [Symbol.dispose]: () => undefined,
        },
        network: {
          view: () => ({ state: "ready", head: null, solid: null, last_success: null, detail: "" }),
          usdt: () => ADDRESSES[2],
          look: () => Promise.reject(new Error("the network is ready")),
        },
        wallets: {
          find: () => ({
            ...{ ...wallet, name: "", kind: "hot" as const, created_at: 0, rehearsed_at: null },
            ...{ unlocked_at: null, failed_tries: 0, closed_until: 0, device: null, account: null },
          }),
        },
        sign: () => expect.fail("nothing is signed"),
        // What is made waits: whether it is paid is another matter.
        ...{ keystore: { has: () => true }, unlocked: { key: () => undefined } },
        ...{ walletDifferences: () => [], books: { compare: () => Promise.resolve(), comparisons: () => [] } },
        corrections: createCorrectionRepository(db, ledger),
        statements: createStatementRepository(db),
        schedules: mortal(schedules, doom, ["add", "propose", "approve", "drop", "set", "begin", "note", "tried", "end"]),
        payouts: mortal(rows, doom, ["add"]),
        ...{ onChange: () => undefined, onRefund: () => undefined, onBegun: () => undefined },
      },
      { network: NETWORK, payout_rules: { ...PAYOUT_RULES, ...over } },
    );
  }
  let life = begin();
  let entries = 0;

  return {
    ...{ clock, net, payees, schedules, settings, rows },
    calls: (): Payouts["calls"] => life.calls,
    owe(payee: string, amount: bigint): void {
      const key = `entry ${(entries += 1)}`;
      ledger.enter({
        ...{ idempotency_key: key, at: clock.now(), network: NETWORK, payee, source: "issued", target: "accrued", amount },
        ...{ kind: "correction", about: key },
      });
    },
    /** Proposed by ada, approved by dan. */
    async agree(terms: Partial<ScheduleTerms> = {}): Promise<string> {
      const made = await life.calls.proposeSchedule({ actor: "ada", name: "Rent", terms: { ...TERMS, ...terms } });
      const { schedule_id, proposal } = made;
      await life.calls.approveSchedule({ actor: "dan", schedule_id, terms: proposal?.number ?? 0 });
      return schedule_id;
    },
    /** As the engine does it every minute. */
    async look(kept: Answers["kept"] = []): Promise<readonly ScheduleRun[]> {
      const { due, payees: ids } = await life.calls.dueSchedules({});
      if (!due) return [];
      const known = payees.filter(({ user_id }) => ids.includes(user_id) && !kept.some(({ payee }) => payee === user_id));
      return (await life.calls.runSchedules({ payees: known, kept })).runs;
    },
    at: (time: string) => clock.setNow(Date.parse(time)),
    runs: async (schedule_id: string): Promise<readonly ScheduleRun[]> =>
      (await life.calls.scheduleRuns({ schedule_id, limit: 50 })).runs,
    /** Of each payout, whose and how much, the oldest first. */
    made: () =>
      rows
        .page(NETWORK, { before: Number.MAX_SAFE_INTEGER, limit: -1 })
        .map(({ payee, amount }) => `${payee} ${amount}`)
        .toReversed(),
    beginAgain: () => void (life = begin()),
    /** Another process beside it that has not heard that it is dead. */
    another: (): Payouts => begin(),
    dieAt: (write: number) => void ([writes, dies] = [0, write]),
    [Symbol.dispose]: () => stack.dispose(),
  };
}
