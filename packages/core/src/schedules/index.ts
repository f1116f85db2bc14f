export { startSchedules } from "./start-schedules.ts";
