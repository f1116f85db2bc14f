import type { Plugin } from "vite";

const QUIET_MODULE = /\/(?:features\/[^/]+|packages\/(?:contract|identity|proof)\/src)\/.*\.tsx?$/;

/**
 * A module of a feature, of the contract, of identities or of proofs does nothing by being loaded. Told so, the bundler takes from
 * behind the door what is used and no more: a page that shows one dialog of a feature does not load all of it.
 */
export const quietFeatures = (): Plugin => ({
  name: "lucid-quiet-features",
  transform: {
    filter: { id: QUIET_MODULE },
    handler: () => ({ moduleSideEffects: false }),
  },
});
