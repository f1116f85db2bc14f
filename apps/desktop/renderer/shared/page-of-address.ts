/** Pages that an address can name. */
const MOST_PAGES = 10_000;

/** The page of a list, as it stands in an address that anybody may have typed; nothing for the first one, and for what is none. */
export function readPage(search: Readonly<Record<string, unknown>>): { readonly page?: number } {
  const page = Number(search["page"]);
  return Number.isSafeInteger(page) && page > 1 && page <= MOST_PAGES ? { page } : {};
}
