import type { Emergency, EmergencyAction } from "@lucid/contract";
import type { OpenDatabase, Tables } from "@lucid/foundation";

/** An action as it is kept. Moments that people read are unix milliseconds; what is due is by the node's steady time. */
export interface EmergencyRow {
  readonly emergency_id: string;
  readonly action: EmergencyAction;
  readonly reason: string;
  /** How long it is in force, or how long a shutdown waits; null for what is done at once. */
  readonly duration_ms: number | null;
  readonly status: Emergency["status"];
  readonly outcome: Emergency["outcome"];
  readonly approval: Emergency["approval"];
  readonly asked_by: string;
  readonly approved_by: string | null;
  readonly ended_by: string | null;
  readonly initiated_at: number;
  readonly effective_at: number | null;
  readonly ended_at: number | null;
  readonly due_steady: number | null;
  /** Public key of the owner's other node at which it was asked for; null: at this one. */
  readonly node: string | null;
  /** Public key of the other node at which it was lifted. */
  readonly lifted_at_node: string | null;
  /** Until when the other nodes are told that it was lifted, by the steady time; null where they need not be. */
  readonly told_until: number | null;
}

export const emergencyTables: Tables = {
  name: "emergency",
  migrations: [
    {
      id: "0001-emergencies",
      sql: `
        CREATE TABLE emergencies (
          emergency_id TEXT PRIMARY KEY,
          action TEXT NOT NULL,
          reason TEXT NOT NULL,
          duration_ms INTEGER,
          status TEXT NOT NULL,
          outcome TEXT,
          approval TEXT,
          asked_by TEXT NOT NULL,
          approved_by TEXT,
          ended_by TEXT,
          initiated_at INTEGER NOT NULL,
          effective_at INTEGER,
          ended_at INTEGER,
          due_steady INTEGER
        ) STRICT;
        CREATE INDEX emergencies_by_time ON emergencies (initiated_at);
        CREATE UNIQUE INDEX emergencies_open ON emergencies (action) WHERE ended_at IS NULL;`,
    },
    {
      id: "0002-other-nodes",
      // What is in force at another node holds beside what was asked for here.
      sql: `
        ALTER TABLE emergencies ADD COLUMN node TEXT;
        ALTER TABLE emergencies ADD COLUMN lifted_at_node TEXT;
        ALTER TABLE emergencies ADD COLUMN told_until INTEGER;
        DROP INDEX emergencies_open;
        CREATE UNIQUE INDEX emergencies_open ON emergencies (action) WHERE ended_at IS NULL AND node IS NULL;
        CREATE INDEX emergencies_told ON emergencies (told_until) WHERE told_until IS NOT NULL;`,
    },
  ],
  watched: [{ table: "emergencies", topic: "emergency", id: "emergency_id" }],
};

/** Rows of `emergencies`. At most one of each action that was asked for here is open. */
export function createEmergencyRepository({ read, write }: Pick<OpenDatabase, "read" | "write">) {
  const byId = read.prepare<[string], EmergencyRow>("SELECT * FROM emergencies WHERE emergency_id = ?");
  const open = read.prepare<[], EmergencyRow>("SELECT * FROM emergencies WHERE ended_at IS NULL ORDER BY initiated_at");
  const ended = read.prepare<[number, number], EmergencyRow>(
    "SELECT * FROM emergencies WHERE ended_at IS NOT NULL ORDER BY initiated_at DESC, rowid DESC LIMIT ? OFFSET ?",
  );
  const endedCount = read.prepare<[], { total: number }>("SELECT count(*) AS total FROM emergencies WHERE ended_at IS NOT NULL");
  const put = write.prepare<[EmergencyRow]>(`
    INSERT INTO emergencies (emergency_id, action, reason, duration_ms, status, outcome, approval, asked_by,
      approved_by, ended_by, initiated_at, effective_at, ended_at, due_steady, node, lifted_at_node, told_until)
    VALUES (:emergency_id, :action, :reason, :duration_ms, :status, :outcome, :approval, :asked_by,
      :approved_by, :ended_by, :initiated_at, :effective_at, :ended_at, :due_steady,
      :node, :lifted_at_node, :told_until)
    ON CONFLICT (emergency_id) DO UPDATE SET status = excluded.status, outcome = excluded.outcome,
      approval = excluded.approval, approved_by = excluded.approved_by, ended_by = excluded.ended_by,
      effective_at = excluded.effective_at, ended_at = excluded.ended_at, due_steady = excluded.due_steady,
      lifted_at_node = excluded.lifted_at_node, told_until = excluded.told_until`);
  const told = read.prepare<[], EmergencyRow>("SELECT * FROM emergencies WHERE told_until IS NOT NULL");

  return {
    find: (id: string): EmergencyRow | undefined => byId.get(id),
    open: (): EmergencyRow[] => open.all(),
    /** Newest first. */
    ended: (limit: number, offset: number): { rows: EmergencyRow[]; total: number } => ({
      rows: ended.all(limit, offset),
      total: endedCount.get()?.total ?? 0,
    }),
    /** Lifted ones of which the other nodes are, or were, to be told. */
    told: (): EmergencyRow[] => told.all(),
    put: (row: EmergencyRow): void => void put.run(row),
  };
}
export type EmergencyRepository = ReturnType<typeof createEmergencyRepository>;
