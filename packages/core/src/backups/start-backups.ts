import type { ChunkStore } from "@lucid/pipeline";
import { Gauge } from "prom-client";
import type { AuditLog } from "../audit/index.ts";
import type { Area, PartReport } from "../calls/index.ts";
import type { Ground } from "../ground/index.ts";
import type { Announcer } from "../notifications/index.ts";
import type { Accounts } from "../people/index.ts";
import { backupJobTables, createBackupJobRepository } from "./area/backup-job-repository.ts";
import { backupTables, createBackupRepository } from "./area/backup-repository.ts";
import { createAbsence, type Missed } from "./area/create-absence.ts";
import { createBackupLine } from "./area/create-backup-line.ts";
import { createBackupsService } from "./area/create-backups-service.ts";
import { createDatabaseService } from "./area/create-database-service.ts";
import { createBackupRuns } from "./area/run-backups.ts";
import { isDue } from "./area/schedule.ts";
import type { BackupsSettings } from "./backups.settings.ts";
import { startInThreadJobs, startWorkerJobs } from "./job/start-jobs.ts";

export interface BackupsDeps {
  readonly audit: Pick<AuditLog, "record">;
  readonly accounts: Pick<Accounts, "find">;
  readonly store: Pick<ChunkStore, "usage">;
  readonly shared: Pick<Area, "health">;
  readonly announce: Announcer["announce"];
}

export interface BackupsOptions {
  /** File that a worker with one job runs; without one jobs are done in this thread, which is enough for a test. */
  readonly program?: string;
  /** Settings that were given at the start, to be given again to a restored node. */
  readonly given: () => object;
}

export interface BackupsArea extends Area {
  /** What is missing before a backup can be made. */
  missing(): readonly ("backup_folder" | "backup_recipients")[];
  /** Makes a full backup next, whatever waits; whether it was made and read back whole. */
  begin(askedBy: string): Promise<boolean>;
}

/** How late a backup begins at most after its time. */
const LOOK_MS = 30_000;

/** Backups of this node: made by the clock or when somebody asks, read back, rehearsed. */
export function startBackups(
  ground: Ground,
  { audit, accounts, store, shared, announce }: BackupsDeps,
  settings: Readonly<BackupsSettings>,
  { program, given }: BackupsOptions,
): BackupsArea {
  const { clock, db, changes, folder, keys, version, log } = ground;
  db.attach(backupTables);
  db.attach(backupJobTables);
  const repository = createBackupRepository(db);
  const startJobs = () => (program === undefined ? startInThreadJobs(ground) : startWorkerJobs(program));
  const runs = createBackupRuns({
    ...{ clock, log, randomness: ground.randomness, audit, repository, settings },
    startJobs,
    changed: (id) => changes.publish({ topic: "backups", id }),
    node: { data: folder.path, publicKey: keys.publicKey, version, given },
  });

  const line = createBackupLine({
    ...{ clock, log, randomness: ground.randomness, runs, backups: repository },
    jobs: createBackupJobRepository(db),
  });

  const absence = createAbsence();
  /** Whoever looks after the backups learns that one was late, and why. */
  function tellMissed({ last, count }: Missed): void {
    announce({
      key: `backup.missed ${last}`,
      kind: "backup.missed",
      to: { permission: "manage_system_config" },
      link: "/admin/backup",
      data: { at: new Date(last).toISOString(), missed: count },
    });
  }

  function look(): void {
    const missed = absence.look(settings.backup_at, clock.now(), repository.list());
    const with_recordings = settings.backup_recordings ? 1 : 0;
    const due = { kind: "make", backup_id: null, cause: "schedule", asked_by: null, with_recordings } as const;
    if (runs.isRunning() || line.has(due) || runs.missing().length > 0) return;
    if (!isDue(settings.backup_at, clock.now(), repository.list())) return;
    line.add(due);
    if (missed) tellMissed(missed);
  }
  line.resume();
  const looking = ground.every(LOOK_MS, look);

  const name = "lucid_backup_last_whole_timestamp_seconds";
  new Gauge({
    name,
    help: "When the newest backup that was read back whole was made, by the node's clock; 0 where there is none",
    registers: [ground.metrics],
    collect() {
      const whole = repository
        .list()
        .find(({ state, read_back_at, bad_parts }) => state === "made" && read_back_at !== null && bad_parts === 0);
      this.set((whole?.started_at ?? 0) / 1_000);
    },
  });

  function health(): PartReport {
    const rows = repository.list();
    const last = rows.find(({ state }) => state === "made");
    const [newest] = rows.filter(({ state }) => state !== "running");
    const last_success = last?.ended_at == null ? null : new Date(last.ended_at).toISOString();
    if (newest?.fault != null) return { ok: false, detail: `the last backup: ${newest.message}`, last_success, optional: true };
    const detail = last ? "made" : runs.missing().length > 0 ? "not set up" : "none was made yet";
    return { ok: true, detail, last_success, optional: true };
  }

  return {
    services: {
      backups: createBackupsService({ clock, accounts, repository, runs, line, settings }),
      database: createDatabaseService({
        ...{ data: folder.path, startJobs, store, settings },
        sharedStore: async () => (await shared.health?.())?.["shared_store"],
      }),
    },
    events: {
      backups: (_id, { principal }) =>
        principal?.permissions.has("manage_system_config") === true ? { type: "backups" } : undefined,
    },
    health: () => ({ backup: health() }),
    missing: () => runs.missing(),
    begin: (askedBy) => line.addUrgent({ cause: "emergency", askedBy, withRecordings: settings.backup_recordings }),
    async [Symbol.asyncDispose]() {
      looking[Symbol.dispose]();
      line.close();
      await runs[Symbol.asyncDispose]();
    },
  };
}
