import { type PayeeBalance, type PaymentsCalls, type PaymentsMethod, type Permission, tronErrors, UserId } from "@lucid/contract";
import { buildPayoutLog } from "@lucid/testkit";
import { expect, it, vi } from "vitest";
import { openTestGround } from "../ground/testing/open-test-ground.ts";
import { testCaller } from "../sessions/testing/test-caller.ts";
import { startPayouts } from "./start-payouts.ts";

const ids = ["1", "2", "3"].map((digit) => UserId.parse(`${digit.repeat(8)}-1111-4111-8111-111111111111`));
const [here, gone, suspended] = ids as [UserId, UserId, UserId];
const ADDRESS = "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH";
const account = { tron_address: ADDRESS, role: "NODE_OPERATOR", status: "active", kyc_status: "verified" } as const;
const accounts = {
  find: (user_id: string) =>
    user_id === here
      ? { user_id, ...account }
      : user_id === suspended
        ? { user_id, ...account, status: "suspended" as const }
        : undefined,
};
const owes = (payee: UserId): PayeeBalance => ({ payee, accrued: "9", locked: "0", paid: "0", fees: "0", owed: "9" });

/** Payments that answer as the test says, and what they were asked. */
function answering(answers: Partial<{ readonly [Method in PaymentsMethod]: PaymentsCalls[Method]["output"] }>) {
  const asked: { readonly method: PaymentsMethod; readonly input: unknown }[] = [];
  const call = async <Method extends PaymentsMethod>(method: Method, input: PaymentsCalls[Method]["input"]) => {
    asked.push({ method, input });
    const answer = answers[method];
    if (answer === undefined) throw tronErrors.PAYMENTS_AWAY();
    return answer as PaymentsCalls[Method]["output"];
  };
  return { asked, payments: () => ({ call }) };
}
/** A chain that holds nothing, and takes nothing. */
const chain: Parameters<typeof startPayouts>[1]["chain"] = {
  genesis: buildPayoutLog({ payouts: 1 }).network.genesis,
  submit: { own: () => expect.fail("nothing is stated") },
  read: { auditHeadsOf: () => [], evidence: () => undefined },
};
/** What links are to pay, nothing else pays. */
let promised = "";
const held = (payee: string): bigint => (payee === promised ? 1n : 0n);
const caller = (userId: string, permissions: readonly Permission[] = []) => testCaller(userId, [...permissions]);
const owed = {
  payeeBalances: ids.map(owes),
  statePayouts: { statement: null },
  listStatements: { network: "devnet" as const, statements: [], next_before: null },
  statedPayouts: [],
  sweepPayouts: { period: "2026-01-01T00", made: [], left: [] },
  reconcilePayouts: { at: "2026-01-01T00:00:00.000Z", ok: true, payouts_checked: 0, differences: [], wallets: [] },
};

it("pays what is due every hour to those who can be paid, and says who cannot", async () => {
  await using ground = await openTestGround();
  const { asked, payments } = answering(owed);
  await using area = startPayouts(ground, { payments, accounts, chain, held });
  ground.clock.advance(3_600_000);
  await expect
    .poll(() => asked.map(({ method }) => method))
    .toEqual(["reconcilePayouts", "payeeBalances", "sweepPayouts", "statePayouts", "listStatements", "statedPayouts"]);
  const payee = { user_id: here, address: ADDRESS, is_operator: true, is_verified: true };
  expect(asked[2]?.input).toEqual({ payees: [payee] });
  expect(asked[3]?.input).toEqual({ today: false });
  expect(await area.services?.payouts?.sweep(undefined, caller(here))).toMatchObject({
    left: [gone, suspended].map((one) => ({ payee: one, obstacle: "payee-gone" })),
  });
});

it("tries again an hour later where payments are away or the disk is full, and no more where they are off", async () => {
  await using ground = await openTestGround();
  const away = answering({});
  await using _away = startPayouts(ground, { payments: away.payments, accounts, chain, held });
  let asked = 0;
  const off = (): never => {
    asked += 1;
    throw tronErrors.PAYMENTS_OFF();
  };
  await using _off = startPayouts(ground, { payments: off, accounts, chain, held });
  // Nobody waits for what is done every hour: what goes wrong in it ends no node.
  const full = vi.fn(async () => await Promise.reject(new Error("database or disk is full")));
  await using _full = startPayouts(ground, { payments: () => ({ call: full }), accounts, chain, held });
  for (let hour = 1; hour <= 3; hour += 1) {
    ground.clock.advance(3_600_000);
    await expect.poll(() => [away.asked.length, full.mock.calls.length]).toEqual([hour, hour]);
  }
  expect(asked).toBe(1);
});

it("pays directly only for a super admin, and nobody who is gone", async () => {
  await using ground = await openTestGround();
  const { asked, payments } = answering(owed);
  await using area = startPayouts(ground, { payments, accounts, chain, held });
  const order = { amount: "1", note: "", priority: "normal", not_before: null, idempotency_key: "a key of a test 1" } as const;
  const make = async (input: { payee: UserId; route?: "direct" }) =>
    await area.services?.payouts?.create({ ...order, ...input }, caller(here));
  await expect(make({ payee: here, route: "direct" })).rejects.toMatchObject({ code: "LUCID_ERR_2004" });
  for (const payee of [gone, suspended]) await expect(make({ payee })).rejects.toMatchObject({ code: "LUCID_PAYOUT_ERR_2802" });
  const proposed = async () => await area.services?.payouts?.correct({ payee: gone, amount: "1", reason: "work" }, caller(here));
  await expect(proposed()).rejects.toMatchObject({ code: "LUCID_PAYOUT_ERR_2802" });
  expect(asked).toEqual([]);
});

it("knows no payouts in a state that there is not", async () => {
  await using ground = await openTestGround();
  const { payments } = answering({ listPayouts: { payouts: [], next_before: null } });
  await using area = startPayouts(ground, { payments, accounts, chain, held });
  const of = async (state: string) => await area.services?.payouts?.byState({ state, limit: 1 }, caller(here));
  expect(await of("settled")).toEqual({ payouts: [], next_before: null });
  await expect(of("pending")).rejects.toMatchObject({ code: "LUCID_PAYOUT_ERR_2801" });
});

it("tells a payee of what concerns it, whoever sees all payouts of everything, and others of nothing", async () => {
  await using ground = await openTestGround();
  await using area = startPayouts(ground, { payments: answering({}).payments, accounts, chain, held });
  const told = (id: string, to: ReturnType<typeof caller>) => area.events?.["payouts"]?.(id, to);
  expect(told(here, caller(here))).toEqual({ type: "payouts", payee: here });
  expect(told(here, caller(gone))).toBeUndefined();
  expect(told("", caller(here))).toBeUndefined();
  expect(told("", caller(gone, ["view_all_payouts"]))).toEqual({ type: "payouts", payee: null });
});

it("leaves by itself what a claim link may pay", async () => {
  await using ground = await openTestGround();
  const { asked, payments } = answering(owed);
  await using area = startPayouts(ground, { payments, accounts, chain, held });
  promised = here;
  try {
    await area.services?.payouts?.sweep(undefined, caller(gone));
  } finally {
    promised = "";
  }
  expect(asked.find(({ method }) => method === "sweepPayouts")?.input).toEqual({ payees: [] });
});
