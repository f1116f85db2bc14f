import { useState } from "react";

/** What was ticked in a list, on this page of it and on others. */
export interface Selection<Item> {
  readonly items: readonly Item[];
  has(item: Item): boolean;
  toggle(item: Item): void;
  /** Takes in all of them, or none where all are in. */
  toggleAll(items: readonly Item[]): void;
  clear(): void;
}

/** What is listed now is as it is now, and in the order of the list; behind it is what is on another page, as it was ticked. */
export function useSelection<Item>(listed: readonly Item[], idOf: (item: Item) => string): Selection<Item> {
  const [kept, setKept] = useState<ReadonlyMap<string, Item>>(new Map());
  const ids = new Set(listed.map(idOf));
  const has = (item: Item): boolean => kept.has(idOf(item));
  const put = (items: readonly Item[]): void =>
    setKept((before) => new Map([...before, ...items.map((item) => [idOf(item), item] as const)]));
  const take = (items: readonly Item[]): void => {
    const gone = new Set(items.map(idOf));
    setKept((before) => new Map([...before].filter(([id]) => !gone.has(id))));
  };
  return {
    items: [...listed.filter(has), ...[...kept].flatMap(([id, item]) => (ids.has(id) ? [] : [item]))],
    has,
    toggle: (item) => (has(item) ? take([item]) : put([item])),
    toggleAll: (items) => (items.every(has) ? take(items) : put(items)),
    clear: () => setKept(new Map()),
  };
}
