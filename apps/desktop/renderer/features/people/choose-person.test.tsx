import { contract, type ListedAccount, UserId } from "@lucid/contract";
import { implement } from "@orpc/server";
import { act, cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { sampleAccount } from "../../shared/testing/sample-account.ts";
import { showPage } from "../../windows/user/testing/show-page.tsx";
import { ADDRESS, admin, block, invoice, OTHER, tron, user_id } from "../invoices/testing/invoice-samples.ts";

afterEach(cleanup);

const { permissions: _permissions, ...listed } = sampleAccount;
/** More people than one answer of the node holds, all of them with an e-mail address that no list names. */
const PEOPLE: readonly (ListedAccount & { readonly email: string })[] = Array.from({ length: 500 }, (_, at) => ({
  ...listed,
  user_id: UserId.parse(`00000000-0000-4000-8000-${String(at).padStart(12, "0")}`),
  username: `person-${at}`,
  email: `mail-${at}@example.org`,
}));
const NOBODY = { logins: [], sessions: { count: 0, size_bytes: 0, open: 0 }, may: { actions: [], roles: [] }, suspension: null };

it("finds everybody of a large node by what the node looks for, and keeps who was chosen", async () => {
  const { overview, list, create, get } = implement(contract).invoices;
  const { directory } = implement(contract);
  const made: unknown[] = [];
  showPage(
    "/admin/invoices",
    {
      tron,
      directory: {
        list: directory.list.handler(({ input: { q = "", limit } }) => {
          const found = PEOPLE.filter(({ username, email }) => username?.startsWith(q) === true || email.startsWith(q));
          const users = found.slice(0, limit).map(({ email: _email, ...account }) => account);
          return { users, pagination: { page: 1, limit, total: found.length, pages: Math.ceil(found.length / limit) } };
        }),
        get: directory.get.handler(({ input }) => {
          const { email: _email, ...account } = PEOPLE.find((one) => one.user_id === input.user_id) ?? expect.fail("nobody");
          return { ...account, permissions: [], ...NOBODY };
        }),
      },
      invoices: {
        overview: overview.handler(() => ({
          ...{ network: "devnet" as const, read_until: block, trouble: null, expiry_s: 300, share_permille: 0 },
          ...{ open: 0, unassigned: 0, wallet: { wallet_id: OTHER, address: ADDRESS, user_id } },
        })),
        list: list.handler(() => ({ invoices: [], next_before: null })),
        create: create.handler(({ input }) => {
          made.push(input);
          return invoice;
        }),
        get: get.handler(() => invoice),
      },
    },
    { ...admin, permissions: [...admin.permissions] },
  );
  fireEvent.click(await screen.findByRole("button", { name: "New invoice" }));
  const dialog = await screen.findByRole("dialog", { name: "New invoice" });
  const field = (name: RegExp) => within(dialog).getByRole<HTMLInputElement>("combobox", { name });
  const type = (label: RegExp, value: string) =>
    fireEvent.change(within(dialog).getByRole("textbox", { name: label }), { target: { value } });
  type(/^What it is for/, "Help");
  type(/^Price in USDT/, "2");
  const seek = (label: RegExp, value: string): void => {
    // Without the caret it counts as filled in by the browser.
    act(() => field(label).focus());
    fireEvent.change(field(label), { target: { value } });
  };
  seek(/^Who pays/, "mail-437");
  fireEvent.click(await screen.findByRole("option", { name: "person-437", hidden: true }));
  await waitFor(() => expect(field(/^Who pays/).value).toBe("person-437"));
  seek(/^Payee/, "nobody at all");
  await waitFor(() => expect(screen.getAllByText("Nobody fits").length).toBeGreaterThan(0));
  seek(/^Payee/, "person-9");
  fireEvent.click(await screen.findByRole("option", { name: "person-99", hidden: true }));
  fireEvent.click(within(dialog).getByRole("button", { name: "Make the invoice" }));
  const chosen = { payer: PEOPLE[437]?.user_id, payee: PEOPLE[99]?.user_id };
  await waitFor(() => expect(made).toEqual([expect.objectContaining(chosen)]));
});
