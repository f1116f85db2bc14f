import { contract, type Invoice } from "@lucid/contract";
import { implement } from "@orpc/server";
import { sampleAccount } from "../../../shared/testing/sample-account.ts";

export const ADDRESS = "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH";
export const TIME = "2026-01-01T00:00:00.000Z";
export const id = "44444444-1111-4111-8111-111111111111";
export const OTHER = "55555555-1111-4111-8111-111111111111" as Invoice["invoice_id"];
export const OLDER = "77777777-1111-4111-8111-111111111111" as Invoice["invoice_id"];
export const user_id = sampleAccount.user_id;
export const invoice = {
  ...{
    invoice_id: id,
    network: "devnet",
    title: "A session",
    price: "2500000",
    amount: "2501234",
    address: ADDRESS,
    state: "open",
  },
  ...{ created_by: user_id, created_at: TIME, expires_at: "2999-01-01T00:00:00.000Z", held_until: "2999-01-02T00:00:00.000Z" },
  ...{
    payer: user_id,
    payer_address: ADDRESS,
    payee: null,
    share_permille: 0,
    received: "0",
    late: "0",
    over: "0",
    sent_back: "0",
  },
  ...{ decided_by: null, steps: [], receipts: [] },
} as unknown as Invoice;
const status = {
  state: "ready",
  network: "devnet",
  endpoint: "http://127.0.0.1:9090",
  through_tor: false,
  detail: "",
  last_success: TIME,
} as const;
export const block = { number: 7, time: TIME };
export const tron = {
  networkStatus: implement(contract).tron.networkStatus.handler(() => ({ ...status, head: block, solid: block })),
  listWallets: implement(contract).tron.listWallets.handler(() => ({ wallets: [] })),
};
export const admin = {
  ...sampleAccount,
  role: "SUPER_ADMIN",
  permissions: ["view_all_payouts", "manage_payouts", "view_all_users"],
} as const;
