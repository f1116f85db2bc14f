import { isOpen, type Session } from "@lucid/contract";

/** What an owner does, and what an admin does to sessions of others: those want a reason, which the owners read. */
export const DEEDS = ["end", "giveUp", "delete"] as const;
export const ADMIN_DEEDS = ["adminEnd", "adminPause", "adminLock", "adminUnlock"] as const;
export type Deed = (typeof DEEDS)[number] | (typeof ADMIN_DEEDS)[number];

export const wantsReason = (deed: Deed): boolean => deed === "adminEnd" || deed === "adminPause" || deed === "adminLock";

/** Those of the sessions whose bundle can be made now. */
export const exportable = (sessions: readonly Session[]): readonly Session[] =>
  sessions.filter(({ anchor, state }) => anchor.status === "final" && state !== "deleted");

const isLocked = ({ reason }: Session): boolean => reason?.code === "input-locked";

/** Those of the sessions to which something can be done now. */
export function fitting(deed: Deed, sessions: readonly Session[]): readonly Session[] {
  switch (deed) {
    case "end":
    case "adminEnd":
      return sessions.filter(isOpen);
    case "adminPause":
      return sessions.filter(({ state }) => state === "recording");
    case "adminLock":
      return sessions.filter((session) => isOpen(session) && !isLocked(session));
    case "adminUnlock":
      return sessions.filter(isLocked);
    case "giveUp":
      return sessions.filter(({ state }) => state === "created");
    case "delete":
      return sessions.filter(
        (session) => !isOpen(session) && !session.legal_hold && !["created", "processing", "deleted"].includes(session.state),
      );
  }
}
