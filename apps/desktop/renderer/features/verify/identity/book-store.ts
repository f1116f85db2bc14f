import {
  AddressBook,
  type BookChange,
  type BookKind,
  emptyBook,
  forget,
  type MergedBooks,
  mergeBooks,
  type NewEntry,
  remember,
} from "@lucid/proof";
import { createStore, type StoreApi } from "zustand/vanilla";

export const KEPT_AS = "lucid.known";

/**
 * Whether names outlive the page: `absent` where the browser keeps nothing for it (some do not for a file from a disk),
 * `unreadable` where something else stands in the book's place, which is then left alone.
 */
export type Keeping = "kept" | "absent" | "unreadable";

export interface BookState {
  readonly book: AddressBook;
  readonly keeping: Keeping;
}

export interface BookStore {
  readonly state: StoreApi<BookState>;
  remember(entry: Omit<NewEntry, "added_at">): BookChange;
  forget(entry: { readonly kind: BookKind; readonly key: string }): void;
  /** Adds what another book has and this one does not contradict. */
  merge(other: AddressBook): MergedBooks;
}

type KeptText = Pick<Storage, "getItem" | "setItem">;

/** The address book of this browser, in all its tabs. `storage` throws where the browser allows none. */
export function createBookStore(storage: () => KeptText, onElsewhere: (read: () => void) => void): BookStore {
  const state = createStore<BookState>(() => readKept(storage));
  onElsewhere(() => state.setState(readKept(storage)));

  /** The book as it is now: another tab may have changed it since this one was told. */
  function current(): AddressBook {
    const kept = readKept(storage);
    if (state.getState().keeping === "kept" && kept.keeping === "kept") state.setState(kept);
    return state.getState().book;
  }

  function keep(book: AddressBook): void {
    const { keeping } = state.getState();
    state.setState({ book, keeping: keeping === "kept" ? write(storage, book) : keeping });
  }

  return {
    state,
    remember(entry) {
      const change = remember(current(), { ...entry, added_at: new Date().toISOString() });
      if (change.ok) keep(change.book);
      return change;
    },
    forget({ kind, key }) {
      const book = forget(current(), kind, key);
      if (book) keep(book);
    },
    merge(other) {
      const merged = mergeBooks(current(), other);
      if (merged.added.length > 0) keep(merged.book);
      return merged;
    },
  };
}

function readKept(storage: () => KeptText): BookState {
  let text: string | null;
  try {
    text = storage().getItem(KEPT_AS);
  } catch {
    return { book: emptyBook, keeping: "absent" };
  }
  if (text === null) return { book: emptyBook, keeping: "kept" };
  const book = parse(text);
  return book ? { book, keeping: "kept" } : { book: emptyBook, keeping: "unreadable" };
}

function parse(text: string): AddressBook | undefined {
  try {
    return AddressBook.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function write(storage: () => KeptText, book: AddressBook): Keeping {
  try {
    storage().setItem(KEPT_AS, JSON.stringify(book));
    return "kept";
  } catch {
    return "absent";
  }
}
