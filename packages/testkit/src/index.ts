export { createSeededRandom, createTestClock, type SeededRandom, silentLog, type TestClock } from "@lucid/foundation/testing";
export * from "./bundles.ts";
export { createSoftwareLedger, type Mood } from "./tron/software-ledger.ts";
