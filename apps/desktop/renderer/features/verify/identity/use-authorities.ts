import { type AddressBook, authoritiesIn, emptyBook } from "@lucid/proof";
import { useMemo } from "react";
import { useStore } from "zustand";
import { browserBook } from "./browser-book.ts";

/** The time stamp authorities of this browser's address book, in a book of their own that changes when they do. Undefined where nobody asks. */
export function useAuthorities(isAsked: boolean): AddressBook | undefined {
  const known = useStore(browserBook.state, ({ book }) => (isAsked ? JSON.stringify(authoritiesIn(book)) : undefined));
  return useMemo(
    () => (known === undefined ? undefined : { ...emptyBook, known: JSON.parse(known) as AddressBook["known"] }),
    [known],
  );
}
