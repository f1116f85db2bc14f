export { createStoredBundles, type StoredBundles } from "./proving/stored-bundles.ts";
export { sessionsSettings } from "./sessions.settings.ts";
export { type SessionsArea, startSessions } from "./start-sessions.ts";
