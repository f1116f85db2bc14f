import {
  contract,
  PayoutId,
  type PayoutSchedule,
  type ProposedTerms,
  ScheduleId,
  type ScheduleRun,
  UserId,
} from "@lucid/contract";
import { implement } from "@orpc/server";
import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { sampleAccount } from "../../shared/testing/sample-account.ts";
import { showPage } from "../../windows/user/testing/show-page.tsx";

afterEach(cleanup);

const os = implement(contract);
const AT = "2026-11-20T10:00:00.000Z";
const ADA = UserId.parse("7d1f0c1e-52a5-4f4e-9d51-0f6f6f1f9b10");
const SCHEDULE = ScheduleId.parse("8d1f0c1e-52a5-4f4e-9d51-0f6f6f1f9b11");
const PAYOUT = PayoutId.parse("9d1f0c1e-52a5-4f4e-9d51-0f6f6f1f9b12");
const NONE = { accrued: "0", locked: "0", paid: "0", fees: "0", owed: "0" };
const TERMS: ProposedTerms = {
  ...{ number: 3, payee: null, least: "10000000", most: "500000000", every: { unit: "week", weekday: "mon" }, at: "06:30" },
  ...{ time_zone: "Europe/Berlin", wallet: "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH", proposed_by: ADA, proposed_at: AT },
  ...{ approve_until: "2026-11-21T10:00:00.000Z", approved_by: null, approved_at: null },
};
const RUN: ScheduleRun = {
  ...{ number: 7, schedule_id: SCHEDULE, due_on: "2026-11-16", due_at: AT, begun_at: AT, ended_at: AT, state: "done" },
  ...{ late: true, missed: 2, paid: "30000000", payees: 2 },
  payouts: [{ payout_id: PAYOUT, payee: ADA, amount: "30000000", state: "locked" }],
  left: [{ payee: ADA, amount: "19000000", obstacle: "run-most" }],
};
const ACTIVE: PayoutSchedule = {
  ...{ schedule_id: SCHEDULE, network: "devnet", name: "Rent", state: "active", next_due: AT, last_run: RUN },
  ...{ terms: { ...TERMS, number: 2, approved_by: ADA, approved_at: AT }, proposal: null },
};
const person = (permissions: readonly string[], user_id = sampleAccount.user_id) => ({
  ...{ ...sampleAccount, user_id, role: "SUPER_ADMIN" as const },
  permissions: ["view_all_users", "view_all_payouts", ...permissions],
});

function show(schedules: readonly PayoutSchedule[], user = person(["manage_payouts", "approve_payouts"])) {
  const said: (readonly [string, object])[] = [];
  const noted = (name: string, input: object): PayoutSchedule => {
    said.push([name, input]);
    return ACTIVE;
  };
  const on = { state: "ready", network: "devnet", endpoint: null, through_tor: false, head: null, solid: null } as const;
  showPage(
    "/admin/payouts",
    {
      tron: {
        networkStatus: os.tron.networkStatus.handler(() => ({ ...on, last_success: AT, detail: "" })),
        listWallets: os.tron.listWallets.handler(() => ({ wallets: [] })),
      },
      people: { get: os.people.get.handler(() => ({ ...sampleAccount, user_id: ADA, username: "Ada" })) },
      payouts: {
        overview: os.payouts.overview.handler(() => ({
          ...{ network: "devnet", wallet: null, stopped: null, total: NONE, day_used: "0", hour_used: "0", reconciliation: null },
          rules: {
            ...{ threshold: "1", least: "1", most: "1", v0_most: "1", fee: "1", day_total: "1", hour_total: "1", payee_day: 1 },
            ...{ batch: 1, cost_permille: 20, trx_price: "1", approve_from: "5000000000" },
          },
        })),
        balances: os.payouts.balances.handler(() => ({ balances: [] })),
        list: os.payouts.list.handler(() => ({ payouts: [], next_before: null })),
        get: os.payouts.get.handler(() => ({
          ...{ payout_id: PAYOUT, network: "devnet", payee: ADA, address: TERMS.wallet, refund: null, route: "v0" },
          ...{ amount: "30000000", fee: "100000", net: "29900000", state: "locked", reason: null, requested_by: ADA },
          ...{ note: "Rent", priority: "normal", not_before: null, batch_id: null, approvals_needed: 1, approvals: [] },
          ...{ approve_until: AT, steps: [], place: null, forecast_fee_sun: "1", most_fee_sun: "1", transfer: null },
        })),
        corrections: os.payouts.corrections.handler(() => ({ corrections: [] })),
        statements: os.payouts.statements.handler(() => ({ statements: [], next_before: null })),
      },
      claims: { list: os.claims.list.handler(() => ({ claims: [] })) },
      schedules: {
        list: os.schedules.list.handler(() => ({ schedules: [...schedules] })),
        runs: os.schedules.runs.handler(() => ({ runs: [RUN], next_before: null })),
        propose: os.schedules.propose.handler(({ input }) => noted("propose", input)),
        approve: os.schedules.approve.handler(({ input }) => noted("approve", input)),
        pause: os.schedules.pause.handler(({ input }) => noted("pause", input)),
      },
    },
    user,
  );
  return said;
}

it("says what repeats, when it is due, what still needs a person, and what a run left and why", async () => {
  const said = show([ACTIVE]);
  const table = within(await screen.findByRole("table", { name: "Payouts that repeat" }));
  table.getByText("Each Monday at 06:30 (Europe/Berlin)");
  table.getByText("From 10.000000 USDT on, at most 500.000000 USDT a run");
  table.getByText("1 payee left");
  expect(screen.getByText(/A payout from 5\D?000\.000000 USDT on/)).toBeDefined();
  fireEvent.click(table.getByRole("button", { name: "Runs" }));
  const runs = within(await screen.findByRole("dialog", { name: "Runs of Rent" }));
  await runs.findByText("With it the run would pay more than it may.");
  fireEvent.click(runs.getByRole("button", { name: "Show the payout" }));
  await runs.findByText("0 / 1");
  runs.getByText(/Late: .* 2 due days before it were missed\./);
  fireEvent.click(table.getByRole("button", { name: "Pause", hidden: true }));
  await waitFor(() => expect(said).toEqual([["pause", { schedule_id: SCHEDULE }]]));
});

it("has terms approved by another person than who proposed them, by their number", async () => {
  const proposed: PayoutSchedule = { ...ACTIVE, proposal: TERMS };
  const said = show([proposed]);
  fireEvent.click(await screen.findByRole("button", { name: "Approve" }));
  await waitFor(() => expect(said).toEqual([["approve", { schedule_id: SCHEDULE, terms: 3 }]]));
  expect(screen.queryByRole("button", { name: "Change" })).toBeNull();
  cleanup();
  show([proposed], person(["manage_payouts", "approve_payouts"], ADA));
  await screen.findByRole("button", { name: "Withdraw" });
  expect(screen.queryByRole("button", { name: "Approve" })).toBeNull();
});

it("proposes for everybody, once a month, and not that a run pays less than one payee", async () => {
  const said = show([]);
  fireEvent.click(await screen.findByRole("button", { name: "New schedule" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Payouts that repeat" }));
  const type = (label: RegExp, value: string) => fireEvent.change(dialog.getByLabelText(label), { target: { value } });
  type(/^Name/, "Rent");
  type(/^Paid from USDT on/, "20");
  type(/^At most in a run/, "10");
  dialog.getByText("A run may pay at least one payee.");
  expect(dialog.getByRole("button", { name: "Propose it" }).hasAttribute("disabled")).toBe(true);
  type(/^At most in a run/, "100");
  type(/^Time of day/, "06:30");
  fireEvent.click(dialog.getByRole("button", { name: "Propose it" }));
  const time_zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const terms = { payee: null, least: "20000000", most: "100000000", every: { unit: "month", day: 1 }, at: "06:30", time_zone };
  await waitFor(() => expect(said).toEqual([["propose", { name: "Rent", ...terms }]]));
});
