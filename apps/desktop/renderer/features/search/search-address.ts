/** What is looked for, as it stands in the address. */
export interface SearchAddress {
  readonly q?: string;
}

/** Reads an address that anybody may have typed. */
export function readSearchAddress(search: Readonly<Record<string, unknown>>): SearchAddress {
  const { q } = search;
  const text = typeof q === "string" || typeof q === "number" ? String(q).slice(0, 200) : "";
  return text.trim() === "" ? {} : { q: text };
}
