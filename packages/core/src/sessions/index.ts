export { sessionsSettings } from "./sessions.settings.ts";
export { type SessionsArea, startSessions } from "./start-sessions.ts";
