import {
  ClaimId,
  contract,
  LISTED_AT_MOST,
  type PayoutClaim,
  type PayoutOverview,
  UserId,
  type WalletComparison,
} from "@lucid/contract";
import { implement } from "@orpc/server";
import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { sampleAccount } from "../../shared/testing/sample-account.ts";
import { createTestEvents, type TestHandlers } from "../../shared/testing/test-api.ts";
import { showPage } from "../../windows/user/testing/show-page.tsx";

afterEach(cleanup);

const os = implement(contract);
const AT = "2026-11-20T10:00:00.000Z";
const ADA = UserId.parse("7d1f0c1e-52a5-4f4e-9d51-0f6f6f1f9b10");
const ON = {
  state: "ready",
  network: "devnet",
  endpoint: null,
  through_tor: false,
  head: null,
  solid: null,
  last_success: AT,
  detail: "",
} as const;
const NONE = { accrued: "0", locked: "0", paid: "0", fees: "0", owed: "0" };
const OVERVIEW: PayoutOverview = {
  ...{ network: "devnet", wallet: null, stopped: null, total: NONE, day_used: "0", hour_used: "0" },
  rules: {
    ...{ threshold: "1", least: "1", most: "1", v0_most: "1", fee: "1", day_total: "1", hour_total: "1", payee_day: 1, batch: 1 },
    ...{ cost_permille: 20, trx_price: "1", approve_from: "1" },
  },
  reconciliation: { at: AT, ok: false, payouts_checked: 3, differences: ["payout 7 is not on the chain"], wallets: [] },
};
const admin = {
  ...sampleAccount,
  role: "SUPER_ADMIN" as const,
  permissions: ["view_all_users", "view_all_payouts", "view_own_payouts", "manage_payouts"],
};

const WALLET: WalletComparison = {
  ...{ address: "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH", state: "differs", at: AT, agreed_block: 120, block: 171 },
  ...{ held: "9000000", difference: "-5000001", explanation: null },
};
const differing = (over: Partial<WalletComparison> = {}): PayoutOverview => ({
  ...{ ...OVERVIEW, stopped: "halted" },
  reconciliation: { at: AT, ok: false, payouts_checked: 0, differences: ["it differs"], wallets: [{ ...WALLET, ...over }] },
});

function showPayouts(overview: () => PayoutOverview, user = admin, more: TestHandlers = {}) {
  const empty = { payouts: [], next_before: null };
  return showPage(
    "/admin/payouts",
    {
      tron: {
        networkStatus: os.tron.networkStatus.handler(() => ON),
        listWallets: os.tron.listWallets.handler(() => ({ wallets: [] })),
      },
      people: {
        get: os.people.get.handler(() => ({ ...sampleAccount, user_id: ADA, username: "Ada" })),
      },
      payouts: {
        overview: os.payouts.overview.handler(overview),
        balances: os.payouts.balances.handler(() => ({ balances: [{ ...NONE, payee: ADA, owed: "12000000" }] })),
        list: os.payouts.list.handler(() => empty),
        corrections: os.payouts.corrections.handler(() => ({ corrections: [] })),
        statements: os.payouts.statements.handler(() => ({ statements: [], next_before: null })),
        sweep: os.payouts.sweep.handler(() => ({
          period: "2026-11-20",
          made: [],
          left: [{ payee: ADA, obstacle: "no-wallet" }],
        })),
        ...more.payouts,
      },
      claims: { list: os.claims.list.handler(() => ({ claims: [] })), ...more.claims },
      schedules: { list: os.schedules.list.handler(() => ({ schedules: [] })) },
      ...(more.node === undefined ? {} : { node: more.node }),
      ...(more.invoices === undefined ? {} : { invoices: more.invoices }),
    },
    user,
  );
}

it("keeps its heading, and what it knew, when the node cannot say it", async () => {
  let isBroken = true;
  const shown = showPayouts(() => {
    if (isBroken) throw new Error("broken");
    return OVERVIEW;
  });
  fireEvent.click(await screen.findByRole("button", { name: /again/ }));
  expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Payouts");
  isBroken = false;
  fireEvent.click(await screen.findByRole("button", { name: /again/ }));
  await screen.findByRole("table", { name: "Owed and paid" });
  isBroken = true;
  await shown.queries.refetchQueries();
  await screen.findByText("The payouts could not be read");
  expect(screen.getByRole("table", { name: "Owed and paid" })).toBeDefined();
});

it("names payees, says what paying came to, and marks what only the node's English says", async () => {
  showPayouts(() => OVERVIEW);

  expect((await screen.findByRole("link", { name: "Ada" })).getAttribute("href")).toBe(`/admin/people/${ADA}`);
  expect(screen.getByText("payout 7 is not on the chain").getAttribute("lang")).toBe("en");
  fireEvent.click(screen.getByRole("button", { name: "Pay what is due" }));
  await screen.findByText("No payout was made. 1 payee cannot be paid now: what is owed stays owed.");
});

it("says by how much a wallet differs, and records what somebody says that it was", async () => {
  const said: object[] = [];
  const explain = os.payouts.explain.handler(({ input }) => {
    said.push(input);
    return { wallets: [] };
  });
  showPayouts(() => differing(), admin, { payouts: { explain } });
  await screen.findByRole("heading", { name: "Wallets that differ" });
  expect(screen.getByText("Less than is recorded").nextSibling?.textContent).toMatch(/^5\.000001/);
  expect(screen.getByText("120 and 171")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Agree" })).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Say what it was" }));
  const field = await screen.findByLabelText(/What it was/);
  fireEvent.change(field, { target: { value: "m".repeat(203) } });
  await screen.findByText(/letters too many/);
  fireEvent.change(field, { target: { value: " moved to the bank " } });
  fireEvent.click(screen.getByRole("button", { name: "Record it" }));
  await vi.waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(said).toEqual([{ address: WALLET.address, amount: "-5000001", reason: "moved to the bank" }]);
});

it("takes a transfer in that nobody listed, and compares again", async () => {
  const asked: unknown[] = [];
  const transaction_id = "ab".repeat(32);
  const find = os.invoices.find.handler(({ input }) => {
    asked.push(input);
    return { receipts: [] };
  });
  const reconcile = os.payouts.reconcile.handler(() => {
    asked.push("compared");
    return { at: AT, ok: true, payouts_checked: 0, differences: [], wallets: [] };
  });
  showPayouts(() => differing({ difference: "1" }), admin, { invoices: { find }, payouts: { reconcile } });
  await screen.findByText("More than is recorded");
  fireEvent.click(screen.getByRole("button", { name: "Look for a transfer" }));
  const field = await screen.findByLabelText(/Transaction/);
  fireEvent.change(field, { target: { value: `0x${transaction_id}` } });
  await screen.findByText("A transaction has 64 hex digits.");
  fireEvent.change(field, { target: { value: ` ${transaction_id.toUpperCase()} ` } });
  fireEvent.click(screen.getByRole("button", { name: "Take it in" }));
  await vi.waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(asked).toEqual([{ transaction_id }, "compared"]);
});

it("lets a second person agree to what was said of a difference, and nobody agree to another one", async () => {
  const explanation = {
    amount: "-5000001",
    reason: "moved",
    explained_by: ADA,
    explained_at: AT,
    approved_by: null,
    made_at: null,
  };
  const said: object[] = [];
  const approveExplanation = os.payouts.approveExplanation.handler(({ input }) => {
    said.push(input);
    return { wallets: [] };
  });
  const approver = { ...admin, permissions: [...admin.permissions, "approve_payouts"] };
  const shown = showPayouts(() => differing({ explanation }), approver, { payouts: { approveExplanation } });
  fireEvent.click(await screen.findByRole("button", { name: "Agree" }));
  await vi.waitFor(() => expect(said).toEqual([{ address: WALLET.address, amount: "-5000001" }]));
  shown.unmount();
  for (const over of [{ explanation, difference: "-5" }, { explanation: { ...explanation, explained_by: approver.user_id } }]) {
    const again = showPayouts(() => differing(over), approver);
    await screen.findByRole("heading", { name: "Wallets that differ" });
    expect(screen.queryByRole("button", { name: "Agree" })).toBeNull();
    again.unmount();
  }
});

it("makes a claim link for what is owed to somebody else, shows it once, and takes it back", async () => {
  const { events, tell } = createTestEvents();
  const secret = "s".repeat(43);
  const claim: PayoutClaim = {
    ...{ claim_id: ClaimId.parse("44444444-1111-4111-8111-111111111111"), network: "devnet", payee: ADA, amount: "12000000" },
    ...{ state: "open", created_by: admin.user_id, created_at: AT, expires_at: AT, address: null, payout_id: null },
  };
  let shown: PayoutClaim[] = [];
  const become = (over: Partial<PayoutClaim>): PayoutClaim => {
    const now = { ...claim, ...over };
    shown = [now];
    tell({ type: "payouts", payee: ADA });
    return now;
  };
  const owes = (payee: UserId) => ({ ...NONE, payee, accrued: "12000000", owed: "12000000" });
  const path = `/claim#claim=${secret}`;
  showPayouts(() => OVERVIEW, admin, {
    node: { events },
    payouts: { balances: os.payouts.balances.handler(() => ({ balances: [owes(ADA), owes(admin.user_id)] })) },
    claims: {
      list: os.claims.list.handler(() => ({ claims: shown })),
      make: os.claims.make.handler(({ input: { amount } }) => ({ claim: become({ amount }), secret, path })),
      withdraw: os.claims.withdraw.handler(() => become({ state: "withdrawn" })),
    },
  });
  // Nobody makes a link for oneself.
  fireEvent.click(await screen.findByRole("button", { name: "Claim link" }));
  const dialog = await screen.findByRole("dialog", { name: "Make a claim link" });
  fireEvent.click(within(dialog).getByRole("button", { name: "Make the link" }));
  const made = await screen.findByRole("dialog", { name: "The claim link" });
  expect(made.textContent).toContain(path);
  fireEvent.click(within(made).getByRole("button", { name: "I have it" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  const table = await screen.findByRole("table", { name: "Claim links" });
  expect(within(table).getByText("waits for an address")).toBeDefined();
  fireEvent.click(within(table).getByRole("button", { name: "Withdraw" }));
  await within(table).findByText("withdrawn");
});

it("says of as many claim links as the node lists that there may be more, and of fewer nothing", async () => {
  const claims = Array.from({ length: LISTED_AT_MOST }, (_, at) => ({
    ...{
      claim_id: ClaimId.parse(`00000000-0000-4000-8000-${String(at).padStart(12, "0")}`),
      network: "devnet" as const,
      payee: ADA,
    },
    ...{ amount: "1000000", state: "withdrawn" as const, created_by: ADA, created_at: AT, expires_at: AT },
    ...{ address: null, payout_id: null },
  }));
  let listed = claims;
  const more = { claims: { list: os.claims.list.handler(() => ({ claims: listed })) } };
  const { queries } = showPayouts(() => OVERVIEW, admin, more);
  await screen.findByText("What waits, then the newest: 50 at most. The audit log has all of them.");
  listed = claims.slice(1);
  await queries.invalidateQueries();
  await waitFor(() => expect(screen.queryByText(/^What waits, then the newest/)).toBeNull());
  expect(screen.getByRole("table", { name: "Claim links" })).toBeDefined();
});
