import { type FromPayments, TransferId, type TronStatus, TronWalletId, tronErrors } from "@lucid/contract";
import type { Area } from "../calls/index.ts";
import type { Ground } from "../ground/index.ts";
import { createTronService } from "./create-tron-service.ts";
import { KEYSTORE_COST } from "./keystore-cost.ts";
import type { PaymentsPort } from "./payments-port.ts";
import { type PaymentsLink, startPaymentsLink } from "./start-payments-link.ts";
import { dayLimitsOf, endpointOf, type TronSettings } from "./tron.settings.ts";

const OFF: TronStatus = {
  ...{ state: "off", network: null, endpoint: null, head: null, solid: null, last_success: null },
  detail: "",
};
const AWAY = "the process of payments is not running";

/** A change is shown when it is told, or with the next list: so many are kept for those who follow. */
const TRANSFERS_TOLD = 1_000;

/** Payments with TRON, which a process of its own makes. The node records and proves without them. */
export async function startTron(ground: Ground, port: PaymentsPort | undefined, settings: TronSettings): Promise<Area> {
  const { clock, log, supervisor, changes, folder } = ground;
  const { tron_network: network } = settings;
  const endpoint = endpointOf(settings);
  await using starting = new AsyncDisposableStack();
  let link: PaymentsLink | undefined;

  function status(): TronStatus {
    if (network === "off" || endpoint === undefined) return OFF;
    const view = link?.network();
    const away = { state: "away", head: null, solid: null, last_success: null, detail: AWAY } as const;
    return { ...(view ?? away), network, endpoint };
  }

  /** Wallets as the process last told of them, for the events of their owners. Those of a process that ended are locked. */
  const told = new Map<string, FromPayments & { readonly type: "wallet" }>();

  /** Transfers that are under way, and those that came to an end last. */
  const transfers = new Map<string, FromPayments & { readonly type: "transfer" }>();

  function needLink(): PaymentsLink {
    if (!link) throw network === "off" ? tronErrors.PAYMENTS_OFF() : tronErrors.PAYMENTS_AWAY();
    return link;
  }

  if (network !== "off" && endpoint !== undefined && port !== undefined) {
    const onNetwork = (): void => changes.publish({ topic: "tron", id: "" });
    link = starting.use(
      await startPaymentsLink(
        {
          ...{ clock, log, supervisor, port, onNetwork },
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
        },
        { folder: folder.file("payments"), network, endpoint, keystore_cost: KEYSTORE_COST, day_limits: dayLimitsOf(settings) },
      ),
    );
  }
  const running = starting.move();

  return {
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
      const { state, detail, last_success, solid } = status();
      if (state === "off") return {};
      const isGood = state === "ready" || state === "starting";
      const words = solid === null ? state : `${network}, solidified block ${solid.number}`;
      return { payments: { ok: isGood, detail: isGood ? words : `${network}: ${detail}`, last_success, optional: true } };
    },
    features: network === "off" ? [] : ["payments"],
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
