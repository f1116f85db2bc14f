export type { OrderedFate, OrderedSessions } from "./handlers/ordering.ts";
export type { GrowingRecording } from "./proving/growing-recording.ts";
export type { SealedRecording } from "./proving/sealed-recording.ts";
export { createStoredBundles, type StoredBundles } from "./proving/stored-bundles.ts";
export type { Sleeping, StillPaused } from "./running/sleeping.ts";
export { sessionsSettings } from "./sessions.settings.ts";
export { type SessionsArea, startSessions } from "./start-sessions.ts";
