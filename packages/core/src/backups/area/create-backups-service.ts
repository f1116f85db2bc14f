import { type Backup, BackupId, type BackupsState, backupErrors, RehearsalReport, UserId } from "@lucid/contract";
import type { Clock } from "@lucid/foundation";
import { type Caller, requirePrincipal, type Services } from "../../calls/index.ts";
import type { Accounts } from "../../people/index.ts";
import type { BackupsSettings } from "../backups.settings.ts";
import type { BackupJobRow } from "./backup-job-repository.ts";
import type { BackupRepository, BackupRow } from "./backup-repository.ts";
import type { Asked, BackupLine } from "./create-backup-line.ts";
import type { BackupRuns } from "./run-backups.ts";
import { momentsOf } from "./schedule.ts";

export interface BackupsServiceDeps {
  readonly clock: Pick<Clock, "now">;
  readonly accounts: Pick<Accounts, "find">;
  readonly repository: Pick<BackupRepository, "list" | "find">;
  readonly runs: Pick<BackupRuns, "running" | "missing" | "cancel">;
  readonly line: BackupLine;
  readonly settings: Readonly<BackupsSettings>;
}

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/** The backups part of the contract. */
export function createBackupsService({
  clock,
  accounts,
  repository,
  runs,
  line,
  settings,
}: BackupsServiceDeps): Services["backups"] {
  function person(userId: string | null): Backup["asked_by"] {
    if (userId === null) return null;
    const account = accounts.find(userId);
    return { user_id: UserId.parse(userId), name: account?.username ?? null, tron_address: account?.tron_address ?? "" };
  }

  const shown = (row: BackupRow): Backup => ({
    ...row,
    backup_id: BackupId.parse(row.backup_id),
    asked_by: person(row.asked_by),
    started_at: new Date(row.started_at).toISOString(),
    ended_at: iso(row.ended_at),
    read_back_at: iso(row.read_back_at),
    rehearsed_at: iso(row.rehearsed_at),
    rehearsal: row.rehearsal === null ? null : RehearsalReport.parse(JSON.parse(row.rehearsal)),
  });

  const waits = ({ job_id, kind, backup_id, cause, asked_by, asked_at }: BackupJobRow): BackupsState["waiting"][number] => ({
    ...{ job_id, kind, cause, asked_by: person(asked_by) },
    backup_id: backup_id === null ? null : BackupId.parse(backup_id),
    asked_at: new Date(asked_at).toISOString(),
  });

  function state(): BackupsState {
    const rows = repository.list();
    const newest = (moment: (row: BackupRow) => number | null): string | null =>
      iso(rows.reduce<number | null>((last, row) => (row.state === "failed" ? last : later(last, moment(row))), null));
    const isOn = settings.backup_at !== "" && runs.missing().length === 0;
    return {
      folder: settings.backup_folder === "" ? null : settings.backup_folder,
      recipients: [...settings.backup_recipients],
      at: settings.backup_at === "" ? null : settings.backup_at,
      keep: settings.backup_keep,
      with_recordings: settings.backup_recordings,
      rehearses: settings.backup_identity_file !== "",
      next_at: isOn ? iso(momentsOf(settings.backup_at, clock.now()).next) : null,
      running: runs.running(),
      waiting: line.waiting().map(waits),
      last_made_at: newest(({ state, ended_at }) => (state === "running" ? null : ended_at)),
      last_read_back_at: newest(({ read_back_at, bad_parts }) => (bad_parts === 0 ? read_back_at : null)),
      last_rehearsed_at: newest(({ rehearsed_at, fault }) => (fault === null ? rehearsed_at : null)),
      backups: rows.map(shown),
    };
  }

  /** @throws BACKUP_RUNNING. */
  function ask(what: Pick<Asked, "kind" | "backup_id">, caller: Caller, withRecordings = false): BackupsState {
    const { userId: asked_by } = requirePrincipal(caller);
    const asked: Asked = { ...what, cause: "person", asked_by, with_recordings: withRecordings ? 1 : 0 };
    if (line.has(asked)) throw backupErrors.BACKUP_RUNNING();
    line.add(asked);
    return state();
  }

  /** @throws BACKUP_NOT_FOUND. */
  function requireMade(id: string): void {
    if (repository.find(id)?.state !== "made") throw backupErrors.BACKUP_NOT_FOUND();
  }

  return {
    get: state,
    make({ with_recordings: withRecordings = settings.backup_recordings }, caller) {
      const missing = runs.missing();
      if (missing.length > 0) throw backupErrors.BACKUP_NOT_SET_UP({ missing: [...missing] });
      caller.identify({ details: { with_recordings: withRecordings } });
      return ask({ kind: "make", backup_id: null }, caller, withRecordings);
    },
    cancel(asked) {
      if (!(asked?.job_id === undefined ? runs.cancel() : line.withdraw(asked.job_id))) throw backupErrors.BACKUP_NOT_RUNNING();
      return state();
    },
    readBack({ backup_id }, caller) {
      requireMade(backup_id);
      return ask({ kind: "read_back", backup_id }, caller);
    },
    rehearse({ backup_id }, caller) {
      requireMade(backup_id);
      if (settings.backup_identity_file === "") throw backupErrors.BACKUP_NOT_SET_UP({ missing: ["backup_identity_file"] });
      return ask({ kind: "rehearse", backup_id }, caller);
    },
  };
}

const later = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.max(one, other);
