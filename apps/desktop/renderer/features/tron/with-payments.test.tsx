import { contract } from "@lucid/contract";
import { implement } from "@orpc/server";
import { cleanup, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { sampleAccount } from "../../shared/testing/sample-account.ts";
import { showPage } from "../../windows/user/testing/show-page.tsx";

afterEach(cleanup);

const OFF = {
  state: "off",
  network: null,
  endpoint: null,
  through_tor: false,
  head: null,
  solid: null,
  last_success: null,
  detail: "",
} as const;
const permissions = ["view_all_users", "view_all_payouts", "view_own_payouts"];

it.each([
  ["/wallet", "Wallet"],
  ["/earnings", "Earnings"],
  ["/admin/payouts", "Payouts"],
  ["/admin/invoices", "Invoices"],
  ["/wallet/invoices", "Your invoices"],
])("says on %s that a node has no payments, and asks it nothing about them", async (path, title) => {
  const asked: string[] = [];
  const refuse = (what: string) => () => {
    asked.push(what);
    throw new Error("Payments are off");
  };
  showPage(
    path,
    {
      tron: {
        networkStatus: implement(contract).tron.networkStatus.handler(() => OFF),
        listWallets: implement(contract).tron.listWallets.handler(refuse("wallets")),
      },
      payouts: {
        mine: implement(contract).payouts.mine.handler(refuse("mine")),
        overview: implement(contract).payouts.overview.handler(refuse("overview")),
        balances: implement(contract).payouts.balances.handler(refuse("balances")),
      },
      invoices: {
        prices: implement(contract).invoices.prices.handler(refuse("prices")),
        mine: implement(contract).invoices.mine.handler(refuse("invoices of mine")),
        overview: implement(contract).invoices.overview.handler(refuse("where money comes in")),
        list: implement(contract).invoices.list.handler(refuse("invoices")),
      },
    },
    { ...sampleAccount, role: "SUPER_ADMIN", permissions },
  );
  await screen.findByRole("heading", { name: "Payments are off on this node" });
  expect(screen.getByRole("heading", { level: 1 }).textContent).toBe(title);
  expect(screen.queryByRole("alert")).toBeNull();
  expect(asked).toEqual([]);
});
