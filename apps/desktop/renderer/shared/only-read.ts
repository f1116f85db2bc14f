type Search = Readonly<Record<string, unknown>>;

/**
 * What a reader takes from an address, and nothing else of it. By itself the router hands a page whatever stands in its address beside
 * what its reader gave back: what the reader leaves out, it has to be given as missing.
 */
export const onlyRead =
  <Address extends object>(read: (search: Search) => Address) =>
  (search: Record<string, unknown>): Address => ({
    ...Object.fromEntries(Object.keys(search).map((name) => [name, undefined])),
    ...read(search),
  });
