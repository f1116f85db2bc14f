import { contract, type Invoice, type SessionOrder } from "@lucid/contract";
import { implement } from "@orpc/server";
import { cleanup, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { showPage } from "../../windows/user/testing/show-page.tsx";
import { admin, id, invoice, TIME, tron, user_id } from "./testing/invoice-samples.ts";

afterEach(cleanup);

it("asks for what was paid for a session that did not start, leaves it, and sends it back by another's decision", async () => {
  const { get, mineOne } = implement(contract).invoices;
  const { ofInvoice, askBack, keep, giveBack } = implement(contract).sales;
  const paid = { ...invoice, state: "paid", received: "2501234" } as Invoice;
  const session_id = "88888888-1111-4111-8111-111111111111" as SessionOrder["session_id"];
  const reason = "LUCID_SESSION_ERR_1403";
  const order = { session_id, user_id, ordered_at: TIME, title: "Session", price: "2500000", invoice_id: paid.invoice_id };
  let shown: SessionOrder = { ...order, state: "paid", reason, unused: true };
  const said: string[] = [];
  const become = (what: string, over: Partial<SessionOrder>): SessionOrder => {
    said.push(what);
    return (shown = { ...shown, ...over });
  };
  const services = {
    tron,
    invoices: { get: get.handler(() => paid), mineOne: mineOne.handler(() => paid) },
    sales: {
      ofInvoice: ofInvoice.handler(() => ({ order: shown })),
      askBack: askBack.handler(() => become("ask", { state: "asked", unused: false })),
      keep: keep.handler(() => become("keep", { state: "paid", unused: true })),
      giveBack: giveBack.handler(() => become("give", { state: "returned", unused: false, reason: null })),
    },
  };
  showPage(`/wallet/invoices/${id}`, services);
  fireEvent.click(await screen.findByRole("button", { name: "Ask for the money" }));
  fireEvent.click(await screen.findByRole("button", { name: "Leave it for the next session" }));
  await screen.findByRole("button", { name: "Ask for the money" });
  expect(screen.queryByRole("button", { name: "Send the payment back" })).toBeNull();
  expect(screen.getByRole("link", { name: "To the session" }).getAttribute("href")).toBe(`/sessions/${session_id}`);
  cleanup();

  shown = { ...shown, state: "asked", unused: false };
  showPage(`/admin/invoices/${id}`, services, {
    ...admin,
    user_id: "99999999-1111-4111-8111-111111111111" as typeof user_id,
    permissions: [...admin.permissions],
  });
  await screen.findByText("The money is asked for");
  expect(screen.queryByRole("button", { name: "Ask for the money" })).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Send the payment back" }));
  const dialog = await screen.findByRole("dialog", { name: "Send the payment back" });
  fireEvent.click(within(dialog).getByRole("button", { name: "Send it back" }));
  await screen.findByText("The session did not run: what was paid for it goes back");
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(said).toEqual(["ask", "keep", "give"]);
});
