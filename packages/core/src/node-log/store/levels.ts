import type { LogLevel } from "@lucid/contract";

/** The contract's levels in their order; its schemas are more than the store's worker needs. */
export const LEVELS = ["trace", "debug", "info", "warn", "error", "fatal"] as const satisfies readonly LogLevel[];

/** As pino numbers them: 10 for trace up to 60 for fatal. */
export const levelNumber = (level: LogLevel): number => (LEVELS.indexOf(level) + 1) * 10;
/** A level between two names is called by the lower one. */
export const levelName = (level: number): LogLevel =>
  LEVELS[Math.min(LEVELS.length, Math.max(1, Math.floor(level / 10))) - 1] ?? "info";
