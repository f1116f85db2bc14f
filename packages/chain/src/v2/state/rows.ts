import { canonicalBytes, merkle } from "@lucid/proof";

/** Kinds of rows that validity depends on, and that `state_root` commits to with a delay (consensus 12.1). */
export type RowKind =
  | "sequence"
  | "head"
  | "checkpoint"
  | "anchored"
  | "list"
  | "key"
  | "node"
  | "nodes"
  | "roster"
  | "suspended"
  | "suspending"
  | "punished"
  | "proof"
  | "work"
  | "earned"
  | "present"
  | "open"
  | "proposal"
  | "queued"
  | "link"
  | "closed"
  | "updates";

/** An immutable table: `with` gives another one, and this one stays as it is. Values are JSON. */
export interface Rows {
  get<Value>(kind: RowKind, key: string): Value | undefined;
  /** These changes on top; undefined takes a row away. */
  with(changes: ReadonlyMap<string, unknown>): Rows;
  /** Every row, in no order. */
  all(): Iterable<readonly [kind: RowKind, key: string, value: unknown]>;
}

/** Tables on top of one another before they are copied into one: it bounds the way to a row. */
const MAX_LAYERS = 32;

export const rowName = (kind: RowKind, key: string): string => `${kind}\n${key}`;

export const emptyRows: Rows = createRows([]);

function createRows(layers: readonly ReadonlyMap<string, unknown>[]): Rows {
  return {
    get<Value>(kind: RowKind, key: string) {
      const name = rowName(kind, key);
      const layer = layers.findLast((changes) => changes.has(name));
      return layer?.get(name) as Value | undefined;
    },
    with(changes) {
      if (changes.size === 0) return this;
      const next = [...layers, changes];
      return createRows(next.length < MAX_LAYERS ? next : [flatten(next)]);
    },
    *all() {
      for (const [name, value] of flatten(layers)) {
        const [kind = "", key = ""] = name.split("\n");
        yield [kind as RowKind, key, value];
      }
    },
  };
}

function flatten(layers: readonly ReadonlyMap<string, unknown>[]): ReadonlyMap<string, unknown> {
  const flat = new Map<string, unknown>();
  for (const layer of layers)
    for (const [name, value] of layer)
      if (value === undefined) flat.delete(name);
      else flat.set(name, value);
  return flat;
}

/** RFC 9162 root over rows `[kind, key, value]`, sorted by kind and key. */
export function rowsRoot(rows: Iterable<readonly [kind: string, key: string, value: unknown]>): string {
  const sorted = [...rows].toSorted(([kind, key], [otherKind, otherKey]) => {
    if (kind !== otherKind) return kind < otherKind ? -1 : 1;
    return key < otherKey ? -1 : 1;
  });
  return merkle.rootOf(sorted.map((row) => canonicalBytes(row)));
}
