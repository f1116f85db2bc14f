import { lazyRouteComponent } from "@tanstack/react-router";

export { tronReducers } from "./tron-reducers.ts";
export { usePaymentsOn } from "./use-payments-on.ts";

export const WalletsPage = lazyRouteComponent(() => import("./wallets-page.tsx"), "WalletsPage");
