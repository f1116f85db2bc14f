import { type Emergency, EmergencyId, type EmergencyNotice, emergencyErrors, type Role, UserId } from "@lucid/contract";
import type { Gate } from "../calls/index.ts";
import type { Ground } from "../ground/index.ts";
import type { Accounts } from "../people/index.ts";
import { createEmergencyRepository, type EmergencyRow, emergencyTables } from "./emergency-repository.ts";

export interface EmergencyGate extends Gate {
  /** Whether an account of this role may log in now. @throws LOCKED_DOWN. */
  admitLogin(role: Role): void;
}

/** The actions of a node, and what those in force let through. */
export interface EmergencyBook {
  readonly gate: EmergencyGate;
  /** Those that are not over yet, oldest first. */
  open(): readonly EmergencyRow[];
  find(id: string): EmergencyRow | undefined;
  /** Some of those that are over, newest first, and how many there are. */
  ended(limit: number, offset: number): { readonly rows: readonly EmergencyRow[]; readonly total: number };
  /** Lifted ones of which the other nodes are, or were, to be told. */
  told(): readonly EmergencyRow[];
  /** Stored, and in force, when it returns. */
  put(row: EmergencyRow): void;
  view(row: EmergencyRow): Emergency;
  notices(): EmergencyNotice[];
}

/** What is in force holds from the first call after a start: it is read before any door is open. */
export function openEmergencyBook(
  { db, time }: Pick<Ground, "db" | "time">,
  { accounts }: { readonly accounts: Pick<Accounts, "find"> },
): EmergencyBook {
  db.attach(emergencyTables);
  const repository = createEmergencyRepository(db);
  let open = repository.open();
  let told = repository.told();

  function person(userId: string): Emergency["asked_by"] {
    const account = accounts.find(userId);
    return { user_id: UserId.parse(userId), name: account?.username ?? null, tron_address: account?.tron_address ?? "" };
  }
  const until = ({ due_steady }: EmergencyRow): string | null =>
    due_steady === null ? null : iso(time.steady.toWall(due_steady));
  /** Of several, from several nodes, the one that lasts longest. */
  const inForce = (action: EmergencyRow["action"]): EmergencyRow | undefined =>
    open
      .filter((row) => row.action === action && row.status === "in_progress")
      .toSorted((one, other) => (other.due_steady ?? 0) - (one.due_steady ?? 0))[0];
  const why = (row: EmergencyRow) => ({ reason: row.reason, until: until(row) });

  function requireOutside(role: Role): void {
    const lockdown = inForce("lockdown_system");
    if (lockdown && role !== "SUPER_ADMIN") throw emergencyErrors.LOCKED_DOWN(why(lockdown));
  }

  return {
    gate: {
      admit({ errors = [], inLockdown }, { role }) {
        if (inLockdown !== true) requireOutside(role);
        if (!errors.includes(emergencyErrors.spec.NEW_SESSIONS_DISABLED)) return;
        const closed = inForce("lockdown_system") ?? inForce("disable_new_sessions") ?? inForce("system_shutdown");
        if (closed) throw emergencyErrors.NEW_SESSIONS_DISABLED(why(closed));
      },
      admitLogin: requireOutside,
    },
    open: () => open,
    find: (id) => repository.find(id),
    ended: (limit, offset) => repository.ended(limit, offset),
    told: () => told,
    put(row) {
      repository.put(row);
      open = repository.open();
      told = repository.told();
    },
    view: (row) => ({
      emergency_id: EmergencyId.parse(row.emergency_id),
      action: row.action,
      reason: row.reason,
      status: row.status,
      outcome: row.outcome,
      approval: row.approval,
      asked_by: person(row.asked_by),
      approved_by: row.approved_by === null ? null : person(row.approved_by),
      ended_by: row.ended_by === null ? null : person(row.ended_by),
      initiated_at: iso(row.initiated_at),
      effective_at: row.effective_at === null ? null : iso(row.effective_at),
      due_at: until(row),
      ended_at: row.ended_at === null ? null : iso(row.ended_at),
      node: row.node,
      lifted_at_node: row.lifted_at_node,
    }),
    notices: () =>
      open
        // A backup changes nothing for anybody.
        .filter(({ action, status }) => status === "in_progress" && action !== "data_backup")
        .map((row) => ({ action: row.action, reason: row.reason, since: iso(row.initiated_at), until: until(row) })),
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();
