import type { BackupJob } from "@lucid/contract";
import type { OpenDatabase, Tables } from "@lucid/foundation";

/** What somebody asked for and is not done yet. Times are unix milliseconds. */
export interface BackupJobRow {
  readonly job_id: string;
  readonly kind: BackupJob["kind"];
  /** The backup that is read back or rehearsed; null for one that is to be made. */
  readonly backup_id: string | null;
  readonly cause: "person" | "schedule";
  readonly asked_by: string | null;
  /** 1 where recordings belong to the backup. */
  readonly with_recordings: number;
  readonly asked_at: number;
  /** How often it was begun. */
  readonly tries: number;
}

export const backupJobTables: Tables = {
  name: "backup_jobs",
  migrations: [
    {
      id: "0001-backup-jobs",
      sql: `
        CREATE TABLE backup_jobs (
          place INTEGER PRIMARY KEY,
          job_id TEXT NOT NULL UNIQUE,
          kind TEXT NOT NULL CHECK (kind IN ('make', 'read_back', 'rehearse')),
          backup_id TEXT,
          cause TEXT NOT NULL,
          asked_by TEXT,
          with_recordings INTEGER NOT NULL,
          asked_at INTEGER NOT NULL,
          tries INTEGER NOT NULL
        ) STRICT;`,
    },
  ],
  watched: [{ table: "backup_jobs", topic: "backups", id: "job_id" }],
};

const COLUMNS = "job_id, kind, backup_id, cause, asked_by, with_recordings, asked_at, tries";

/** Rows of `backup_jobs`, in the order in which they were asked for. */
export function createBackupJobRepository({ read, write }: Pick<OpenDatabase, "read" | "write">) {
  const all = read.prepare<[], BackupJobRow>(`SELECT ${COLUMNS} FROM backup_jobs ORDER BY place`);
  const insert = write.prepare<[BackupJobRow]>(`INSERT INTO backup_jobs (${COLUMNS})
    VALUES (:job_id, :kind, :backup_id, :cause, :asked_by, :with_recordings, :asked_at, :tries)`);
  const begin = write.prepare<[string]>("UPDATE backup_jobs SET tries = tries + 1 WHERE job_id = ?");
  const giveBack = write.prepare<[string]>("UPDATE backup_jobs SET tries = tries - 1 WHERE job_id = ?");
  const remove = write.prepare<[string]>("DELETE FROM backup_jobs WHERE job_id = ?");
  return {
    list: (): BackupJobRow[] => all.all(),
    insert: (row: BackupJobRow): void => void insert.run(row),
    begun: (jobId: string): void => void begin.run(jobId),
    /** It was begun, and is not to blame for its end. */
    givenBack: (jobId: string): void => void giveBack.run(jobId),
    remove: (jobId: string): void => void remove.run(jobId),
  };
}
export type BackupJobRepository = ReturnType<typeof createBackupJobRepository>;
