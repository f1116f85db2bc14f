import { join } from "node:path";
import type { Backup, BackupsState } from "@lucid/contract";
import type { Clock, Log, Randomness } from "@lucid/foundation";
import type { AuditLog } from "../../audit/index.ts";
import type { BackupsSettings } from "../backups.settings.ts";
import type { BackupJobs, JobFailure, JobKind } from "../job/job.ts";
import type { JobOutcome, Jobs } from "../job/start-jobs.ts";
import type { BackupProgress } from "../set/progress.ts";
import type { BackupRepository, BackupRow } from "./backup-repository.ts";

export interface RunBackupsDeps {
  readonly clock: Pick<Clock, "now">;
  readonly log: Log;
  readonly randomness: Pick<Randomness, "uuid">;
  readonly audit: Pick<AuditLog, "record">;
  readonly repository: BackupRepository;
  readonly startJobs: () => Jobs;
  readonly settings: Readonly<BackupsSettings>;
  /** Told when something went on that stands in no row. */
  readonly changed: (backupId: string) => void;
  /** The node that is backed up. */
  readonly node: { readonly data: string; readonly publicKey: string; readonly version: string; readonly given: () => object };
}

export interface Order {
  readonly cause: Backup["cause"];
  readonly askedBy: string | null;
  readonly withRecordings: boolean;
}

type Step = <Kind extends JobKind>(kind: Kind, ask: BackupJobs[Kind]["ask"]) => Promise<JobOutcome<BackupJobs[Kind]["answer"]>>;

type Running = NonNullable<BackupsState["running"]>;

/** Makes backups, reads them back, rehearses them, and takes old ones away: one thing at a time. */
export function createBackupRuns({ clock, log, audit, repository, settings, ...deps }: RunBackupsDeps) {
  let running: { stop: AbortController; shown: Running; ended: Promise<void> } | undefined;

  for (const row of repository.running())
    put(row, { state: "failed", fault: "interrupted", message: "The node ended meanwhile", ended_at: clock.now() });

  function put(row: BackupRow, change: Partial<BackupRow>): BackupRow {
    const next = { ...row, ...change };
    repository.put(next);
    return next;
  }

  /** Does `work` alone. */
  function alone(backupId: string, stage: Running["stage"], work: (step: Step) => Promise<void>): Promise<void> {
    const stop = new AbortController();
    const shown = { backup_id: backupId as Running["backup_id"], stage, done_bytes: 0, total_bytes: 0 };
    const jobs = deps.startJobs();
    const step: Step = (kind, ask) => jobs.do(kind, ask, { signal: stop.signal, onProgress: onProgress(backupId, kind) });
    async function run(): Promise<void> {
      try {
        await work(step);
      } catch (error) {
        log.error({ err: error }, "a backup's work failed");
      } finally {
        await jobs[Symbol.asyncDispose]();
        running = undefined;
        deps.changed(backupId);
      }
    }
    running = { stop, shown, ended: Promise.resolve() };
    const ended = run();
    running = { stop, shown, ended };
    return ended;
  }

  function onProgress(backupId: string, kind: JobKind): (progress: BackupProgress) => void {
    return (progress) => {
      if (!running) return;
      const { doneBytes: done_bytes, totalBytes: total_bytes } = progress;
      const stage = kind === "rehearse" ? "rehearsing" : progress.stage;
      running.shown = { ...running.shown, stage, done_bytes, total_bytes };
      deps.changed(backupId);
    };
  }

  /** What the node did by itself stands in the audit log; what somebody called for stands there as that call, and its end as this. */
  function tell(action: string, outcome: string, row: BackupRow): void {
    audit.record({ action: `backups.${action}`, outcome, target: row.backup_id, details: { cause: row.cause, path: row.path } });
  }

  async function make(row: BackupRow, order: Order, step: Step): Promise<BackupRow> {
    const { backup_folder: folder, backup_recipients: recipients } = settings;
    const { data, version, given } = deps.node;
    const ask = { id: row.backup_id, data, folder, recipients, version, settings: given(), recordings: order.withRecordings };
    const outcome = await step("make", ask);
    const ended_at = clock.now();
    if (outcome.kind === "failed") return failed(put(row, { ...told(outcome.failure), state: "failed", ended_at }), "made");
    const { path, manifest, recordings } = outcome.answer;
    const made = put(row, {
      ...{ state: "made", ended_at, path, archive_bytes: manifest.archive.size },
      ...{ chunks: recordings?.chunks ?? null, recording_bytes: recordings?.bytes ?? null },
      ...{ copied_bytes: recordings?.copied.bytes ?? null, absent: recordings?.absent.length ?? 0 },
    });
    tell("made", "ok", made);
    return made;
  }

  const told = ({ fault, message }: JobFailure) => ({ fault, message });

  function failed(row: BackupRow, action: string): BackupRow {
    log.error({ backup: row.backup_id, fault: row.fault, message: row.message }, "a backup failed");
    tell(action, row.fault ?? "failed", row);
    return row;
  }

  /** Compares a backup with what was signed; the row says when it was whole for the last time. */
  async function readBack(row: BackupRow, step: Step): Promise<BackupRow> {
    const outcome = await step("readBack", { path: row.path ?? "" });
    if (outcome.kind === "failed") return failed(put(row, { ...told(outcome.failure), bad_parts: 1 }), "read_back");
    const bad_parts = outcome.answer.bad.length;
    const [first] = outcome.answer.bad;
    const wrong = first && { fault: "altered" as const, message: `${first.part} is ${first.why}` };
    const read = put(row, { read_back_at: clock.now(), bad_parts, ...(wrong ?? { fault: null, message: null }) });
    return wrong ? failed(read, "read_back") : read;
  }

  async function prune(row: BackupRow, step: Step): Promise<void> {
    const outcome = await step("prune", { path: row.path ?? "", keep: settings.backup_keep });
    if (outcome.kind === "failed") return log.error({ ...outcome.failure }, "old backups were not removed");
    for (const name of outcome.answer.removed) {
      const old = repository.byPath(join(row.path ?? "", "..", name));
      if (old) tell("removed", "ok", put(old, { state: "removed" }));
    }
  }

  async function rehearse(row: BackupRow, step: Step): Promise<void> {
    const { publicKey } = deps.node;
    const ask = { path: row.path ?? "", identityFile: settings.backup_identity_file, node: publicKey };
    const outcome = await step("rehearse", ask);
    if (outcome.kind === "failed") return void failed(put(row, told(outcome.failure)), "rehearsed");
    const report = outcome.answer;
    const [fault] = report.faults;
    const wrong = fault === undefined ? { fault: null, message: null } : { fault: "altered" as const, message: fault };
    const rehearsed = put(row, { rehearsed_at: clock.now(), rehearsal: JSON.stringify(report), ...wrong });
    if (fault === undefined) tell("rehearsed", "ok", rehearsed);
    else failed(rehearsed, "rehearsed");
  }

  return {
    running: (): Running | null => running?.shown ?? null,
    isRunning: (): boolean => running !== undefined,
    /** What is missing before a backup can be made. */
    missing: () => [
      ...(settings.backup_folder === "" ? (["backup_folder"] as const) : []),
      ...(settings.backup_recipients.length === 0 ? (["backup_recipients"] as const) : []),
    ],
    /** Begins a backup, reads it back, takes older ones away, and rehearses it where the node can. Nothing may run. */
    begin(order: Order): { readonly id: string; readonly ended: Promise<boolean> } {
      const id = deps.randomness.uuid();
      const nothing = { archive_bytes: null, chunks: null, recording_bytes: null, copied_bytes: null, absent: 0 };
      const unread = { read_back_at: null, bad_parts: 0, rehearsed_at: null, rehearsal: null };
      const empty = { fault: null, message: null, started_at: clock.now(), ended_at: null, path: null, ...nothing, ...unread };
      const row = { backup_id: id, cause: order.cause, asked_by: order.askedBy, state: "running", ...empty } as const;
      repository.put(row);
      let isWhole = false;
      const ended = alone(id, "databases", async (step) => {
        const made = await make(row, order, step);
        if (made.state !== "made") return;
        const read = await readBack(made, step);
        isWhole = read.read_back_at !== null && read.bad_parts === 0;
        if (!isWhole) return;
        await prune(read, step);
        if (settings.backup_identity_file !== "") await rehearse(read, step);
      });
      return { id, ended: ended.then(() => isWhole) };
    },
    /** Nothing may run, here and below. */
    readBack: (row: BackupRow): Promise<void> =>
      alone(row.backup_id, "reading-back", async (step) => void (await readBack(row, step))),
    rehearse: (row: BackupRow): Promise<void> => alone(row.backup_id, "rehearsing", (step) => rehearse(row, step)),
    /** Whether something was there to be stopped. */
    cancel(): boolean {
      running?.stop.abort(new Error("cancelled"));
      return running !== undefined;
    },
    async [Symbol.asyncDispose]() {
      running?.stop.abort(new Error("the node ends"));
      await running?.ended;
    },
  };
}
export type BackupRuns = ReturnType<typeof createBackupRuns>;
