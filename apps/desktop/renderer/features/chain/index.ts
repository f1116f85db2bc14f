import { lazyRouteComponent } from "@tanstack/react-router";

export { readChainAddress } from "./chain-address.ts";
export { chainHead, chainReducers } from "./chain-reducers.ts";
export { readChainQuery } from "./find-on-chain.ts";

export const ChainPage = lazyRouteComponent(() => import("./chain-page.tsx"), "ChainPage");
