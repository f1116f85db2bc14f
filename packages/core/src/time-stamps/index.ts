export { startTimeStamps } from "./start-time-stamps.ts";
export { timeStampsSettings } from "./time-stamps.settings.ts";
