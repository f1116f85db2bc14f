import { open, readdir } from "node:fs/promises";
import { join } from "node:path";

/** What makes itself anew, belongs to running processes, or is backed up in a way of its own. */
const LEFT_TO_OTHERS: ReadonlySet<string> = new Set(["run", "chunks", "xrdp", "tor", "lucid.config.json"]);
const PASSING = /^\.|\.(lock|part|new|tmp)(-journal|-wal|-shm)?$|-(wal|shm|journal)$/;
/** Names that a tar archive of ours takes. */
const PLAIN = /^[a-zA-Z0-9][a-zA-Z0-9._-]*$/;
const MAX_NAME = 80;
const SQLITE = "SQLite format 3\0";

export interface DataFiles {
  /** Names from the data folder on, in the order in which they are to be copied. */
  readonly documents: readonly string[];
  readonly databases: readonly string[];
  readonly leftOut: readonly string[];
}

/**
 * What a data folder holds beside its recordings. The order makes the copies fit each other: what this node has signed before the
 * chain, sessions before the chain that anchors them, and the audit log after the chain that names its head.
 */
export async function listDataFiles(data: string): Promise<DataFiles> {
  const documents: string[] = [];
  const databases: string[] = [];
  const leftOut: string[] = [];

  async function walk(folder: string): Promise<void> {
    for (const entry of await readdir(join(data, folder), { withFileTypes: true })) {
      const name = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if ((folder === "" && LEFT_TO_OTHERS.has(entry.name)) || PASSING.test(entry.name)) continue;
      if (!PLAIN.test(entry.name) || name.length > MAX_NAME) leftOut.push(name);
      else if (entry.isDirectory()) await walk(name);
      else if (!entry.isFile()) leftOut.push(name);
      else ((await isDatabase(join(data, name))) ? databases : documents).push(name);
    }
  }
  await walk("");
  return { documents: documents.toSorted(), databases: databases.toSorted(byTurn), leftOut: leftOut.toSorted() };
}

const turnOf = (name: string): number => (name === "node.db" ? 0 : name === "audit.db" ? 3 : name === "chain.db" ? 2 : 1);
const byTurn = (one: string, other: string): number => turnOf(one) - turnOf(other) || (one < other ? -1 : 1);

async function isDatabase(path: string): Promise<boolean> {
  const file = await open(path, "r");
  try {
    const { buffer } = await file.read(Buffer.alloc(SQLITE.length), 0, SQLITE.length, 0);
    return buffer.toString("latin1") === SQLITE;
  } finally {
    await file.close();
  }
}
