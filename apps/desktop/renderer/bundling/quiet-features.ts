import type { Plugin } from "vite";

const MODULE_OF_A_FEATURE = /\/features\/[^/]+\/.*\.tsx?$/;

/**
 * A module of a feature does nothing by being loaded. Told so, the bundler takes from behind a feature's door what
 * is used and no more: a page that shows one dialog of a feature does not load all of it.
 */
export const quietFeatures = (): Plugin => ({
  name: "lucid-quiet-features",
  transform: {
    filter: { id: MODULE_OF_A_FEATURE },
    handler: () => ({ moduleSideEffects: false }),
  },
});
