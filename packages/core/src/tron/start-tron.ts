import { type FromPayments, LucidError, TransferId, type TronStatus, TronWalletId, tronErrors } from "@lucid/contract";
import type { Area } from "../calls/index.ts";
import type { Ground } from "../ground/index.ts";
import type { AccountRow } from "../people/index.ts";
import type { Outward } from "../tor/index.ts";
import { createTronService } from "./create-tron-service.ts";
import { KEYSTORE_COST } from "./keystore-cost.ts";
import type { PaymentsPort } from "./payments-port.ts";
import { readOwnTron } from "./read-own-tron.ts";
import { type PaymentsLink, startPaymentsLink } from "./start-payments-link.ts";
import { dayLimitsOf, endpointOf, invoiceRulesOf, payoutRulesOf, stakingRulesOf, type TronSettings } from "./tron.settings.ts";

const OFF: TronStatus = {
  ...{ state: "off", network: null, endpoint: null, through_tor: false, head: null, solid: null, last_success: null },
  detail: "",
};
const AWAY = "the process of payments is not running";

/** A change is shown when it is told, or with the next list: so many are kept for those who follow. */
const TRANSFERS_TOLD = 1_000;

export interface TronDeps {
  readonly port: PaymentsPort | undefined;
  readonly accounts: { find(userId: string): Pick<AccountRow, "status"> | undefined };
  readonly outward: Pick<Outward, "carries" | "socks">;
  /** Told when what goes through Tor is something else. */
  readonly followWay: (changed: () => void) => void;
}

/** The area, and what asks the process of payments. @throws PAYMENTS_OFF */
export interface Tron extends Area {
  readonly payments: () => Pick<PaymentsLink, "call">;
}

/** Payments with TRON, which a process of its own makes. The node records and proves without them. */
export async function startTron(
  ground: Ground,
  { port, accounts, outward, followWay }: TronDeps,
  settings: TronSettings,
): Promise<Tron> {
  const { clock, log, supervisor, changes, folder } = ground;
  const { tron_network: network } = settings;
  const endpoint = endpointOf(settings);
  await using starting = new AsyncDisposableStack();
  let link: PaymentsLink | undefined;
  const isThroughTor = (): boolean => endpoint !== undefined && outward.carries("payments", new URL(endpoint).hostname);

  function status(): TronStatus {
    if (network === "off" || endpoint === undefined) return OFF;
    const view = link?.network();
    const away = { state: "away", head: null, solid: null, last_success: null, detail: AWAY } as const;
    return { ...(view ?? away), network, endpoint, through_tor: isThroughTor() };
  }

  /** Wallets as the process last told of them, for the events of their owners. Those of a process that ended are locked. */
  const told = new Map<string, FromPayments & { readonly type: "wallet" }>();

  /** Transfers that are under way, and those that came to an end last. */
  const transfers = new Map<string, FromPayments & { readonly type: "transfer" }>();

  function needLink(): PaymentsLink {
    if (!link) throw network === "off" ? tronErrors.PAYMENTS_OFF() : tronErrors.PAYMENTS_AWAY();
    return link;
  }

  const isGone = (userId: string): boolean => {
    const account = accounts.find(userId);
    return account === undefined || account.status === "deleted";
  };
  /** Nothing is kept of accounts that are gone: asked when one goes, and when a process begins, which may have been away then. */
  async function eraseGone(userIds?: readonly string[]): Promise<void> {
    const asked = needLink();
    try {
      const owners = userIds ?? (await asked.call("listOwners", {})).user_ids;
      for (const user_id of owners.filter(isGone)) await asked.call("eraseOwner", { user_id });
    } catch (error) {
      if (error instanceof LucidError)
        log.warn({ cause: error.message }, "wallets of accounts that are gone are erased when payments are back");
      else log.error({ err: error }, "wallets of accounts that are gone are erased when payments begin anew");
    }
  }

  if (network !== "off" && endpoint !== undefined && port !== undefined) {
    const onNetwork = (): void => changes.publish({ topic: "tron", id: "" });
    link = starting.use(
      await startPaymentsLink(
        {
          ...{ clock, log, supervisor, port, onNetwork },
          socks: () => (isThroughTor() ? outward.socks : null),
          onReady: () => void eraseGone(),
          onWallet(changed) {
            told.set(changed.wallet_id, changed);
            changes.publish({ topic: "tron_wallet", id: changed.wallet_id });
          },
          onTransfer(changed) {
            const { transfer_id } = changed.transfer;
            transfers.delete(transfer_id);
            transfers.set(transfer_id, changed);
            const [oldest] = transfers.keys();
            if (transfers.size > TRANSFERS_TOLD && oldest !== undefined) transfers.delete(oldest);
            changes.publish({ topic: "tron_transfer", id: transfer_id });
          },
          onPayouts: (payee) => changes.publish({ topic: "payouts", id: payee ?? "" }),
          onInvoices: ({ invoice_id, payer }) => changes.publish({ topic: "invoices", id: `${invoice_id ?? ""} ${payer ?? ""}` }),
        },
        {
          ...{ folder: folder.file("payments"), network, endpoint, keystore_cost: KEYSTORE_COST },
          ...{
            day_limits: dayLimitsOf(settings),
            payout_rules: payoutRulesOf(settings),
            invoice_rules: invoiceRulesOf(settings),
            staking_rules: stakingRulesOf(settings),
          },
        },
      ),
    );
  }
  followWay(() => link?.wayChanged());
  if (link) starting.use(changes.on("account", (userId) => void (isGone(userId) && eraseGone([userId]))));
  const running = starting.move();

  return {
    payments: needLink,
    services: { tron: createTronService({ status, link: needLink }) },
    events: {
      tron: (_id, { principal }) => (principal ? { type: "tron", status: status() } : undefined),
      tron_wallet(id, { principal }) {
        const changed = told.get(id);
        if (!changed || changed.user_id !== principal?.userId) return undefined;
        return { type: "tron_wallet", wallet_id: TronWalletId.parse(id), wallet: changed.wallet };
      },
      tron_transfer(id, { principal }) {
        const changed = transfers.get(id);
        if (!changed || changed.user_id !== principal?.userId) return undefined;
        return { type: "tron_transfer", transfer_id: TransferId.parse(id), transfer: changed.transfer };
      },
    },
    health() {
      const { state, detail, last_success, solid, through_tor } = status();
      if (state === "off") return {};
      const isGood = state === "ready" || state === "starting";
      const way = through_tor ? " through Tor" : "";
      const words = solid === null ? state : `${network}${way}, solidified block ${solid.number}`;
      return { payments: { ok: isGood, detail: isGood ? words : `${network}${way}: ${detail}`, last_success, optional: true } };
    },
    ownData: async (userId) => (link ? await readOwnTron(link, userId) : []),
    features: network === "off" ? [] : ["payments"],
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
