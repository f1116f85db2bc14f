import { type AddressBook, emptyBook } from "@lucid/proof";
import { useMemo } from "react";
import { useStore } from "zustand";
import { browserBook } from "./browser-book.ts";

/** The entries of these kinds in this browser's address book, in a book of their own that changes when they do. Undefined where nobody asks. */
export function useAskedBook(asked: Readonly<Record<"authority" | "witness", boolean>>): AddressBook | undefined {
  const isAsked = asked.authority || asked.witness;
  const known = useStore(browserBook.state, ({ book }) =>
    isAsked
      ? JSON.stringify(book.known.filter(({ kind }) => (kind === "authority" || kind === "witness") && asked[kind]))
      : undefined,
  );
  return useMemo(
    () => (known === undefined ? undefined : { ...emptyBook, known: JSON.parse(known) as AddressBook["known"] }),
    [known],
  );
}
