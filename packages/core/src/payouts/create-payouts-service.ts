import {
  loginErrors,
  type Payee,
  PayoutState,
  type PayoutStatement,
  payoutErrors,
  type StatementRow,
  type Sweep,
  type TronNetwork,
} from "@lucid/contract";
import { type Caller, requirePrincipal, type Services } from "../calls/index.ts";
import type { AccountRow } from "../people/index.ts";
import type { PaymentsLink } from "../tron/index.ts";
import type { PayoutLog } from "./create-payout-log.ts";

export interface PayoutsServiceDeps {
  /** The port to the process of payments. @throws PAYMENTS_OFF */
  readonly payments: () => Pick<PaymentsLink, "call">;
  readonly accounts: {
    find(userId: string): Pick<AccountRow, "user_id" | "tron_address" | "role" | "status" | "kyc_status"> | undefined;
  };
}

export interface SweepDeps {
  /** What claim links may still pay to somebody, micro-USDT. */
  readonly held: (payee: string) => bigint;
}
export interface StatingDeps extends Pick<PayoutsServiceDeps, "payments"> {
  readonly payoutLog: PayoutLog;
}

/** Who may be paid, and where to: an account that is active and has an address; asked anew for each payout. */
export function payeeOf({ accounts }: Pick<PayoutsServiceDeps, "accounts">, userId: string): Payee | undefined {
  const account = accounts.find(userId);
  if (account?.status !== "active" || account.tron_address === null) return undefined;
  const is_verified = account.kyc_status === "verified";
  return { user_id: userId, address: account.tron_address, is_operator: account.role === "NODE_OPERATOR", is_verified };
}

/** Pays what is due, of those who can be paid, and to whom no link is to pay it. */
export async function sweep(deps: PayoutsServiceDeps & SweepDeps): Promise<Sweep> {
  const link = deps.payments();
  const owed = (await link.call("payeeBalances", {})).filter(({ accrued, payee }) => accrued !== "0" && deps.held(payee) === 0n);
  const known = owed.map(({ payee }) => ({ payee, found: payeeOf(deps, payee) }));
  const swept = await link.call("sweepPayouts", { payees: known.flatMap(({ found }) => found ?? []) });
  const gone = known.filter(({ found }) => found === undefined);
  return { ...swept, left: [...swept.left, ...gone.map(({ payee }) => ({ payee, obstacle: "payee-gone" as const }))] };
}

/** States what was paid, and has the chain hold that. */
export async function stateAndAnchor({ payments, payoutLog }: StatingDeps, today: boolean): Promise<StatementRow | null> {
  const { statement } = await payments().call("statePayouts", { today });
  await payoutLog.anchor();
  return statement;
}

/** Says who acts and who is paid; what is owed and what may be paid, the process of payments decides. */
export function createPayoutsService(deps: PayoutsServiceDeps & StatingDeps & SweepDeps): Services["payouts"] {
  const { payments, payoutLog } = deps;
  const userOf = (caller: Caller): string => requirePrincipal(caller).userId;

  function needPayee(userId: string): Payee {
    const payee = payeeOf(deps, userId);
    if (!payee) throw payoutErrors.PAYOUT_IMPOSSIBLE({ obstacle: "payee-gone" });
    return payee;
  }

  async function showStatement(row: StatementRow, network: TronNetwork): Promise<PayoutStatement> {
    const head = await payoutLog.anchorOf(row, network);
    const { until, made_at, ...rest } = row;
    return {
      ...{ ...rest, until: new Date(until).toISOString(), made_at: new Date(made_at).toISOString() },
      anchor: head
        ? {
            ...{ transaction_id: head.transaction_id, height: head.height, final: head.final },
            at: new Date(head.time * 1_000).toISOString(),
          }
        : null,
    };
  }

  return {
    async mine({ limit, before }, caller) {
      const payee = userOf(caller);
      const [{ payouts, next_before }, [balance], { network }] = await Promise.all([
        payments().call("listPayouts", { payee, limit, before }),
        payments().call("payeeBalances", { payee }),
        payments().call("payoutOverview", {}),
      ]);
      if (!balance) throw new Error("a payee has no balance");
      return { network, balance, payouts: [...payouts], next_before };
    },
    async myEntries(input, caller) {
      const { entries, next_before } = await payments().call("ledgerEntries", { ...input, payee: userOf(caller) });
      return { entries: [...entries], next_before };
    },
    async myProof({ payout_id }, caller) {
      const payout = await payments().call("getPayout", { payout_id });
      if (payout.payee !== userOf(caller)) throw payoutErrors.PAYOUT_NOT_FOUND();
      return await payoutLog.prove(payout_id, payout.place);
    },
    async proof({ payout_id }) {
      const { place } = await payments().call("getPayout", { payout_id });
      return await payoutLog.prove(payout_id, place);
    },
    async statements(input) {
      const { network, statements, next_before } = await payments().call("listStatements", input);
      const shown: PayoutStatement[] = [];
      for (const row of statements) shown.push(await showStatement(row, network));
      return { statements: shown, next_before };
    },
    async makeStatement(_input, caller) {
      const made = await stateAndAnchor(deps, true);
      if (!made) return { statement: null };
      caller.identify({ target: String(made.number) });
      const { network } = await payments().call("payoutOverview", {});
      return { statement: await showStatement(made, network) };
    },
    statement: ({ number }) => payoutLog.state(number),
    overview: () => payments().call("payoutOverview", {}),
    balances: async () => ({ balances: [...(await payments().call("payeeBalances", {}))] }),
    async entries({ user_id: payee, ...paging }) {
      const { entries, next_before } = await payments().call("ledgerEntries", { ...paging, payee });
      return { entries: [...entries], next_before };
    },
    async setWallet({ wallet_id }, caller) {
      caller.identify({ target: wallet_id });
      return await payments().call("setPayoutWallet", { user_id: userOf(caller), wallet_id });
    },
    corrections: async () => ({ corrections: [...(await payments().call("listCorrections", {}))] }),
    async correct({ payee, amount, reason }, caller) {
      needPayee(payee);
      caller.identify({ details: { payee, amount, reason } });
      const made = await payments().call("proposeCorrection", { actor: userOf(caller), payee, amount, reason });
      caller.identify({ target: made.correction_id, details: { payee, amount, reason } });
      return made;
    },
    async approveCorrection({ correction_id }, caller) {
      const made = await payments().call("approveCorrection", { actor: userOf(caller), correction_id });
      const { payee, amount } = made;
      caller.identify({ details: { payee, amount } });
      return made;
    },
    withdrawCorrection: ({ correction_id }, caller) =>
      payments().call("withdrawCorrection", { actor: userOf(caller), correction_id }),
    async list(input) {
      const { payouts, next_before } = await payments().call("listPayouts", input);
      return { payouts: [...payouts], next_before };
    },
    async byState({ state: named, ...paging }) {
      const state = PayoutState.options.find((one) => one === named);
      if (!state) throw payoutErrors.PAYOUT_NOT_FOUND();
      const { payouts, next_before } = await payments().call("listPayouts", { ...paging, state });
      return { payouts: [...payouts], next_before };
    },
    async create({ route, ...asked }, caller) {
      const { payee, amount } = asked;
      const { role, userId } = requirePrincipal(caller);
      if (route === "direct" && role !== "SUPER_ADMIN") throw loginErrors.PERMISSION_DENIED({ permission: "manage_payouts" });
      caller.identify({ details: { payee, amount, ...(route === undefined ? {} : { route }) } });
      const orders = [{ ...asked, payee: needPayee(payee) }];
      const [made] = await payments().call("orderPayouts", { actor: userId, orders, route });
      if (!made) throw new Error("a payout was made and is lost");
      caller.identify({ target: made.payout_id, details: { payee, amount, route: made.route } });
      return made;
    },
    async createBatch({ payouts }, caller) {
      const orders = payouts.map(({ payee, ...order }) => ({ ...order, payee: needPayee(payee) }));
      const made = await payments().call("orderPayouts", { actor: userOf(caller), orders });
      caller.identify({ target: made[0]?.batch_id ?? undefined, details: { payouts: made.length } });
      return { payouts: [...made] };
    },
    get: ({ payout_id }) => payments().call("getPayout", { payout_id }),
    async approve({ payout_id }, caller) {
      const payout = await payments().call("approvePayout", { actor: userOf(caller), payout_id });
      const { payee, amount, address } = payout;
      caller.identify({ details: { payee, amount, address } });
      return payout;
    },
    cancel: ({ payout_id }, caller) => payments().call("cancelPayout", { actor: userOf(caller), payout_id }),
    async signNext(_input, caller) {
      const next = await payments().call("signNextPayout", { user_id: userOf(caller) });
      caller.identify({ target: next.payout?.payout_id });
      return next;
    },
    sign: ({ payout_id, signature }, caller) => payments().call("signPayout", { user_id: userOf(caller), payout_id, signature }),
    sweep: () => sweep(deps),
    reconcile: () => payments().call("reconcilePayouts", {}),
    async explain(input, caller) {
      const { address, amount, reason } = input;
      caller.identify({ target: address, details: { amount, reason } });
      return { wallets: [...(await payments().call("explainDifference", { actor: userOf(caller), ...input }))] };
    },
    async approveExplanation(input, caller) {
      caller.identify({ target: input.address, details: { amount: input.amount } });
      return { wallets: [...(await payments().call("approveExplanation", { actor: userOf(caller), ...input }))] };
    },
  };
}
