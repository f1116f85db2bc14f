import { createContext, use, useEffect } from "react";

/** What it is that would be gone: typed by the person, shown to them this once, or the words of a wallet on their way to paper. */
export type UnsavedKind = "typed" | "shown" | "words";

/** Something that is gone when the page is left, or the dialog that it stands in. */
export interface Unsaved {
  /** Asked when somebody is about to leave. */
  readonly isUnsaved: () => boolean;
  /** Typed where nothing is said. */
  readonly what?: UnsavedKind;
  /** Whether another search of the same page takes it away as well. */
  readonly isOfSearch?: boolean;
  /** The person said that it may go. */
  readonly drop?: () => void;
}

const all = new Set<Unsaved>();

/** What is unsaved in the dialog around, which asks before it is closed. */
export const UnsavedInDialog = createContext<Set<Unsaved> | undefined>(undefined);

/** Has the window ask before this is left behind, for as long as the component is there; and the dialog, in one. */
export function useUnsaved({ isUnsaved, what = "typed", isOfSearch = false, drop }: Unsaved): void {
  const inDialog = use(UnsavedInDialog);
  useEffect(() => {
    const one = { isUnsaved, what, isOfSearch, ...(drop && { drop }) };
    all.add(one);
    inDialog?.add(one);
    return () => {
      all.delete(one);
      inDialog?.delete(one);
    };
  }, [isUnsaved, what, isOfSearch, drop, inDialog]);
}

/** What is gone with the page, or with its search alone. */
export const unsavedNow = (isPageLeft = true): readonly Unsaved[] =>
  [...all].filter(({ isUnsaved, isOfSearch }) => (isPageLeft || isOfSearch === true) && isUnsaved());

/** What came back into a dialog after a login that ended: it was typed, though not in the dialog that is open now. */
export const restoredInDialogs = new Set<() => boolean>();
