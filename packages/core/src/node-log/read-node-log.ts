import { existsSync } from "node:fs";
import { join } from "node:path";
import type { LogEntry } from "@lucid/contract";
import { readDatabase } from "@lucid/foundation";
import { DataFolderError } from "../ground/index.ts";
import { recentLines } from "./recent-lines.ts";
import { createLogReader } from "./store/create-log-reader.ts";
import type { LogCalls } from "./store/log-store.ts";

/** The kept log of a node, also of one that does not run. */
export interface NodeLogFile extends Disposable {
  list(ask: LogCalls["list"]["ask"]): LogCalls["list"]["answer"];
  /** What somebody needs of the log to find a problem, oldest first. */
  recent(): Promise<readonly LogEntry[]>;
}

/** @throws DataFolderError where no log is kept in the folder, or it cannot be read. */
export function readNodeLog(data: string): NodeLogFile {
  const path = join(data, "log.db");
  if (!existsSync(path)) throw new DataFolderError(`${data} holds no log of a node`);
  try {
    const database = readDatabase(path);
    const list = createLogReader(database);
    return { list, recent: () => recentLines(list), [Symbol.dispose]: () => database[Symbol.dispose]() };
  } catch (cause) {
    throw new DataFolderError(`The log in ${data} cannot be read: ${(cause as Error).message}`, { cause });
  }
}
