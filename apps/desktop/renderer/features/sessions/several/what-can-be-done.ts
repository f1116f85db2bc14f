import { isOpen, type Session } from "@lucid/contract";

export const DEEDS = ["end", "giveUp", "delete"] as const;
export type Deed = (typeof DEEDS)[number];

/** Those of the sessions whose bundle can be made now. */
export const exportable = (sessions: readonly Session[]): readonly Session[] =>
  sessions.filter(({ anchor, state }) => anchor.status === "final" && state !== "deleted");

/** Those of the sessions to which something can be done now. */
export function fitting(deed: Deed, sessions: readonly Session[]): readonly Session[] {
  switch (deed) {
    case "end":
      return sessions.filter(isOpen);
    case "giveUp":
      return sessions.filter(({ state }) => state === "created");
    case "delete":
      return sessions.filter(
        (session) => !isOpen(session) && !session.legal_hold && !["created", "processing", "deleted"].includes(session.state),
      );
  }
}
