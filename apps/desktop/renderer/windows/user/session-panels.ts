import { SessionNotes } from "../../features/notes/index.ts";
import type { SessionPanel } from "../../features/session/index.ts";

/** What features show on the page of a session beside its record and proof, in this order. */
export const sessionPanels: readonly SessionPanel[] = [SessionNotes];
