import type { TableName, Tables } from "./tables.ts";

export interface StateReader {
  get<T extends TableName>(table: T, key: string): Tables[T] | undefined;
}
export interface State extends StateReader {
  /** `undefined` takes the row away. */
  set<T extends TableName>(table: T, key: string, value: Tables[T] | undefined): void;
}

/** One row that was written: what it held before, and what it holds now. */
export interface Change {
  readonly table: TableName;
  readonly key: string;
  readonly value: Tables[TableName] | undefined;
}

const idOf = (table: TableName, key: string): string => `${table}:${key}`;

type Rows = Map<string, Change>;
const readRow = <T extends TableName>(row: Change): Tables[T] | undefined => row.value as Tables[T] | undefined;

/** The state behind everything: rows that are in force. Changed only whole transactions at a time. */
export interface BaseState extends StateReader {
  /** @returns what the rows held before, in an order that `apply` may take to undo. */
  apply(changes: Iterable<Change>): readonly Change[];
  rows(table: TableName): Iterable<Change>;
}

export function createBaseState(): BaseState {
  const tables = new Map<TableName, Rows>();
  const rowsOf = (table: TableName): Rows => {
    let rows = tables.get(table);
    if (!rows) tables.set(table, (rows = new Map()));
    return rows;
  };
  return {
    get<T extends TableName>(table: T, key: string) {
      const row = rowsOf(table).get(key);
      return row && readRow<T>(row);
    },
    apply(changes) {
      const before: Change[] = [];
      for (const change of changes) {
        const rows = rowsOf(change.table);
        before.push(rows.get(change.key) ?? { table: change.table, key: change.key, value: undefined });
        if (change.value === undefined) rows.delete(change.key);
        else rows.set(change.key, change);
      }
      return before.toReversed();
    },
    rows: (table) => rowsOf(table).values(),
  };
}

/** What is written above another state and may be taken back: a transaction, a call within it, a call that changes nothing. */
export interface Layer extends State {
  checkpoint(): void;
  commit(): void;
  revert(): void;
  changes(): Iterable<Change>;
}

export function createLayer(under: StateReader): Layer {
  const written: Rows = new Map();
  const marks: { readonly id: string; readonly before: Change | undefined }[][] = [];
  return {
    get<T extends TableName>(table: T, key: string) {
      const row = written.get(idOf(table, key));
      return row ? readRow<T>(row) : under.get(table, key);
    },
    set(table, key, value) {
      const id = idOf(table, key);
      marks.at(-1)?.push({ id, before: written.get(id) });
      written.set(id, { table, key, value });
    },
    checkpoint: () => void marks.push([]),
    commit() {
      const done = marks.pop() ?? [];
      marks.at(-1)?.push(...done);
    },
    revert() {
      for (const { id, before } of (marks.pop() ?? []).toReversed()) {
        if (before) written.set(id, before);
        else written.delete(id);
      }
    },
    changes: () => written.values(),
  };
}
