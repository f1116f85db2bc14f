export { createSeededRandom, type SeededRandom } from "./seeded-random.ts";
export { logInto, silentLog } from "./silent-log.ts";
export { createTestClock, type TestClock } from "./test-clock.ts";
export { createTestSupervisor } from "./test-supervisor.ts";
