import { readDatabase } from "@lucid/foundation";

/** A sealed chunk as the rows of a `node.db` name it. */
export interface ChunkOfRow {
  readonly session_id: string;
  readonly index: number;
  readonly size: number;
  /** Of its container, hex. */
  readonly sha256: string;
}

const SQL = `
  SELECT c.session_id, c.chunk_index AS "index", json_extract(c.entry, '$.size') AS size, json_extract(c.entry, '$.sha256') AS sha256
  FROM chunks c JOIN sessions s ON s.session_id = c.session_id WHERE s.state <> 'deleted' ORDER BY c.session_id, c.chunk_index`;

/** Every chunk whose file the node should have, from a copy of its `node.db`. */
export function* chunksIn(nodeDb: string): Generator<ChunkOfRow> {
  using database = readDatabase(nodeDb);
  yield* database.read.prepare<[], ChunkOfRow>(SQL).iterate();
}

/** Their bytes in total. */
export function chunkBytesIn(nodeDb: string): number {
  using database = readDatabase(nodeDb);
  return database.read.prepare<[], { bytes: number }>(`SELECT coalesce(sum(size), 0) AS bytes FROM (${SQL})`).get()?.bytes ?? 0;
}

/** File of a chunk in a data folder. */
export const chunkFile = ({ session_id, index }: Pick<ChunkOfRow, "session_id" | "index">): string =>
  `chunks/${session_id}/${String(index).padStart(8, "0")}.chunk`;
