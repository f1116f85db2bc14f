import { join } from "node:path";

export { EDITS_VARIABLE, type Edit } from "./edits.ts";

/** For ELECTRON_OVERRIDE_DIST_PATH: where Electron's own launcher, and Playwright's, find the stand-in in place of the real program. */
export const STAND_IN = join(import.meta.dirname, "program");
