import { lazyRouteComponent } from "@tanstack/react-router";

export { chainHead, chainReducers } from "./chain-reducers.ts";

export const ChainPage = lazyRouteComponent(() => import("./chain-page.tsx"), "ChainPage");
