export * from "./bundles.ts";
