import { backupErrors, EMERGENCY_ACTIONS } from "@lucid/contract";
import { Gauge } from "prom-client";
import type { AuditLog } from "../audit/index.ts";
import type { BackupsArea } from "../backups/index.ts";
import type { Area } from "../calls/index.ts";
import type { Ground } from "../ground/index.ts";
import type { LoginsArea } from "../logins/index.ts";
import type { Accounts } from "../people/index.ts";
import type { SessionsArea } from "../sessions/index.ts";
import type { SharedStore } from "../shared-store/index.ts";
import { createEffects } from "./create-effects.ts";
import { createEmergencyService } from "./create-emergency-service.ts";
import { createEmergencies } from "./emergencies.ts";
import type { EmergencyBook } from "./open-emergency-book.ts";
import { createOtherNodes } from "./other-nodes.ts";

/** How late an action ends by itself at most. */
const LOOK_MS = 1_000;

export interface EmergencyDeps {
  readonly book: EmergencyBook;
  readonly audit: Pick<AuditLog, "record">;
  readonly accounts: Pick<Accounts, "activeSuperAdmins">;
  readonly logins: Pick<LoginsArea, "loggedIn">;
  readonly sessions: Pick<SessionsArea, "endAll" | "openCount">;
  readonly backups: Pick<BackupsArea, "missing" | "begin">;
  readonly shared: Pick<SharedStore, "notices">;
  readonly requestStop: () => void;
}

/**
 * What super admins do to the whole node when something is wrong with it. It goes on after a restart as it stood, and what holds on the
 * owner's other nodes holds here when this returns, if they can be heard.
 */
export async function startEmergency(
  ground: Ground,
  { book, audit, accounts, logins, sessions, backups, shared, requestStop }: EmergencyDeps,
): Promise<Area> {
  const superAdmins = () => accounts.activeSuperAdmins();
  const emergencies = createEmergencies({
    clock: ground.clock,
    steady: ground.time.steady,
    randomness: ground.randomness,
    audit,
    book,
    superAdmins,
    act: () => effects.look(),
  });
  const effects = createEffects({ log: ground.log, book, sessions, backups, requestStop }, emergencies);
  const reach = () => {
    const owners = new Set(superAdmins());
    const others = logins.loggedIn().filter((userId) => !owners.has(userId));
    return {
      open_sessions: sessions.openCount(),
      people_logged_in: others.length,
      super_admins: owners.size,
      can_back_up: backups.missing().length === 0,
      other_nodes: shared.notices !== undefined,
    };
  };
  function requireBackups(): void {
    const missing = backups.missing();
    if (missing.length > 0) throw backupErrors.BACKUP_NOT_SET_UP({ missing: [...missing] });
  }
  const name = "lucid_emergency_in_force";
  new Gauge({
    name,
    help: "Emergency actions in force",
    labelNames: ["action"],
    registers: [ground.metrics],
    collect() {
      for (const action of EMERGENCY_ACTIONS) {
        this.set({ action }, book.notices().filter((notice) => notice.action === action).length);
      }
    },
  });
  const looking = ground.every(LOOK_MS, () => effects.look());
  effects.look();
  const { publicKey: node } = ground.keys;
  await shared.notices?.serve(createOtherNodes({ log: ground.log, steady: ground.time.steady, book, emergencies, node }));

  return {
    services: { emergency: createEmergencyService({ book, emergencies, reach, requireBackups }) },
    events: { emergency: (_id, { principal }) => principal && { type: "emergency", in_force: book.notices() } },
    async [Symbol.asyncDispose]() {
      looking[Symbol.dispose]();
      effects.ended();
    },
  };
}
