import { type EmergencyReach, paginate } from "@lucid/contract";
import { type Caller, requirePrincipal, type Services } from "../calls/index.ts";
import type { Asked, Emergencies } from "./emergencies.ts";
import type { EmergencyRow } from "./emergency-repository.ts";
import type { EmergencyBook } from "./open-emergency-book.ts";

const MINUTE_MS = 60_000;
/** Of those in force, what is told first. */
const GRAVITY: readonly EmergencyRow["action"][] = [
  "system_shutdown",
  "lockdown_system",
  "stop_all_sessions",
  "disable_new_sessions",
];

/** What is shown of the past to whoever asks for no page of it. */
const FIRST = { page: 1, limit: 50 };

export interface EmergencyServiceDeps {
  readonly book: EmergencyBook;
  readonly emergencies: Emergencies;
  /** @throws BACKUP_NOT_SET_UP. */
  readonly requireBackups: () => void;
  /** Counted now. */
  readonly reach: () => Omit<EmergencyReach, "approval">;
}

/** The emergency part of the contract. */
export function createEmergencyService({
  book,
  emergencies,
  reach,
  requireBackups,
}: EmergencyServiceDeps): Services["emergency"] {
  function ask(asked: Asked, caller: Caller) {
    return shown(emergencies.ask(asked, requirePrincipal(caller).userId), caller);
  }

  function shown(row: EmergencyRow, caller: Caller) {
    const { action, reason, status, approval, duration_ms } = row;
    caller.identify({ target: row.emergency_id, details: { action, reason, status, approval, duration_ms } });
    return book.view(row);
  }

  return {
    status(input, caller) {
      const { page, limit } = { ...FIRST, ...input };
      const { rows, total } = book.ended(limit, (page - 1) * limit);
      const open = book.open();
      const inForce = GRAVITY.flatMap((action) => open.filter((row) => row.action === action && row.status === "in_progress"));
      const [gravest] = inForce;
      return {
        emergency_active: gravest !== undefined,
        current_emergency: gravest === undefined ? null : book.view(gravest),
        open: open.map(book.view),
        history: rows.map(book.view),
        pagination: paginate({ page, limit }, total),
        reach: { ...reach(), approval: emergencies.approvalFor(requirePrincipal(caller).userId) },
      };
    },
    notice: () => ({ in_force: book.notices() }),
    lockdown: ({ reason, duration_minutes }, caller) =>
      ask({ action: "lockdown_system", reason, durationMs: duration_minutes * MINUTE_MS }, caller),
    stopSessions: ({ reason }, caller) => ask({ action: "stop_all_sessions", reason, durationMs: null }, caller),
    disableSessions: ({ reason, duration_minutes }, caller) =>
      ask({ action: "disable_new_sessions", reason, durationMs: duration_minutes * MINUTE_MS }, caller),
    enableSessions: ({ reason }, caller) => shown(emergencies.enable(reason, requirePrincipal(caller).userId), caller),
    shutdown: ({ reason, delay_seconds }, caller) =>
      ask({ action: "system_shutdown", reason, durationMs: delay_seconds * 1_000 }, caller),
    backup({ reason }, caller) {
      requireBackups();
      return ask({ action: "data_backup", reason, durationMs: null }, caller);
    },
    approve: ({ emergency_id }, caller) => shown(emergencies.approve(emergency_id, requirePrincipal(caller).userId), caller),
    decline: ({ emergency_id }, caller) => shown(emergencies.decline(emergency_id, requirePrincipal(caller).userId), caller),
    lift: ({ emergency_id }, caller) => shown(emergencies.lift(emergency_id, requirePrincipal(caller).userId), caller),
  };
}
