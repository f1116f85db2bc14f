export { noteReducers } from "./note-reducers.ts";
export { SessionNotes } from "./session-notes.tsx";
