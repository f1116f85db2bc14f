import { lazyRouteComponent } from "@tanstack/react-router";

export { payoutReducers } from "./payout-reducers.ts";
export { endWords, payoutStates } from "./payout-words.ts";

export const ClaimPage = lazyRouteComponent(() => import("./claim-page.tsx"), "ClaimPage");
export const EarningsPage = lazyRouteComponent(() => import("./earnings-page.tsx"), "EarningsPage");
export const PayoutsPage = lazyRouteComponent(() => import("./payouts-page.tsx"), "PayoutsPage");
