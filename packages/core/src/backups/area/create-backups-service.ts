import { type Backup, BackupId, type BackupsState, backupErrors, RehearsalReport, UserId } from "@lucid/contract";
import type { Clock } from "@lucid/foundation";
import { requirePrincipal, type Services } from "../../calls/index.ts";
import type { Accounts } from "../../people/index.ts";
import type { BackupsSettings } from "../backups.settings.ts";
import type { BackupRepository, BackupRow } from "./backup-repository.ts";
import type { BackupRuns } from "./run-backups.ts";
import { momentsOf } from "./schedule.ts";

export interface BackupsServiceDeps {
  readonly clock: Pick<Clock, "now">;
  readonly accounts: Pick<Accounts, "find">;
  readonly repository: BackupRepository;
  readonly runs: BackupRuns;
  readonly settings: Readonly<BackupsSettings>;
}

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/** The backups part of the contract. */
export function createBackupsService({ clock, accounts, repository, runs, settings }: BackupsServiceDeps): Services["backups"] {
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
      last_made_at: newest(({ state, ended_at }) => (state === "running" ? null : ended_at)),
      last_read_back_at: newest(({ read_back_at, bad_parts }) => (bad_parts === 0 ? read_back_at : null)),
      last_rehearsed_at: newest(({ rehearsed_at, fault }) => (fault === null ? rehearsed_at : null)),
      backups: rows.map(shown),
    };
  }

  function requireQuiet(): void {
    if (runs.isRunning()) throw backupErrors.BACKUP_RUNNING();
  }

  function found(id: string): BackupRow {
    const row = repository.find(id);
    if (row?.state !== "made") throw backupErrors.BACKUP_NOT_FOUND();
    return row;
  }

  return {
    get: state,
    make({ with_recordings: withRecordings = settings.backup_recordings }, caller) {
      const missing = runs.missing();
      if (missing.length > 0) throw backupErrors.BACKUP_NOT_SET_UP({ missing: [...missing] });
      requireQuiet();
      const { id } = runs.begin({ cause: "person", askedBy: requirePrincipal(caller).userId, withRecordings });
      caller.identify({ target: id, details: { with_recordings: withRecordings } });
      return state();
    },
    cancel() {
      if (!runs.cancel()) throw backupErrors.BACKUP_NOT_RUNNING();
      return state();
    },
    readBack({ backup_id }) {
      const row = found(backup_id);
      requireQuiet();
      runs.readBack(row);
      return state();
    },
    rehearse({ backup_id }) {
      const row = found(backup_id);
      if (settings.backup_identity_file === "") throw backupErrors.BACKUP_NOT_SET_UP({ missing: ["backup_identity_file"] });
      requireQuiet();
      runs.rehearse(row);
      return state();
    },
  };
}

const later = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.max(one, other);
