import { lazy } from "react";

export { networkReducers } from "./network-reducers.ts";

export const NetworkCard = lazy(async () => ({ default: (await import("./network-card.tsx")).NetworkCard }));
