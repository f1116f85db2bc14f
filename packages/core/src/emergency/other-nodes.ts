import { HashHex, UserId } from "@lucid/contract";
import type { Log } from "@lucid/foundation";
import { z } from "zod";
import type { SteadyTime } from "../ground/index.ts";
import type { Notice, OwnNotices } from "../shared-store/index.ts";
import { type Emergencies, holdsEverywhere } from "./emergencies.ts";
import type { EmergencyRow } from "./emergency-repository.ts";
import type { EmergencyBook } from "./open-emergency-book.ts";

/** What is left is told in steps of this: told again that often, and a node that hears of it late holds it that much longer at most. */
const STEP_MS = 5_000;

const Held = z.object({
  emergency_id: z.uuid(),
  action: z.enum(["lockdown_system", "disable_new_sessions"]),
  reason: z.string().min(1).max(500),
  duration_ms: z.int().positive().max(86_400_000),
  remaining_ms: z.int().positive(),
  approval: z.enum(["second_person", "fresh_factor", "not_needed"]),
  asked_by: UserId,
  approved_by: UserId.nullable(),
  node: HashHex,
});
const Lifted = z.object({ emergency_id: z.uuid(), by: UserId, node: HashHex });

const HELD = "emergency held ";
const LIFTED = "emergency lifted ";

export interface OtherNodesDeps {
  readonly log: Pick<Log, "warn">;
  readonly steady: Pick<SteadyTime, "now">;
  readonly book: Pick<EmergencyBook, "open" | "told">;
  readonly emergencies: Pick<Emergencies, "beginElsewhere" | "liftElsewhere">;
  /** Public key of this node. */
  readonly node: string;
}

/**
 * What is in force here, and what was lifted here, for the owner's other nodes; and theirs for this one. An action goes one way, from
 * in force to lifted, and no node takes it back; that its time is over each node finds by itself.
 */
export function createOtherNodes({ log, steady, book, emergencies, node }: OtherNodesDeps): OwnNotices {
  function held(row: EmergencyRow): Notice[] {
    const lifeMs = (row.due_steady ?? 0) - steady.now();
    if (!holdsEverywhere(row) || lifeMs <= 0) return [];
    const { emergency_id, action, reason, duration_ms, approval, asked_by, approved_by } = row;
    const remaining_ms = Math.ceil(lifeMs / STEP_MS) * STEP_MS;
    const told = { emergency_id, action, reason, duration_ms, remaining_ms, approval, asked_by, approved_by };
    return [{ name: HELD + emergency_id, text: JSON.stringify({ ...told, node: row.node ?? node }), lifeMs }];
  }

  function lifted({ emergency_id, ended_by: by, lifted_at_node, told_until }: EmergencyRow): Notice[] {
    const lifeMs = (told_until ?? 0) - steady.now();
    if (lifeMs <= 0) return [];
    const text = JSON.stringify({ emergency_id, by, node: lifted_at_node ?? node });
    return [{ name: LIFTED + emergency_id, text, lifeMs, instead: HELD + emergency_id }];
  }

  /** What a later version says in another way is not obeyed, and said in the log. */
  function read<Value>(schema: z.ZodType<Value>, text: string): Value | undefined {
    try {
      return schema.parse(JSON.parse(text));
    } catch (error) {
      log.warn({ err: error }, "an emergency of another node is not understood");
      return undefined;
    }
  }

  return {
    told: () => [...book.open().flatMap(held), ...book.told().flatMap(lifted)],
    hear(texts) {
      for (const [name, text] of texts) {
        const one = name.startsWith(LIFTED) ? read(Lifted, text) : undefined;
        if (one) emergencies.liftElsewhere(one.emergency_id, { userId: one.by, node: one.node });
      }
      for (const [name, text] of texts) {
        const one = name.startsWith(HELD) ? read(Held, text) : undefined;
        if (one && !texts.has(LIFTED + one.emergency_id)) emergencies.beginElsewhere(one);
      }
    },
  };
}
