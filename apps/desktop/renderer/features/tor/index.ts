import { lazy } from "react";

export { torReducers } from "./tor-reducers.ts";

export const TorCard = lazy(async () => ({ default: (await import("./tor-card.tsx")).TorCard }));
