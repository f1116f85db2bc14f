/**
 * As a `staleTime`: what was answered once holds for good (a final block's evidence, a picture under its time), and is not asked for
 * again when the page finds its node again. What is not there yet is.
 */
export const neverChanges = ({ state }: { readonly state: { readonly data: unknown } }): number | "static" =>
  state.data === undefined ? 0 : "static";
