import { type Emergency, type EmergencyAction, emergencyErrors } from "@lucid/contract";
import type { Clock, Randomness } from "@lucid/foundation";
import type { AuditLog } from "../audit/index.ts";
import type { SteadyTime } from "../ground/index.ts";
import type { EmergencyRow } from "./emergency-repository.ts";
import type { EmergencyBook } from "./open-emergency-book.ts";

/** A request that nobody decides on is no order any more. */
const APPROVAL_MS = 15 * 60_000;
/** A shutdown that a dead node missed by more than this is not made up for: whoever started the node again wants it to run. */
const MISSED_MS = 10 * 60_000;

/** How long other nodes are told that something was lifted: longer than anything is in force, whatever time a node was off. */
const TOLD_MS = 8 * 86_400_000;

const APPROVED: ReadonlySet<EmergencyAction> = new Set(["lockdown_system", "stop_all_sessions", "system_shutdown"]);
/** What holds on all nodes of the owner. The others do something once, with one node. */
export const EVERYWHERE: ReadonlySet<EmergencyAction> = new Set(["lockdown_system", "disable_new_sessions"]);
export const holdsEverywhere = ({ action, status }: Pick<EmergencyRow, "action" | "status">): boolean =>
  status === "in_progress" && EVERYWHERE.has(action);
const LIFTED: ReadonlySet<EmergencyAction> = new Set(["lockdown_system", "disable_new_sessions", "system_shutdown"]);

export interface EmergenciesDeps {
  readonly clock: Pick<Clock, "now">;
  readonly steady: SteadyTime;
  readonly randomness: Pick<Randomness, "uuid">;
  readonly audit: Pick<AuditLog, "record">;
  readonly book: EmergencyBook;
  /** Ids of the accounts that are active super admins. */
  readonly superAdmins: () => readonly string[];
  /** Told when something has to be done now. */
  readonly act: () => void;
}

export interface Asked {
  readonly action: EmergencyAction;
  readonly reason: string;
  readonly durationMs: number | null;
}

/** An action that another node says is in force, without what this node knows best. */
export type BegunElsewhere = Pick<
  EmergencyRow,
  "emergency_id" | "action" | "reason" | "approval" | "asked_by" | "approved_by"
> & { readonly node: string; readonly duration_ms: number; readonly remaining_ms: number };

/** Who may begin and end an action, and when it begins and ends by itself. Its effects are done elsewhere, by what stands here. */
export function createEmergencies({ clock, steady, randomness, audit, book, superAdmins, act }: EmergenciesDeps) {
  function found(id: string, ...allowed: Emergency["status"][]): EmergencyRow {
    const row = book.find(id);
    if (!row) throw emergencyErrors.EMERGENCY_NOT_FOUND();
    if (!allowed.includes(row.status)) throw emergencyErrors.EMERGENCY_STATE({ status: row.status });
    return row;
  }

  /** @throws ALREADY_OPEN. */
  function requireNone(action: EmergencyAction): void {
    if (book.open().some((row) => row.action === action)) throw emergencyErrors.ALREADY_OPEN();
  }

  const othersThan = (userId: string): boolean => superAdmins().some((id) => id !== userId);

  function begin(row: EmergencyRow, approval: NonNullable<EmergencyRow["approval"]>, approvedBy: string | null): EmergencyRow {
    const due_steady = row.duration_ms === null ? null : steady.now() + row.duration_ms;
    const effective_at = row.action === "disable_new_sessions" ? clock.now() : null;
    const begun = { ...row, status: "in_progress", approval, approved_by: approvedBy, due_steady, effective_at } as const;
    book.put(begun);
    act();
    return book.find(row.emergency_id) ?? begun;
  }

  function end(
    row: EmergencyRow,
    outcome: NonNullable<EmergencyRow["outcome"]>,
    by: string | null,
    liftedAtNode: string | null = null,
  ): EmergencyRow {
    const wasDone = outcome === "done" || outcome === "lifted" || outcome === "expired";
    const over = {
      ...row,
      status: wasDone ? "completed" : "failed",
      outcome,
      ended_by: by,
      ended_at: clock.now(),
      due_steady: null,
      lifted_at_node: liftedAtNode,
      told_until: outcome === "lifted" && EVERYWHERE.has(row.action) ? steady.now() + TOLD_MS : null,
    } as const;
    book.put(over);
    // What somebody asked for here stands in the audit log as that call.
    if (by === null || liftedAtNode !== null) record(over, outcome);
    return over;
  }

  function record(row: EmergencyRow, outcome: string): void {
    const { action, reason, approved_by, node, lifted_at_node, emergency_id: target } = row;
    const user_id = node === null ? row.asked_by : undefined;
    audit.record({
      action: `emergency.${action}`,
      outcome,
      user_id,
      target,
      details: { reason, approved_by, node, lifted_at_node },
    });
  }

  const newRow = ({ action, reason, durationMs }: Asked, userId: string): EmergencyRow => ({
    emergency_id: randomness.uuid(),
    action,
    reason: reason.toWellFormed(),
    duration_ms: durationMs,
    status: "initiated",
    outcome: null,
    approval: null,
    asked_by: userId,
    approved_by: null,
    ended_by: null,
    initiated_at: clock.now(),
    effective_at: null,
    ended_at: null,
    due_steady: steady.now() + APPROVAL_MS,
    node: null,
    lifted_at_node: null,
    told_until: null,
  });

  return {
    approvalFor: (userId: string): "second_person" | "fresh_factor" => (othersThan(userId) ? "second_person" : "fresh_factor"),

    /** Begins at once where nobody else has to agree. @throws ALREADY_OPEN. */
    ask(asked: Asked, userId: string): EmergencyRow {
      requireNone(asked.action);
      const row = newRow(asked, userId);
      if (!APPROVED.has(asked.action)) return begin(row, "not_needed", null);
      if (!othersThan(userId)) return begin(row, "fresh_factor", userId);
      book.put(row);
      return row;
    },

    /** @throws NOT_DISABLED. */
    enable(reason: string, userId: string): EmergencyRow {
      const disabled = book.open().filter(({ action }) => action === "disable_new_sessions");
      if (disabled.length === 0) throw emergencyErrors.NOT_DISABLED();
      for (const one of disabled) end(one, "lifted", userId);
      const row = {
        ...newRow({ action: "enable_new_sessions", reason, durationMs: null }, userId),
        approval: "not_needed",
      } as const;
      return end({ ...row, effective_at: clock.now() }, "done", userId);
    },

    /** @throws EMERGENCY_NOT_FOUND, EMERGENCY_STATE, OWN_REQUEST. */
    approve(id: string, userId: string): EmergencyRow {
      const row = found(id, "initiated");
      if (row.asked_by === userId) throw emergencyErrors.OWN_REQUEST();
      return begin(row, "second_person", userId);
    },

    /** @throws EMERGENCY_NOT_FOUND, EMERGENCY_STATE. */
    decline: (id: string, userId: string): EmergencyRow => end(found(id, "initiated"), "declined", userId),

    /** @throws EMERGENCY_NOT_FOUND, EMERGENCY_STATE. */
    lift(id: string, userId: string): EmergencyRow {
      const row = found(id, "in_progress");
      if (!LIFTED.has(row.action)) throw emergencyErrors.EMERGENCY_STATE({ status: row.status });
      return end(row, "lifted", userId);
    },

    /** Holds here what another node says is in force there. What was over here once does not begin again. */
    beginElsewhere({ remaining_ms, ...told }: BegunElsewhere): void {
      if (book.find(told.emergency_id) !== undefined) return;
      const isLockdown = told.action === "lockdown_system";
      const row: EmergencyRow = {
        ...told,
        status: "in_progress",
        outcome: null,
        ended_by: null,
        initiated_at: clock.now(),
        effective_at: isLockdown ? null : clock.now(),
        ended_at: null,
        due_steady: steady.now() + Math.min(remaining_ms, told.duration_ms),
        lifted_at_node: null,
        told_until: null,
      };
      book.put(row);
      record(row, "begun_elsewhere");
      act();
    },

    /** Ends here what was lifted at another node. */
    liftElsewhere(id: string, by: { readonly userId: string; readonly node: string }): void {
      const row = book.find(id);
      if (row?.status === "in_progress") end(row, "lifted", by.userId, by.node);
    },

    /** Notes that the effect is complete. */
    effective(row: EmergencyRow): void {
      const now = book.find(row.emergency_id);
      if (now?.status === "in_progress" && now.effective_at === null) book.put({ ...now, effective_at: clock.now() });
    },

    /** Ends an action by itself. One that is over already stays as it is. */
    endItself(id: string, outcome: "done" | "failed"): void {
      const row = book.find(id);
      if (row?.status === "in_progress") end(outcome === "done" ? { ...row, effective_at: clock.now() } : row, outcome, null);
    },

    /** Ends what came to its end, and answers the shutdown whose time has come. */
    passTime(): EmergencyRow | undefined {
      const now = steady.now();
      for (const row of book.open()) {
        if (row.due_steady === null || row.due_steady > now) continue;
        if (row.status === "initiated") end(row, "lapsed", null);
        else if (row.action !== "system_shutdown") end(row, "expired", null);
        else if (row.due_steady < now - MISSED_MS) end(row, "lapsed", null);
        else return row;
      }
      return undefined;
    },
  };
}
export type Emergencies = ReturnType<typeof createEmergencies>;
