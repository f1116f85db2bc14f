import type * as timeStamps from "./index.ts";

/** Everything that reads tokens, with the libraries that it takes: only who has one loads them. */
export type TimeStamps = typeof timeStamps;
export const loadTimeStamps = (): Promise<TimeStamps> => import("./index.ts");
