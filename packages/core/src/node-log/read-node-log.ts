import { existsSync } from "node:fs";
import { join } from "node:path";
import { readDatabase } from "@lucid/foundation";
import { DataFolderError } from "../ground/index.ts";
import { createLogReader } from "./store/create-log-reader.ts";
import type { LogCalls } from "./store/log-store.ts";

/** The kept log of a node, also of one that does not run. */
export interface NodeLogFile extends Disposable {
  list(ask: LogCalls["list"]["ask"]): LogCalls["list"]["answer"];
}

/** @throws DataFolderError where no log is kept in the folder, or it cannot be read. */
export function readNodeLog(data: string): NodeLogFile {
  const path = join(data, "log.db");
  if (!existsSync(path)) throw new DataFolderError(`${data} holds no log of a node`);
  try {
    const database = readDatabase(path);
    return { list: createLogReader(database), [Symbol.dispose]: () => database[Symbol.dispose]() };
  } catch (cause) {
    throw new DataFolderError(`The log in ${data} cannot be read: ${(cause as Error).message}`, { cause });
  }
}
