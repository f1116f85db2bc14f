/** A list that a stranger decides the length of: it keeps the longest of what it is given, and counts all. */
export interface Longest<Item> {
  add(item: Item, length: number): void;
  readonly count: number;
  /** In the order in which they were added; of two that are as long the earlier one stays. */
  list(): Item[];
}

/** Keeps `most` items, in memory that depends on nothing else. */
export function createLongest<Item>(most: number): Longest<Item> {
  let kept: { readonly item: Item; readonly at: number; readonly length: number }[] = [];
  let count = 0;
  const trim = (): void => {
    if (kept.length <= most) return;
    kept = kept.toSorted((one, other) => other.length - one.length || one.at - other.at).slice(0, most);
  };
  return {
    add(item, length) {
      kept.push({ item, at: count, length });
      count += 1;
      if (kept.length >= 2 * most) trim();
    },
    get count() {
      return count;
    },
    list() {
      trim();
      return kept.toSorted((one, other) => one.at - other.at).map(({ item }) => item);
    },
  };
}
