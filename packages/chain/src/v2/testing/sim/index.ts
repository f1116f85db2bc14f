export { runScenario, type ScenarioReport } from "./run-scenario.ts";
export { scenarios } from "./scenarios/index.ts";
