import { createBookStore, KEPT_AS } from "./book-store.ts";

/** The address book of the browser that shows this page. */
export const browserBook = createBookStore(
  () => window.localStorage,
  (read) => window.addEventListener("storage", ({ key }) => key === KEPT_AS && read()),
);
