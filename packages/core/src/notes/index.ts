export { startNotes } from "./start-notes.ts";
