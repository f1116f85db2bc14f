import { type ChainPlace, isFinal, type PlaceRow, placeOf, type ReadContext } from "../../readers/read-context.ts";

/** One tree head of a session that a checkpoint committed. */
export interface CheckpointRecord extends ChainPlace {
  readonly sender: string;
  readonly size: number;
  readonly root: string;
}

export interface CheckpointFilter {
  readonly finalOnly?: boolean;
  /** At most so many (two or more), evenly spread; the first and the last are always among them. */
  readonly most?: number;
}

export interface CheckpointReads {
  /** Tree heads of a session on the chain, by ascending size. A long session has thousands. */
  checkpointsOf(sessionId: string, filter?: CheckpointFilter): readonly CheckpointRecord[];
  /** The largest tree head of a session on the chain. */
  lastCheckpointOf(sessionId: string): CheckpointRecord | undefined;
  /** The smallest final tree head of more than `size` chunks. */
  finalCheckpointAbove(sessionId: string, size: number): CheckpointRecord | undefined;
}

interface HeadRow extends PlaceRow {
  readonly sender: string;
  readonly session_id: string;
  readonly size: number;
  readonly root: string;
}

const COLUMNS = "h.session_id, h.sender, h.size, h.root, h.transaction_id, h.height, b.hash AS block_hash, b.timestamp";
const PLACE = "CROSS JOIN block b ON b.canonical = 1 AND b.height = h.height";

/** The tree heads of sessions on the canonical chain. */
export function createCheckpointReads(context: ReadContext) {
  const { db } = context;
  const ofSession = `SELECT ${COLUMNS} FROM session_head h ${PLACE} WHERE h.session_id = :session`;
  const all = db.prepare<{ session: string }, HeadRow>(`${ofSession} ORDER BY h.size`);
  const last = db.prepare<{ session: string }, HeadRow>(`${ofSession} ORDER BY h.size DESC LIMIT 1`);
  const above = db.prepare<{ session: string; size: number; height: number }, HeadRow>(
    `${ofSession} AND h.size > :size AND h.height <= :height ORDER BY h.size LIMIT 1`,
  );
  const lastOfMany = db.prepare<[string], HeadRow>(`
    SELECT ${COLUMNS} FROM json_each(?) asked CROSS JOIN session_head h
      ON h.session_id = asked.value AND h.size = (SELECT MAX(size) FROM session_head WHERE session_id = asked.value)
    ${PLACE}`);

  const recordOf = (row: HeadRow): CheckpointRecord => {
    const { sender, size, root } = row;
    return { ...placeOf(context, row), sender, size, root };
  };
  const found = (row: HeadRow | undefined): CheckpointRecord | undefined => (row === undefined ? undefined : recordOf(row));

  return {
    checkpointsOf(
      session: string,
      { finalOnly = false, most = Number.POSITIVE_INFINITY }: CheckpointFilter = {},
    ): readonly CheckpointRecord[] {
      const rows = all.all({ session });
      const asked = finalOnly ? rows.filter(({ height }) => isFinal(context, height)) : rows;
      return thinned(asked, most).map(recordOf);
    },
    lastCheckpointOf: (session: string) => found(last.get({ session })),
    /** One query, however many are asked for. */
    lastCheckpointsOf: (sessionIds: readonly string[]): ReadonlyMap<string, CheckpointRecord> =>
      new Map(lastOfMany.all(JSON.stringify(sessionIds)).map((row) => [row.session_id, recordOf(row)])),
    finalCheckpointAbove: (session: string, size: number) =>
      found(above.get({ session, size, height: context.ledger.final.height })),
  };
}

/** Evenly spread ones, the first and the last among them. */
function thinned<Item>(items: readonly Item[], most: number): readonly Item[] {
  if (items.length <= most) return items;
  const step = (items.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, place) => items[Math.round(place * step)]).filter((item) => item !== undefined);
}
