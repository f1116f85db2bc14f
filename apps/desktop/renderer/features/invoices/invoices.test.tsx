import { contract, type Invoice, type Payout } from "@lucid/contract";
import { implement, ORPCError } from "@orpc/server";
import { act, cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { createTestEvents } from "../../shared/testing/test-api.ts";
import { showPage } from "../../windows/user/testing/show-page.tsx";
import { ADDRESS, admin, block, id, invoice, OLDER, OTHER, TIME, tron, user_id } from "./testing/invoice-samples.ts";

afterEach(cleanup);

const receipt = {
  ...{ transaction_id: "ab".repeat(32), place: 0, address: ADDRESS, from_address: ADDRESS, amount: "1000000", block: 7 },
  ...{ block_at: TIME, found_at: TIME, invoice_id: id, assigned_by: null, refundable: "1000000", refund: null },
} as unknown as Invoice["receipts"][number];
const samplePayout = {
  ...{ network: "devnet", payee: null, address: ADDRESS, route: "v0", amount: "750000", fee: "0", net: "750000", note: "" },
  ...{ refund: { transaction_id: "ab".repeat(32), place: 0, invoice_id: id }, reason: null, requested_by: user_id },
  ...{ priority: "normal", not_before: null, batch_id: null, approvals_needed: 0, approvals: [], approve_until: null },
  ...{ steps: [], place: null, forecast_fee_sun: "1", most_fee_sun: "2", transfer: null },
} as unknown as Payout;

it("says how an open invoice is paid, and until when, and that nothing counts any more once its time is over", async () => {
  const { mineOne } = implement(contract).invoices;
  showPage(`/wallet/invoices/${id}`, { tron, invoices: { mineOne: mineOne.handler(() => invoice) } });
  await screen.findByRole("heading", { name: "Send exactly 2.501234 USDT" });
  expect(screen.getByText(ADDRESS)).toBeDefined();
  expect(screen.getByText(/^Has to be in a block within/)).toBeDefined();
  cleanup();
  showPage(`/wallet/invoices/${id}`, { tron, invoices: { mineOne: mineOne.handler(() => ({ ...invoice, expires_at: TIME })) } });
  await screen.findByText("The time is over");
  expect(screen.queryByText(/^Send exactly/)).toBeNull();
  expect(screen.queryByText(ADDRESS)).toBeNull();
});

it.each([-3_600_000, 3_600_000])(
  "counts the time to pay by the node's clock where the browser's is %d ms behind it",
  async (aheadMs) => {
    const { mineOne } = implement(contract).invoices;
    const nodeNow = (leftMs = 0): string => new Date(Date.now() + aheadMs + leftMs).toISOString();
    const open = { ...invoice, expires_at: nodeNow(1_799_000) };
    const events = implement(contract).node.events.handler(async function* () {
      yield { type: "beat" as const, timestamp: nodeNow() };
      await new Promise(() => undefined);
    });
    showPage(`/wallet/invoices/${id}`, { tron, node: { events }, invoices: { mineOne: mineOne.handler(() => open) } });
    await screen.findByText(/^Has to be in a block within 00:[12]\d:/);
  },
);

it.each([
  ["/wallet/invoices", "Your invoices"],
  [`/wallet/invoices/${id}`, "Invoice"],
  ["/admin/invoices", "Invoices"],
  [`/admin/invoices/${id}`, "Invoice"],
])("says on %s where one is also when the node cannot answer", async (path, heading) => {
  showPage(path, { tron }, { ...admin, permissions: [...admin.permissions] });
  await screen.findByText(/^The invoices? could not be/);
  expect(screen.getByRole("heading", { level: 1, name: heading })).toBeDefined();
});

it("buys what is sold, and leads to the invoice", async () => {
  const { prices, mine, buy, mineOne } = implement(contract).invoices;
  const bought: string[] = [];
  showPage("/wallet/invoices", {
    tron,
    invoices: {
      prices: prices.handler(() => ({
        ...{ network: "devnet" as const, is_open: true, expiry_s: 300 },
        prices: [{ name: "Session", price: "2500000" }],
      })),
      mine: mine.handler(() => ({ invoices: [], next_before: null })),
      buy: buy.handler(({ input }) => {
        bought.push(input.price);
        return invoice;
      }),
      mineOne: mineOne.handler(() => invoice),
    },
  });
  fireEvent.click(await screen.findByRole("button", { name: /^Buy Session for 2[.]50* USDT$/ }));
  await screen.findByRole("heading", { level: 1, name: "A session" });
  expect(bought).toEqual(["Session"]);
});

it("shows what came in, and takes as paid what came too late, where somebody may", async () => {
  const { get, accept } = implement(contract).invoices;
  let shown: Invoice = { ...invoice, state: "expired", late: "1000000", receipts: [receipt] };
  showPage(
    `/admin/invoices/${id}`,
    {
      tron,
      invoices: {
        get: get.handler(() => shown),
        accept: accept.handler(() => {
          shown = { ...shown, state: "paid", decided_by: admin.user_id };
          return shown;
        }),
      },
    },
    { ...admin, permissions: [...admin.permissions] },
  );
  await screen.findByText("Came late");
  expect(screen.getByText("Who pays")).toBeDefined();
  expect(screen.getByRole("table", { name: "What came in" })).toBeDefined();
  expect(screen.queryByRole("button", { name: "Cancel the invoice" })).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Take it as paid" }));
  await waitFor(() => expect(shown.state).toBe("paid"));
});

it("lists who pays, and the transfers that belong to no invoice, and says of one what it is for", async () => {
  const { overview, list, receipts, assign } = implement(contract).invoices;
  const stray = { ...receipt, invoice_id: null };
  const said: unknown[] = [];
  const asked: unknown[] = [];
  let unassigned = [stray];
  showPage(
    "/admin/invoices",
    {
      tron,
      invoices: {
        overview: overview.handler(() => ({
          ...{ network: "devnet" as const, wallet: null, read_until: block, trouble: null, expiry_s: 300, share_permille: 0 },
          ...{ open: 1, unassigned: unassigned.length },
        })),
        list: list.handler(({ input: { waiting, q } }) => {
          const all: readonly Invoice[] = [
            invoice,
            { ...invoice, invoice_id: OTHER, title: "Paid before", payer: null, state: "paid" },
          ];
          const older = { ...invoice, invoice_id: OLDER, title: "An older session", amount: "7001234" };
          const fitting = q === undefined ? all : [older].filter(({ title }) => title.includes(q));
          return { invoices: fitting.filter(({ state }) => waiting !== true || state !== "paid"), next_before: null };
        }),
        receipts: receipts.handler(({ input }) => {
          asked.push(input.unassigned);
          return { receipts: unassigned, next_before: null };
        }),
        assign: assign.handler(({ input }) => {
          said.push(input);
          unassigned = [];
          return invoice;
        }),
      },
    },
    { ...admin, username: "Ada", permissions: [...admin.permissions] },
  );
  const rows = within(await screen.findByRole("table", { name: "Invoices" })).getAllByRole("row");
  expect(rows.map((row) => row.textContent)).toEqual([
    expect.stringContaining("Who pays"),
    expect.stringContaining("Ada"),
    expect.stringContaining("anybody"),
  ]);
  const transfers = await screen.findByRole("table", { name: "Transfers for no invoice" });
  expect([...new Set(asked)]).toEqual([true]);
  fireEvent.click(within(transfers).getByRole("button", { name: /^What it is for: 1[.]?0* USDT$/ }));
  const dialog = await screen.findByRole("dialog", { name: "What is this transfer for?" });
  const submit = within(dialog).getByRole("button", { name: "Count it for this invoice" });
  expect(submit).toHaveProperty("disabled", true);
  fireEvent.click(within(dialog).getByRole("combobox", { name: /^Invoice/ }));
  // One that is paid waits for nothing.
  const offered = await screen.findAllByRole("option", { hidden: true });
  expect(offered.map((option) => option.textContent)).toEqual([expect.stringContaining("A session · 2.501234 USDT · to pay")]);
  // One that is not among the newest is looked for.
  fireEvent.change(within(dialog).getByRole("combobox", { name: /^Invoice/ }), { target: { value: "no such" } });
  await screen.findByText("Nothing fits");
  fireEvent.change(within(dialog).getByRole("combobox", { name: /^Invoice/ }), { target: { value: "older" } });
  fireEvent.click(await screen.findByRole("option", { name: /^An older session · 7[.]001234 USDT/, hidden: true }));
  fireEvent.click(submit);
  await waitFor(() => expect(said).toEqual([{ invoice_id: OLDER, transaction_id: stray.transaction_id, place: 0 }]));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

/** The list, in which none is yet, of a node that may take no more of them. */
function showNone(isRefused: () => boolean) {
  const { overview, list, create, get } = implement(contract).invoices;
  const { directory } = implement(contract);
  return showPage(
    "/admin/invoices",
    {
      tron,
      directory: { list: directory.list.handler(() => ({ users: [], pagination: { page: 1, limit: 20, total: 0, pages: 0 } })) },
      invoices: {
        overview: overview.handler(() => ({
          ...{ network: "devnet" as const, read_until: block, trouble: null, expiry_s: 300, share_permille: 0 },
          ...{ open: 0, unassigned: 0, wallet: { wallet_id: OTHER, address: ADDRESS, user_id } },
        })),
        list: list.handler(() => ({ invoices: [], next_before: null })),
        create: create.handler(() => {
          if (isRefused()) throw new ORPCError("INVOICES_FULL", { status: 409 });
          return invoice;
        }),
        get: get.handler(() => invoice),
      },
    },
    { ...admin, permissions: [...admin.permissions] },
  );
}

const openForm = async (): Promise<HTMLElement> => {
  fireEvent.click(await screen.findByRole("button", { name: "New invoice" }));
  return await screen.findByRole("dialog", { name: "New invoice" });
};

it("says of an amount of 0 what is wrong with it, and asks before what was typed is left behind until it is kept", async () => {
  let isRefusing = true;
  const { page } = showNone(() => isRefusing);
  const stay = async (): Promise<void> => {
    page.history.push("/sessions");
    const question = await screen.findByRole("dialog", { name: "Leave without saving?" });
    fireEvent.click(within(question).getByRole("button", { name: "Stay here" }));
    await waitFor(() => expect(screen.queryByRole("dialog", { name: "Leave without saving?" })).toBeNull());
  };
  const dialog = await openForm();
  const type = (label: RegExp, value: string): void =>
    void fireEvent.input(within(dialog).getByRole("textbox", { name: label }), { target: { value } });
  const submit = within(dialog).getByRole("button", { name: "Make the invoice" });
  type(/^What it is for/, "A session");
  type(/^Price in USDT/, "0.00");
  expect(within(dialog).getByText("More than 0.")).toBeDefined();
  expect(submit).toHaveProperty("disabled", true);
  await stay();
  type(/^Price in USDT/, "2.5");
  expect(within(dialog).queryByText("More than 0.")).toBeNull();
  fireEvent.click(submit);
  await within(dialog).findByText("The invoice was not made");
  await stay();
  expect(page.state.location.pathname).toBe("/admin/invoices");
  isRefusing = false;
  fireEvent.click(submit);
  await screen.findByRole("heading", { level: 1, name: "A session" });
  expect(screen.queryByRole("dialog")).toBeNull();
});

it("has again what was typed when the login ended meanwhile, and asks before that is given up", async () => {
  const { api } = showNone(() => false);
  const title = (dialog: HTMLElement) => within(dialog).getByRole<HTMLInputElement>("textbox", { name: /^What it is for/ });
  fireEvent.change(title(await openForm()), { target: { value: "A session" } });
  act(() => api.login.forget());
  cleanup();
  showNone(() => false);
  const dialog = await openForm();
  expect(title(dialog).value).toBe("A session");
  cleanup();

  // Given up, it does not come back.
  showNone(() => false);
  const again = await openForm();
  expect(title(again).value).toBe("");
  fireEvent.change(title(again), { target: { value: "Another" } });
  fireEvent.input(title(again), { target: { value: "Another one" } });
  fireEvent.click(within(again).getByRole("button", { name: "Cancel" }));
  fireEvent.click(await screen.findByRole("button", { name: "Leave without saving" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(title(await openForm()).value).toBe("");
});

it("sends back a transfer that is for no invoice, and says where it is from then on", async () => {
  const { overview, list, receipts, refund } = implement(contract).invoices;
  const { events, tell } = createTestEvents();
  let unassigned = [{ ...receipt, invoice_id: null }];
  showPage(
    "/admin/invoices",
    {
      node: { events },
      tron,
      invoices: {
        overview: overview.handler(() => ({
          ...{ network: "devnet" as const, wallet: null, read_until: block, trouble: null, expiry_s: 300, share_permille: 0 },
          ...{ open: 0, unassigned: unassigned.length },
        })),
        list: list.handler(() => ({ invoices: [], next_before: null })),
        receipts: receipts.handler(() => ({ receipts: unassigned, next_before: null })),
        refund: refund.handler(({ input: { amount } }) => {
          unassigned = [];
          tell({ type: "invoices", invoice_id: null });
          const payout_id = "66666666-1111-4111-8111-111111111111" as Payout["payout_id"];
          return { ...samplePayout, payout_id, amount, state: "approved" };
        }),
      },
    },
    { ...admin, permissions: [...admin.permissions] },
  );
  fireEvent.click(await screen.findByRole("button", { name: /^Send back 1[.]?0* USDT$/ }));
  // “To” alone is said of a time in other languages.
  expect((await screen.findByRole("dialog", { name: "Send it back" })).textContent).toContain("To the TRON address");
  fireEvent.click(await screen.findByRole("button", { name: "Send it back" }));
  expect((await screen.findByText(/^1[.]?0* USDT go back, as a payout[.]/)).querySelector("a")?.getAttribute("href")).toBe(
    "/admin/payouts",
  );
  await waitFor(() => expect(screen.queryByRole("table", { name: "Transfers for no invoice" })).toBeNull());
});

it("keeps the question open with what the node says when the transfer is gone meanwhile", async () => {
  const { overview, list, receipts, refund } = implement(contract).invoices;
  let unassigned = [{ ...receipt, invoice_id: null }];
  const { queries } = showPage(
    "/admin/invoices",
    {
      tron,
      invoices: {
        overview: overview.handler(() => ({
          ...{ network: "devnet" as const, wallet: null, read_until: block, trouble: null, expiry_s: 300, share_permille: 0 },
          ...{ open: 0, unassigned: unassigned.length },
        })),
        list: list.handler(() => ({ invoices: [], next_before: null })),
        receipts: receipts.handler(() => ({ receipts: unassigned, next_before: null })),
        refund: refund.handler(() => {
          unassigned = [];
          throw new ORPCError("NOT_FOUND", { status: 404 });
        }),
      },
    },
    { ...admin, permissions: [...admin.permissions] },
  );
  fireEvent.click(await screen.findByRole("button", { name: /^Send back 1[.]?0* USDT$/ }));
  fireEvent.click(await screen.findByRole("button", { name: "Send it back" }));
  await screen.findByText("Nothing was sent back");
  // Somebody else sent it back: an event of the node takes its row away.
  await act(() => queries.invalidateQueries());
  await waitFor(() => expect(screen.queryByRole("table", { name: "Transfers for no invoice" })).toBeNull());
  expect(screen.getByText("Nothing was sent back")).toBeDefined();
});

it("sends back what came too late, no more than that, and says how far it is", async () => {
  const { get, refund } = implement(contract).invoices;
  const { events, tell } = createTestEvents();
  let shown: Invoice = { ...invoice, state: "expired", late: "1000000", receipts: [receipt] };
  const asked: { readonly amount: string; readonly transaction_id: string }[] = [];
  const payout = { payout_id: "55555555-1111-4111-8111-111111111111", state: "approved" } as const;
  const sent = { ...payout, reason: null, amount: "750000", transaction_id: null } as NonNullable<(typeof receipt)["refund"]>;
  showPage(
    `/admin/invoices/${id}`,
    {
      node: { events },
      tron,
      invoices: {
        get: get.handler(() => shown),
        refund: refund.handler(({ input }) => {
          asked.push(input);
          shown = { ...shown, sent_back: input.amount, receipts: [{ ...receipt, refundable: "0", refund: sent }] };
          tell({ type: "invoices", invoice_id: shown.invoice_id });
          return { ...samplePayout, ...payout };
        }),
      },
    },
    { ...admin, permissions: [...admin.permissions] },
  );
  fireEvent.click(await screen.findByRole("button", { name: /^Send back/ }));
  const amount = await screen.findByRole("textbox", { name: /^Amount in USDT/ });
  const send = screen.getByRole("button", { name: "Send it back" });
  fireEvent.change(amount, { target: { value: "1.000001" } });
  expect(send).toHaveProperty("disabled", true);
  expect(amount.getAttribute("aria-invalid")).toBe("true");
  expect(screen.getAllByText(/^At most 1[.]0*$/)).toHaveLength(2);
  fireEvent.change(amount, { target: { value: "1." } });
  expect(amount.getAttribute("aria-invalid")).not.toBe("true");
  fireEvent.change(amount, { target: { value: "0.7500001" } });
  screen.getByText("An amount has digits, and at most six after the point.");
  fireEvent.change(amount, { target: { value: "0.75" } });
  fireEvent.click(send);
  await screen.findByText("approved");
  expect(asked).toMatchObject([{ transaction_id: receipt.transaction_id, place: 0, amount: "750000" }]);
  expect(screen.queryByRole("button", { name: /^Send back/ })).toBeNull();
  expect(screen.getAllByText("Sent back").length).toBeGreaterThan(1);
});
