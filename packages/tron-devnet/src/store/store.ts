import { deserialize, serialize } from "node:v8";
import type { OpenDatabase } from "@lucid/foundation";
import type { Change } from "../state/state.ts";
import type { TableName } from "../state/tables.ts";

export interface BlockRow {
  readonly number: number;
  readonly id: string;
  readonly timestamp: number;
  readonly witness: string;
  /** `block_header` as JSON. */
  readonly header: string;
  readonly transactions: number;
}
export interface TransactionRow {
  readonly id: string;
  /** As JSON: the transaction with its `ret`. */
  readonly shown: string;
  /** TransactionInfo as JSON. */
  readonly info: string;
  readonly bytes: Uint8Array;
  readonly logs: readonly { readonly contract: string; readonly topics: string; readonly data: string }[];
}
export interface LogRow {
  readonly block: number;
  readonly position: number;
  readonly place: number;
  readonly tx: string;
  readonly contract: string;
  readonly topics: string;
  readonly data: string;
}
export interface NewBlock {
  readonly block: BlockRow;
  readonly transactions: readonly TransactionRow[];
  readonly before: readonly Change[];
  readonly after: readonly Change[];
}

export type Store = ReturnType<typeof createStore>;

/** The chain on disk. A block is written whole, in one transaction: whoever is killed goes on from the block before. */
export function createStore({ write }: Pick<OpenDatabase, "write">) {
  const insertBlock = write.prepare<BlockRow>(
    "INSERT INTO block VALUES (:number, :id, :timestamp, :witness, :header, :transactions)",
  );
  const insertTx = write.prepare<[string, number, number, string, string, Uint8Array]>(
    "INSERT INTO tx VALUES (?, ?, ?, ?, ?, ?)",
  );
  const insertLog = write.prepare<LogRow>("INSERT INTO log VALUES (:block, :position, :place, :tx, :contract, :topics, :data)");
  const putState = write.prepare<[string, string, Uint8Array]>("INSERT OR REPLACE INTO state VALUES (?, ?, ?)");
  const dropState = write.prepare<[string, string]>("DELETE FROM state WHERE part = ? AND key = ?");
  const putUndo = write.prepare<[number, string, string, Uint8Array | null]>("INSERT INTO undo VALUES (?, ?, ?, ?)");
  const forget = write.prepare<[number]>("DELETE FROM undo WHERE block <= ?");
  const putMeta = write.prepare<[string, Uint8Array]>("INSERT OR REPLACE INTO meta VALUES (?, ?)");
  const getMeta = write.prepare<[string], { value: Uint8Array }>("SELECT value FROM meta WHERE name = ?");
  const cuts = ["block WHERE number > ?", "tx WHERE block > ?", "log WHERE block > ?", "undo WHERE block > ?"].map((rest) =>
    write.prepare<[number]>(`DELETE FROM ${rest}`),
  );
  const newest = write.prepare<[], BlockRow>("SELECT * FROM block ORDER BY number DESC LIMIT 1");
  const byNumber = write.prepare<[number], BlockRow>("SELECT * FROM block WHERE number = ?");
  const byId = write.prepare<[string], BlockRow>("SELECT * FROM block WHERE id = ?");
  const between = write.prepare<[number, number], BlockRow>(
    "SELECT * FROM block WHERE number >= ? AND number < ? ORDER BY number",
  );
  const txById = write.prepare<[string], { block: number; shown: string; info: string; bytes: Uint8Array }>(
    "SELECT block, shown, info, bytes FROM tx WHERE id = ?",
  );
  const txsOf = write.prepare<[number], { id: string; shown: string; info: string; bytes: Uint8Array }>(
    "SELECT id, shown, info, bytes FROM tx WHERE block = ? ORDER BY position",
  );
  const logsOfTx = write.prepare<[string], LogRow>("SELECT * FROM log WHERE tx = ? ORDER BY place");
  const logsOfBlock = write.prepare<[number], LogRow>("SELECT * FROM log WHERE block = ? ORDER BY position, place");
  const logsInOrder = (order: "ASC" | "DESC") =>
    write.prepare<[string], LogRow>(
      `SELECT * FROM log WHERE contract = ? ORDER BY block ${order}, position ${order}, place ${order}`,
    );
  const transfersInOrder = (order: "ASC" | "DESC") =>
    write.prepare<{ topic: string; word: string }, LogRow>(
      `SELECT * FROM log WHERE topics LIKE :topic || ',%' AND (topics LIKE '%,' || :word || ',%' OR topics LIKE '%,' || :word)
       ORDER BY block ${order}, position ${order}, place ${order}`,
    );
  const txsInOrder = (order: "ASC" | "DESC") =>
    write.prepare<[string], { id: string; block: number; shown: string; info: string }>(
      `SELECT id, block, shown, info FROM tx WHERE shown LIKE '%"' || ? || '"%' ORDER BY block ${order}, position ${order}`,
    );
  const [txsUp, txsDown] = [txsInOrder("ASC"), txsInOrder("DESC")];
  const [transfersUp, transfersDown] = [transfersInOrder("ASC"), transfersInOrder("DESC")];
  const [logsUp, logsDown] = [logsInOrder("ASC"), logsInOrder("DESC")];
  const allState = write.prepare<[], { part: string; key: string; value: Uint8Array }>("SELECT part, key, value FROM state");
  const undoOf = write.prepare<[number], { part: string; key: string; value: Uint8Array | null }>(
    "SELECT part, key, value FROM undo WHERE block = ?",
  );
  const undoBlocks = write.prepare<[], { block: number }>("SELECT DISTINCT block FROM undo ORDER BY block");

  const toChange = (row: { part: string; key: string; value: Uint8Array | null }): Change => ({
    table: row.part as TableName,
    key: row.key,
    value: row.value === null ? undefined : (deserialize(row.value) as Change["value"]),
  });
  function writeState(changes: Iterable<Change>): void {
    for (const { table, key, value } of changes) {
      if (value === undefined) dropState.run(table, key);
      else putState.run(table, key, serialize(value));
    }
  }

  return {
    newest: () => newest.get(),
    blockByNumber: (number: number) => byNumber.get(number),
    blockById: (id: string) => byId.get(id),
    blocks: (from: number, until: number) => between.all(from, until),
    transaction: (id: string) => txById.get(id),
    transactionsOf: (block: number) => txsOf.all(block),
    logsOfTransaction: (id: string) => logsOfTx.all(id),
    logsOfBlock: (block: number) => logsOfBlock.all(block),
    /** Logs of a contract, read as they are asked for. */
    logsOfContract: (contract: string, newestFirst: boolean): Iterable<LogRow> =>
      (newestFirst ? logsDown : logsUp).iterate(contract),
    /** Logs with the event `topic` in which an indexed value is `word`, of all contracts. */
    logsNaming: (topic: string, word: string, newestFirst: boolean): Iterable<LogRow> =>
      (newestFirst ? transfersDown : transfersUp).iterate({ topic, word }),
    /** Transactions in which an address stands, read as they are asked for. */
    transactionsNaming: (address: string, newestFirst: boolean) => (newestFirst ? txsDown : txsUp).iterate(address),
    state: (): Iterable<Change> => allState.all().map(toChange),
    undoBlocks: () => undoBlocks.all().map(({ block }) => block),
    undo: (block: number): readonly Change[] => undoOf.all(block).map(toChange),
    meta<T>(name: string): T | undefined {
      const row = getMeta.get(name);
      return row && (deserialize(row.value) as T);
    },
    setMeta: (name: string, value: unknown): void => void putMeta.run(name, serialize(value)),
    append: write.transaction(({ block, transactions, before, after }: NewBlock, solid: number) => {
      insertBlock.run(block);
      for (const [position, { id, shown, info, bytes, logs }] of transactions.entries()) {
        insertTx.run(id, block.number, position, shown, info, bytes);
        for (const [place, log] of logs.entries()) insertLog.run({ block: block.number, position, place, tx: id, ...log });
      }
      writeState(after);
      for (const { table, key, value } of before)
        putUndo.run(block.number, table, key, value === undefined ? null : serialize(value));
      forget.run(solid);
    }),
    /** Takes the blocks after `number` away; `restored` is what the state holds then. */
    cut: write.transaction((number: number, restored: readonly Change[]) => {
      for (const cut of cuts) cut.run(number);
      writeState(restored);
    }),
  };
}
