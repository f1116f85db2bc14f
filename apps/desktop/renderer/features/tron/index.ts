import { lazyRouteComponent } from "@tanstack/react-router";

export { Amount } from "./amount.tsx";
export { ChooseWallet } from "./choose-wallet.tsx";
export { NetworkBadge } from "./network-badge.tsx";
export { tronReducers } from "./tron-reducers.ts";
export { usePaymentsOn } from "./use-payments-on.ts";
export { WithPayments } from "./with-payments.tsx";

export const WalletsPage = lazyRouteComponent(() => import("./wallets-page.tsx"), "WalletsPage");
export const StakingPage = lazyRouteComponent(() => import("./staking-page.tsx"), "StakingPage");
