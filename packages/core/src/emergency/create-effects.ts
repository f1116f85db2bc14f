import type { Logger } from "pino";
import type { BackupsArea } from "../backups/index.ts";
import type { SessionsArea } from "../sessions/index.ts";
import type { Emergencies } from "./emergencies.ts";
import type { EmergencyRow } from "./emergency-repository.ts";
import type { EmergencyBook } from "./open-emergency-book.ts";

export interface EffectsDeps {
  readonly log: Logger;
  readonly book: Pick<EmergencyBook, "open">;
  readonly sessions: Pick<SessionsArea, "endAll" | "openCount">;
  readonly backups: Pick<BackupsArea, "missing" | "begin">;
  /** Asks the host program to end the node in order. */
  readonly requestStop: () => void;
}

/**
 * Does what the open actions want, again and again until it is so: after a restart, and when a session that was starting
 * slips through. Nothing is done that does not stand in the book.
 */
export function createEffects({ log, book, sessions, backups, requestStop }: EffectsDeps, emergencies: Emergencies) {
  let isEnding = false;
  let stopAsked = false;
  /** The backup that was asked for last. */
  let backedUp: string | undefined;

  const allOf = (action: EmergencyRow["action"]): readonly EmergencyRow[] =>
    book.open().filter((row) => row.action === action && row.status === "in_progress");
  const ofAction = (action: EmergencyRow["action"]): EmergencyRow | undefined => allOf(action)[0];

  async function endSessions(reason: string): Promise<void> {
    isEnding = true;
    try {
      await sessions.endAll({ code: "ended-by-admin", data: { text: reason } });
    } finally {
      isEnding = false;
    }
    const left = sessions.openCount();
    const stopAll = ofAction("stop_all_sessions");
    if (stopAll) emergencies.endItself(stopAll.emergency_id, left === 0 ? "done" : "failed");
    if (left === 0) for (const lockdown of allOf("lockdown_system")) emergencies.effective(lockdown);
  }

  function backUp(): void {
    const asked = ofAction("data_backup");
    if (asked === undefined || asked.emergency_id === backedUp) return;
    backedUp = asked.emergency_id;
    if (backups.missing().length > 0) return emergencies.endItself(asked.emergency_id, "failed");
    void backups.begin(asked.asked_by).then((isWhole) => emergencies.endItself(asked.emergency_id, isWhole ? "done" : "failed"));
  }

  return {
    look(): void {
      backUp();
      const due = emergencies.passTime();
      if (due && !stopAsked) {
        stopAsked = true;
        log.warn({ emergency_id: due.emergency_id }, "the node is stopped by an emergency action");
        requestStop();
      }
      const ending = [...allOf("lockdown_system"), ...allOf("stop_all_sessions")];
      const [first] = ending;
      const isOver = ending.every(({ effective_at }) => effective_at !== null) && sessions.openCount() === 0;
      if (first === undefined || isOver || isEnding) return;
      endSessions(first.reason).catch((error: unknown) => log.error({ err: error }, "sessions could not be ended"));
    },
    /** The node ends in order, whoever asked for it: what was to stop it is done. */
    ended(): void {
      const shutdown = ofAction("system_shutdown");
      if (shutdown) emergencies.endItself(shutdown.emergency_id, "done");
    },
  };
}
