import type { EmergencyBook } from "../../emergency/index.ts";
import type { Announce, Source } from "./source.ts";

export interface EmergenciesSourceDeps {
  readonly announce: Announce;
  readonly book: Pick<EmergencyBook, "open" | "ended" | "find">;
}

/** Ended ones that are looked at again after a start: far more than a node can have missed. */
const LATELY = 50;

/** Emergency actions: asked for, begun, and over. */
export function createEmergenciesSource({ announce, book }: EmergenciesSourceDeps): Source {
  function tell(id: string): void {
    const row = book.find(id);
    // What enables sessions again is told as the end of what disabled them.
    if (!row || row.action === "enable_new_sessions") return;
    const { action, status, outcome, approval, asked_by: who } = row;
    const about = { link: "/admin/emergency", who };
    const data = { emergency_id: id, action };
    const everybody = { permission: "access_admin_dashboard" } as const;
    if (status === "initiated") {
      const to = { permission: "emergency_lockdown", except: who } as const;
      announce({ ...about, key: `emergency.asked ${id}`, kind: "emergency.asked", to, data });
    } else if (status === "in_progress") {
      announce({ ...about, key: `emergency.started ${id}`, kind: "emergency.started", to: everybody, data });
    } else {
      const over = { ...data, outcome: outcome ?? status };
      // What never began concerns who asked for it.
      const to = approval === null ? { account: who } : everybody;
      announce({ ...about, key: `emergency.ended ${id}`, kind: "emergency.ended", to, data: over });
    }
  }

  return {
    heard: { topic: "emergency", of: tell },
    look(since) {
      for (const { emergency_id } of book.open()) tell(emergency_id);
      const { rows } = book.ended(LATELY, 0);
      for (const { emergency_id, ended_at } of rows) if ((ended_at ?? 0) >= since) tell(emergency_id);
    },
  };
}
