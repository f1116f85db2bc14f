import { contract, type Invoice, type Session, type SessionOrder, sessionErrors } from "@lucid/contract";
import { implement } from "@orpc/server";
import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { sampleSession } from "../../shared/testing/sample-session.ts";
import { showPage } from "../../windows/user/testing/show-page.tsx";

const os = implement(contract);
afterEach(cleanup);

const draft = sampleSession({
  state: "created",
  started_at: null,
  ended_at: null,
  chunk_count: 0,
  anchored: false,
  manifest_hash: null,
  end: null,
  anchor: { status: "none", transaction_id: null, block_height: null, confirmations: 0, not_before: null, final_at: null },
});

it("leads on from a session that was prepared: start, change, give up", async () => {
  let session: Session = draft;
  showPage(`/sessions/${draft.session_id}`, {
    sessions: {
      get: os.sessions.get.handler(() => session),
      cancel: os.sessions.cancel.handler(() => (session = { ...draft, state: "cancelled" })),
    },
  });
  expect(await screen.findByRole("heading", { name: "This session has not started" })).toBeTruthy();
  expect(screen.getByRole("button", { name: "Start recording" })).toBeTruthy();
  expect(screen.getByRole("button", { name: "Change" })).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Give up" }));
  expect(await screen.findAllByText("Nothing was recorded")).toBeTruthy();
  expect(within(screen.getByRole("main")).getByRole("link", { name: "New session" })).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Verify" })).toBeNull();
  expect(screen.queryByText(/Possible as soon as/)).toBeNull();
});

it("says why a session failed, and leads to a new one", async () => {
  const failed = { ...draft, state: "failed", reason: { code: "start-interrupted", data: {} } } as const satisfies Session;
  showPage(`/sessions/${draft.session_id}`, { sessions: { get: os.sessions.get.handler(() => failed) } });
  expect((await screen.findAllByText(/The node ended while the session was starting/)).length).toBeGreaterThan(0);
  expect(within(screen.getByRole("main")).getByRole("link", { name: "New session" })).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Verify" })).toBeNull();
  expect(screen.queryByText(/Possible as soon as/)).toBeNull();
});

const TIME = "2026-01-01T00:00:00.000Z";
const invoice_id = "44444444-1111-4111-8111-111111111111" as Invoice["invoice_id"];
const ordered: SessionOrder = {
  ...{ session_id: draft.session_id, user_id: draft.user_id, state: "waiting", ordered_at: TIME, title: "Session" },
  ...{ price: "2500000", invoice_id, reason: null, unused: false },
};
const invoice = {
  ...{
    invoice_id,
    network: "devnet",
    title: "Session",
    price: "2500000",
    amount: "2501234",
    state: "open",
    created_by: draft.user_id,
  },
  ...{ address: "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH", created_at: TIME, expires_at: "2999-01-01T00:00:00.000Z" },
  ...{ held_until: "2999-01-02T00:00:00.000Z", payer: draft.user_id, payer_address: null, payee: null, share_permille: 0 },
  ...{ received: "0", late: "0", over: "0", sent_back: "0", decided_by: null, steps: [], receipts: [] },
} satisfies Invoice;

/** The page of a draft on a node where sessions cost something. */
function showOrdered(order: SessionOrder | null, cancel = () => ordered): void {
  showPage(`/sessions/${draft.session_id}`, {
    sessions: { get: os.sessions.get.handler(() => draft) },
    sales: {
      get: os.sales.get.handler(() => ({ order })),
      price: os.sales.price.handler(() => ({ price: { name: "Session", price: "2500000" } })),
      cancel: os.sales.cancel.handler(cancel),
    },
    invoices: { mineOne: os.invoices.mineOne.handler(() => invoice) },
  });
}

it("says what a session costs before it is started", async () => {
  showOrdered(null);
  expect(await screen.findByText("This session costs 2.500000 USDT")).toBeTruthy();
  expect(screen.getByRole("button", { name: "Start recording" })).toBeTruthy();
});

it("shows the invoice that a session waits for, and takes the order back", async () => {
  let isCancelled = false;
  showOrdered(ordered, () => {
    isCancelled = true;
    return { ...ordered, state: "cancelled" };
  });
  expect(await screen.findByRole("heading", { name: "This session waits for its payment" })).toBeTruthy();
  expect(await screen.findByRole("heading", { name: "Send exactly 2.501234 USDT" })).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Start recording" })).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Give up the order" }));
  await waitFor(() => expect(isCancelled).toBe(true));
});

it("says why a paid session did not start by itself, and that nothing is to be paid again", async () => {
  showOrdered({ ...ordered, state: "paid", reason: sessionErrors.spec.GRANT_INVALID.code });
  expect(await screen.findByText("It is paid, and has not started by itself")).toBeTruthy();
  expect(screen.getByText(/nothing is to be paid again/)).toBeTruthy();
  expect(screen.getByRole("button", { name: "Start recording" })).toBeTruthy();
  cleanup();
  showOrdered({ ...ordered, state: "paid" });
  expect(await screen.findByText("It is paid, and starts")).toBeTruthy();
});

it("says that nothing started where the money did not come, and what it costs to try again", async () => {
  showOrdered({ ...ordered, state: "lapsed" });
  expect(await screen.findByText("The time of its invoice is over, and nothing started")).toBeTruthy();
  expect(screen.getByRole("link", { name: "Invoice" })).toBeTruthy();
  expect(await screen.findByText("This session costs 2.500000 USDT")).toBeTruthy();
});
