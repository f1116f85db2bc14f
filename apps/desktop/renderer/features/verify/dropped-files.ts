import { createStore } from "zustand/vanilla";

/** Files that were dropped on another page and wait for the verify page. */
export const droppedFiles = createStore<{ readonly files: readonly File[] }>(() => ({ files: [] }));
