/** What of the chain is shown, as it stands in the address. What is missing is as at first: the newest blocks. */
export interface ChainAddress {
  /** A height, a hash or a session's id: what is shown in place of the list, which stays where it was. */
  readonly find?: string;
  readonly list?: "transactions";
  readonly page?: number;
}

/** Reads an address that anybody may have typed: what means nothing is left out. */
export function readChainAddress({ find, list, page }: Readonly<Record<string, unknown>>): ChainAddress {
  const number = Number(page);
  return {
    // The router reads a height as a number, where that loses nothing.
    ...((typeof find === "string" && find !== "") || typeof find === "number" ? { find: String(find).slice(0, 200) } : {}),
    ...(list === "transactions" ? { list } : {}),
    ...(Number.isSafeInteger(number) && number > 1 && number <= 1_000_000 ? { page: number } : {}),
  };
}
