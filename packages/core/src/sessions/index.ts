export { startSessions } from "./start-sessions.ts";
