export * from "./amounts.ts";
export * from "./hashes.ts";
export * from "./names.ts";
export * from "./numbers.ts";
export * from "./times.ts";
