import type { Session, SessionId } from "@lucid/contract";
import { useState } from "react";

/** Sessions that were ticked in the list. */
export interface Selection {
  readonly sessions: readonly Session[];
  has(session: Session): boolean;
  toggle(session: Session): void;
  clear(): void;
}

/** Keeps ids; what they are comes from the sessions that are listed now, so that a changed one is as it is. */
export function useSelection(listed: readonly Session[]): Selection {
  const [ids, setIds] = useState<ReadonlySet<SessionId>>(new Set());
  return {
    sessions: listed.filter(({ session_id }) => ids.has(session_id)),
    has: ({ session_id }) => ids.has(session_id),
    toggle: ({ session_id }) =>
      setIds((before) =>
        before.has(session_id) ? new Set([...before].filter((id) => id !== session_id)) : new Set([...before, session_id]),
      ),
    clear: () => setIds(new Set()),
  };
}
