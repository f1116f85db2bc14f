import type { Clock, Log, Randomness } from "@lucid/foundation";
import type { BackupJobRepository, BackupJobRow } from "./backup-job-repository.ts";
import type { BackupRepository } from "./backup-repository.ts";
import type { BackupRuns, Order } from "./run-backups.ts";

/** What the node ended over twice is not begun a third time: it may be the reason. */
const MOST_TRIES = 2;

export interface BackupLineDeps {
  readonly clock: Pick<Clock, "now">;
  readonly log: Log;
  readonly randomness: Pick<Randomness, "uuid">;
  readonly jobs: BackupJobRepository;
  readonly backups: Pick<BackupRepository, "find">;
  readonly runs: Pick<BackupRuns, "isRunning" | "begin" | "readBack" | "rehearse">;
}

export type Asked = Pick<BackupJobRow, "kind" | "backup_id" | "cause" | "asked_by" | "with_recordings">;

/**
 * Work with backups, one after the other in the order in which it was asked for. It stands in the database until it is done, so that a
 * node which ends meanwhile goes on with it. Who asked for it in an emergency is served next.
 */
export function createBackupLine({ clock, log, randomness, jobs, backups, runs }: BackupLineDeps) {
  const urgent: { readonly order: Order; readonly done: (isWhole: boolean) => void }[] = [];
  let current: BackupJobRow | undefined;
  let isClosing = false;

  async function perform(job: BackupJobRow): Promise<void> {
    const { kind, cause, asked_by: askedBy } = job;
    if (kind === "make") return void (await runs.begin({ cause, askedBy, withRecordings: job.with_recordings === 1 }).ended);
    const row = backups.find(job.backup_id ?? "");
    // Taken away meanwhile, as older than what is kept.
    if (row?.state !== "made") return log.info({ backup: job.backup_id }, "a backup that was to be read is gone");
    await (kind === "read_back" ? runs.readBack(row) : runs.rehearse(row));
  }

  function beginUrgent({ order, done }: (typeof urgent)[number]): void {
    void runs.begin(order).ended.then((isWhole) => {
      done(isWhole);
      next();
    });
  }

  function next(): void {
    if (isClosing || current !== undefined || runs.isRunning()) return;
    const first = urgent.shift();
    if (first) return beginUrgent(first);
    const job = jobs.list().find(({ job_id, tries }) => {
      if (tries < MOST_TRIES) return true;
      log.error({ job: job_id }, "the node ended twice while it did this with a backup: it is left alone");
      jobs.remove(job_id);
      return false;
    });
    if (job === undefined) return;
    current = job;
    jobs.begun(job.job_id);
    void perform(job).then(() => {
      current = undefined;
      if (isClosing) return;
      jobs.remove(job.job_id);
      next();
    });
  }

  const isSame = (one: Asked, other: Asked): boolean => one.kind === other.kind && one.backup_id === other.backup_id;

  return {
    /** In the order in which it will be done, without what is being done now. */
    waiting: (): BackupJobRow[] => jobs.list().filter(({ job_id }) => job_id !== current?.job_id),
    has: (asked: Asked): boolean => jobs.list().some((job) => isSame(job, asked)),
    /** Stored when it returns, and begun if nothing else is being done. */
    add(asked: Asked): void {
      jobs.insert({ ...asked, job_id: randomness.uuid(), asked_at: clock.now(), tries: 0 });
      next();
    },
    /** Before everything that waits; whether it was made and read back whole. It is not kept: who asked asks again after a restart. */
    addUrgent(order: Order): Promise<boolean> {
      const made = Promise.withResolvers<boolean>();
      urgent.push({ order, done: made.resolve });
      next();
      return made.promise;
    },
    /** Whether something of this id waited. */
    withdraw(jobId: string): boolean {
      const isThere = this.waiting().some(({ job_id }) => job_id === jobId);
      if (isThere) jobs.remove(jobId);
      return isThere;
    },
    /** Goes on with what the last process left. */
    resume: next,
    /** The node ends in order: what is being done is begun again by the next one, as if for the first time. */
    close(): void {
      isClosing = true;
      if (current) jobs.givenBack(current.job_id);
    },
  };
}
export type BackupLine = ReturnType<typeof createBackupLine>;
