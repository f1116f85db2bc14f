import { useEffect } from "react";

/** Something that is gone when the page is left. */
export interface Unsaved {
  /** Asked when somebody is about to leave. */
  readonly isUnsaved: () => boolean;
  /** Typed by the person, or shown to them this once; typed where nothing is said. */
  readonly what?: "typed" | "shown";
  /** Whether another search of the same page takes it away as well. */
  readonly isOfSearch?: boolean;
  /** The person said that it may go. */
  readonly drop?: () => void;
}

const all = new Set<Unsaved>();

/** Has the window ask before this is left behind, for as long as the component is there. */
export function useUnsaved({ isUnsaved, what = "typed", isOfSearch = false, drop }: Unsaved): void {
  useEffect(() => {
    const one = { isUnsaved, what, isOfSearch, ...(drop && { drop }) };
    all.add(one);
    return () => void all.delete(one);
  }, [isUnsaved, what, isOfSearch, drop]);
}

/** What is gone with the page, or with its search alone. */
export const unsavedNow = (isPageLeft = true): readonly Unsaved[] =>
  [...all].filter(({ isUnsaved, isOfSearch }) => (isPageLeft || isOfSearch === true) && isUnsaved());
