import type { Backup } from "@lucid/contract";
import type { OpenDatabase, Tables } from "@lucid/foundation";

/** A backup as it is kept. Times are unix milliseconds; `rehearsal` is JSON. */
export interface BackupRow {
  readonly backup_id: string;
  readonly cause: Backup["cause"];
  readonly asked_by: string | null;
  readonly state: Backup["state"];
  readonly fault: Backup["fault"];
  readonly message: string | null;
  readonly started_at: number;
  readonly ended_at: number | null;
  readonly path: string | null;
  readonly archive_bytes: number | null;
  readonly chunks: number | null;
  readonly recording_bytes: number | null;
  readonly copied_bytes: number | null;
  readonly absent: number;
  readonly read_back_at: number | null;
  readonly bad_parts: number;
  readonly rehearsed_at: number | null;
  readonly rehearsal: string | null;
}

export const backupTables: Tables = {
  name: "backups",
  migrations: [
    {
      id: "0001-backups",
      sql: `
        CREATE TABLE backups (
          backup_id TEXT PRIMARY KEY,
          cause TEXT NOT NULL,
          asked_by TEXT,
          state TEXT NOT NULL,
          fault TEXT,
          message TEXT,
          started_at INTEGER NOT NULL,
          ended_at INTEGER,
          path TEXT,
          archive_bytes INTEGER,
          chunks INTEGER,
          recording_bytes INTEGER,
          copied_bytes INTEGER,
          absent INTEGER NOT NULL,
          read_back_at INTEGER,
          bad_parts INTEGER NOT NULL,
          rehearsed_at INTEGER,
          rehearsal TEXT
        ) STRICT;
        CREATE INDEX backups_by_time ON backups (started_at);`,
    },
  ],
  watched: [{ table: "backups", topic: "backups", id: "backup_id" }],
};

const COLUMNS = [
  "backup_id",
  "cause",
  "asked_by",
  "state",
  "fault",
  "message",
  "started_at",
  "ended_at",
  "path",
  "archive_bytes",
  "chunks",
  "recording_bytes",
  "copied_bytes",
  "absent",
  "read_back_at",
  "bad_parts",
  "rehearsed_at",
  "rehearsal",
] as const satisfies readonly (keyof BackupRow)[];

/** How many are listed, and looked at by the schedule. */
const LISTED = 50;

/** Rows of `backups`. */
export function createBackupRepository({ read, write }: Pick<OpenDatabase, "read" | "write">) {
  const one = read.prepare<[string], BackupRow>("SELECT * FROM backups WHERE backup_id = ?");
  const last = read.prepare<[number], BackupRow>("SELECT * FROM backups ORDER BY started_at DESC, rowid DESC LIMIT ?");
  const byPath = read.prepare<[string], BackupRow>("SELECT * FROM backups WHERE path = ?");
  const running = read.prepare<[], BackupRow>("SELECT * FROM backups WHERE state = 'running'");
  const put = write.prepare<[BackupRow]>(
    `INSERT OR REPLACE INTO backups (${COLUMNS.join(", ")}) VALUES (${COLUMNS.map((name) => `:${name}`).join(", ")})`,
  );
  return {
    find: (id: string): BackupRow | undefined => one.get(id),
    byPath: (path: string): BackupRow | undefined => byPath.get(path),
    /** Newest first. */
    list: (): BackupRow[] => last.all(LISTED),
    running: (): BackupRow[] => running.all(),
    put: (row: BackupRow): void => void put.run(row),
  };
}
export type BackupRepository = ReturnType<typeof createBackupRepository>;
