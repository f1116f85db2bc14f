import type { SessionState } from "./sessions.schema.ts";

/** States of a session whose desktop is there. */
export const OPEN_STATES = ["recording", "paused"] as const satisfies readonly SessionState[];

/** Whether the session's desktop is there: it records, or it is paused. */
export const isOpen = ({ state }: { readonly state: SessionState }): boolean => OPEN_STATES.some((open) => open === state);
