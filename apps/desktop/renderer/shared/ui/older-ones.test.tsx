import { contract } from "@lucid/contract";
import { implement, ORPCError } from "@orpc/server";
import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { invoice, tron } from "../../features/invoices/testing/invoice-samples.ts";
import { showPage } from "../../windows/user/testing/show-page.tsx";
import { sampleAccount } from "../testing/sample-account.ts";

afterEach(cleanup);

const os = implement(contract);
const uuid = (at: number): string => `44444444-1111-4111-8111-${String(at).padStart(12, "0")}`;

/** As many invoices of somebody as are said, twenty an answer, the newest first. */
function showInvoices(total: number, answer = (_before: number | undefined): void => undefined) {
  const mine = os.invoices.mine.handler(({ input: { before = total + 1, limit } }) => {
    answer(before > total ? undefined : before);
    const numbers = Array.from({ length: Math.min(limit, before - 1) }, (_, at) => before - 1 - at);
    const last = numbers.at(-1) ?? 1;
    return {
      invoices: numbers.map((at) => ({ ...invoice, invoice_id: uuid(at) as never, title: `Invoice ${at}` })),
      next_before: last > 1 ? last : null,
    };
  });
  const prices = os.invoices.prices.handler(() => ({ network: "devnet", is_open: true, expiry_s: 300, prices: [] }));
  return showPage("/wallet/invoices", { tron, invoices: { mine, prices } });
}

it("says how many are shown, tells of what was added, and keeps the focus until there is nothing older", async () => {
  showInvoices(41);
  await screen.findByText("20 shown, there are older ones");
  const older = screen.getByRole("button", { name: "Older ones" });
  older.focus();
  fireEvent.click(older);
  await screen.findByText("40 shown, there are older ones");
  expect(screen.getByText("20 older ones were added.").role).toBe("status");
  expect(document.activeElement).toBe(older);
  fireEvent.click(older);
  const count = await screen.findByText("41 shown, there are no older ones");
  screen.getByText("1 older one was added, the last there is.");
  expect(screen.queryByRole("button", { name: "Older ones" })).toBeNull();
  expect(document.activeElement).toBe(count);
});

it("shows nothing below a list of one answer", async () => {
  showInvoices(20);
  await screen.findByText("Invoice 1");
  expect(screen.queryByText(/shown, there are/)).toBeNull();
});

it("says beside the button that older ones did not come, keeps what is shown, and asks again there", async () => {
  let refuses = true;
  showInvoices(21, (before) => {
    if (before !== undefined && refuses) throw new ORPCError("INTERNAL_SERVER_ERROR", { status: 500 });
  });
  fireEvent.click(await screen.findByRole("button", { name: "Older ones" }));
  await screen.findByText("The older ones could not be read");
  expect(screen.queryByText("The invoices could not be read")).toBeNull();
  screen.getByText("Invoice 21");
  refuses = false;
  fireEvent.click(screen.getByRole("button", { name: "Older ones" }));
  await screen.findByText("21 shown, there are no older ones");
  expect(screen.queryByText("The older ones could not be read")).toBeNull();
});

it("says of a part of a log how much it shows, and leads to older and back to the newest", async () => {
  const entry = (id: number) => ({
    id,
    timestamp: "2026-11-20T10:00:00.000Z",
    level: "info" as const,
    part: "x",
    message: `m${id}`,
    data: {},
  });
  const list = os.nodeLog.list.handler(({ input: { before } }) => ({
    entries: before === undefined ? [entry(3), entry(2)] : [entry(1)],
    next: before === undefined ? 2 : null,
    ...{ keep_days: 30, parts: ["x"] },
  }));
  const admin = { ...sampleAccount, role: "SUPER_ADMIN" as const, permissions: ["view_audit_logs" as const] };
  const { page } = showPage("/admin/log", { nodeLog: { list } }, { ...admin, permissions: [...admin.permissions] });
  await screen.findByText("2 shown, there are older ones");
  fireEvent.click(screen.getByRole("button", { name: "Older ones" }));
  await screen.findByText("1 shown, there are no older ones");
  expect(page.state.location.search).toEqual({ before: 2 });
  fireEvent.click(screen.getByRole("button", { name: "Newest ones" }));
  await waitFor(() => expect(page.state.location.search).toEqual({}));
});
