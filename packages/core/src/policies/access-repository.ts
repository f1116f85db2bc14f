import type { AccessState, PolicyAction } from "@lucid/contract";
import type { Migration, OpenDatabase } from "@lucid/foundation";

/** A request for access. Times are unix milliseconds; those called steady are of the time that nobody can set. */
export interface AccessRow {
  readonly request_id: string;
  readonly user_id: string;
  readonly policy_id: string;
  readonly policy_version: number;
  readonly rule_id: string;
  readonly action: PolicyAction;
  readonly session_id: string | null;
  readonly reason: string;
  readonly minutes: number;
  readonly reviewers: number;
  readonly status: AccessState;
  readonly requested_at: number;
  /** When it lapses while it is pending, and when the grant ends. */
  readonly ends_steady: number;
  readonly used_by: string | null;
}

export interface DecisionRow {
  readonly request_id: string;
  readonly reviewer_id: string;
  readonly decision: "approve" | "deny";
  readonly note: string;
  readonly decided_at: number;
}

export const accessRequests: Migration = {
  id: "0002-access-requests",
  sql: `
    CREATE TABLE access_requests (
      request_id TEXT PRIMARY KEY,
      user_id TEXT NOT NULL,
      policy_id TEXT NOT NULL,
      policy_version INTEGER NOT NULL,
      rule_id TEXT NOT NULL,
      action TEXT NOT NULL,
      session_id TEXT,
      reason TEXT NOT NULL,
      minutes INTEGER NOT NULL,
      reviewers INTEGER NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('pending', 'approved', 'denied', 'expired', 'revoked')),
      requested_at INTEGER NOT NULL,
      ends_steady INTEGER NOT NULL,
      used_by TEXT
    ) STRICT;
    CREATE INDEX access_requests_by_person ON access_requests (user_id, requested_at);
    CREATE INDEX access_requests_open ON access_requests (status, ends_steady) WHERE status IN ('pending', 'approved');
    CREATE INDEX access_requests_by_use ON access_requests (used_by) WHERE used_by IS NOT NULL;
    CREATE TABLE access_decisions (
      request_id TEXT NOT NULL REFERENCES access_requests (request_id),
      reviewer_id TEXT NOT NULL,
      decision TEXT NOT NULL CHECK (decision IN ('approve', 'deny')),
      note TEXT NOT NULL,
      decided_at INTEGER NOT NULL,
      PRIMARY KEY (request_id, reviewer_id)
    ) STRICT, WITHOUT ROWID;`,
};

const COLUMNS = [
  "request_id",
  "user_id",
  "policy_id",
  "policy_version",
  "rule_id",
  "action",
  "session_id",
  "reason",
  "minutes",
  "reviewers",
  "status",
  "requested_at",
  "ends_steady",
  "used_by",
] as const satisfies readonly (keyof AccessRow)[];

/** Rows of `access_requests` and `access_decisions`. */
export function createAccessRepository({ read, write }: Pick<OpenDatabase, "read" | "write">) {
  const columns = COLUMNS.join(", ");
  const select = `SELECT ${columns} FROM access_requests`;
  const one = read.prepare<[string], AccessRow>(`${select} WHERE request_id = ?`);
  const inForce = read.prepare<[string], AccessRow>(`${select} WHERE user_id = ? AND status = 'approved'`);
  const pendingOf = read.prepare<[string], AccessRow>(`${select} WHERE user_id = ? AND status = 'pending'`);
  const due = read.prepare<[number], AccessRow>(`${select} WHERE status IN ('pending', 'approved') AND ends_steady <= ?`);
  const startedBy = read.prepare<[string], AccessRow>(`${select} WHERE used_by = ? AND action = 'start_session'`);
  // `mine`: of this person. `not_of`: of anybody else. `undecided_by`: this reviewer has not said anything yet.
  const filter = `WHERE (:mine IS NULL OR user_id = :mine) AND (:not_of IS NULL OR user_id <> :not_of)
    AND (:status IS NULL OR status = :status)
    AND (:undecided_by IS NULL OR request_id NOT IN (SELECT request_id FROM access_decisions WHERE reviewer_id = :undecided_by))
    AND (:open_at IS NULL OR ends_steady > :open_at)`;
  const listed = read.prepare<[object], AccessRow>(
    `${select} ${filter} ORDER BY requested_at DESC, request_id LIMIT :limit OFFSET :offset`,
  );
  const counted = read.prepare<[object], { total: number }>(`SELECT count(*) AS total FROM access_requests ${filter}`);
  const decisions = read.prepare<[string], DecisionRow>(
    "SELECT request_id, reviewer_id, decision, note, decided_at FROM access_decisions WHERE request_id = ? ORDER BY decided_at",
  );
  const insert = write.prepare<[AccessRow]>(
    `INSERT INTO access_requests (${columns}) VALUES (${COLUMNS.map((name) => `:${name}`).join(", ")})`,
  );
  const insertDecision = write.prepare<[DecisionRow]>(`
    INSERT INTO access_decisions (request_id, reviewer_id, decision, note, decided_at)
    VALUES (:request_id, :reviewer_id, :decision, :note, :decided_at)`);
  const change = write.prepare<[AccessState, number, string]>(
    "UPDATE access_requests SET status = ?, ends_steady = ? WHERE request_id = ?",
  );
  const ofPerson = read.prepare<[string], Omit<AccessRow, "user_id" | "ends_steady">>(`
    SELECT ${COLUMNS.filter((name) => name !== "user_id" && name !== "ends_steady").join(", ")}
    FROM access_requests WHERE user_id = ? ORDER BY requested_at DESC, request_id`);
  const removeDecisions = write.prepare<[string]>(
    "DELETE FROM access_decisions WHERE request_id IN (SELECT request_id FROM access_requests WHERE user_id = ?)",
  );
  const removeOf = write.prepare<[string]>("DELETE FROM access_requests WHERE user_id = ?");
  const use = write.prepare<[string, string, string, number]>(
    `UPDATE access_requests SET used_by = ?
     WHERE request_id = ? AND status = 'approved' AND (used_by IS NULL OR used_by = ?) AND ends_steady > ?`,
  );

  return {
    find: (requestId: string): AccessRow | undefined => one.get(requestId),
    /** Approved ones of a person; some may have ended by now. */
    approved: (userId: string): AccessRow[] => inForce.all(userId),
    pending: (userId: string): AccessRow[] => pendingOf.all(userId),
    /** Open ones whose time is over. */
    due: (steadyMs: number): AccessRow[] => due.all(steadyMs),
    /** The grant that a session was started by. */
    startedBy: (sessionId: string): AccessRow | undefined => startedBy.get(sessionId),
    /** Newest first. */
    list(
      wanted: {
        readonly mine?: string | undefined;
        readonly notOf?: string | undefined;
        readonly status?: AccessState | undefined;
        readonly undecidedBy?: string | undefined;
        /** Not over by then. */
        readonly openAt?: number | undefined;
      },
      { limit, offset }: { readonly limit: number; readonly offset: number },
    ): { rows: AccessRow[]; total: number } {
      const bound = {
        ...{ mine: wanted.mine ?? null, not_of: wanted.notOf ?? null, status: wanted.status ?? null },
        ...{ undecided_by: wanted.undecidedBy ?? null, open_at: wanted.openAt ?? null },
      };
      return { rows: listed.all({ ...bound, limit, offset }), total: counted.get(bound)?.total ?? 0 };
    },
    /** Oldest first. */
    decisions: (requestId: string): DecisionRow[] => decisions.all(requestId),
    insert: (row: AccessRow): void => void insert.run(row),
    addDecision: (row: DecisionRow): void => void insertDecision.run(row),
    change: (requestId: string, status: AccessState, endsSteady: number): void => void change.run(status, endsSteady, requestId),
    /** What somebody asked for, newest first, and what was said to it. */
    ofPerson: (userId: string): object[] =>
      ofPerson.all(userId).map((row) => ({ ...row, decisions: decisions.all(row.request_id).map(toOwnDecision) })),
    /** What a deleted account had asked for, and what was said to it. */
    erase(userId: string): void {
      removeDecisions.run(userId);
      removeOf.run(userId);
    },
    /** Whether it counts for this session: the first that comes, and that one again. */
    use: (requestId: string, sessionId: string, steadyMs: number): boolean =>
      use.run(sessionId, requestId, sessionId, steadyMs).changes === 1,
    transaction: write.transaction,
  };
}
export type AccessRepository = ReturnType<typeof createAccessRepository>;

/** Whoever decided is somebody else. */
const toOwnDecision = ({ decision, note, decided_at }: DecisionRow) => ({ decision, note, decided_at });
