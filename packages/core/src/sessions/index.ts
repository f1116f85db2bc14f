export { type SessionsArea, startSessions } from "./start-sessions.ts";
