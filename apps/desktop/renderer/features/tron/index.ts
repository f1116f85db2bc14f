import { lazyRouteComponent } from "@tanstack/react-router";

export { Amount } from "./amount.tsx";
export { ChooseWallet } from "./choose-wallet.tsx";
export { checkToSign, feeLimitOf } from "./hardware/check-to-sign.ts";
export { deviceShows } from "./hardware/device-shows.ts";
export { NetworkBadge } from "./network-badge.tsx";
export { transferRows } from "./order-rows.tsx";
export { tronReducers } from "./tron-reducers.ts";
export { usePaymentsOn } from "./use-payments-on.ts";
export { WithPayments } from "./with-payments.tsx";

export const WalletsPage = lazyRouteComponent(() => import("./wallets-page.tsx"), "WalletsPage");
export const StakingPage = lazyRouteComponent(() => import("./staking-page.tsx"), "StakingPage");
