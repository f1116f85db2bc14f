import type { HeldBack, Session } from "@lucid/contract";
import { useState } from "react";

export type HeldAction = HeldBack["action"];

export interface HeldBackNotes {
  /** What a person must know now. */
  readonly shown: readonly HeldBack[];
  /** Somebody tried here what the session's terms rule out: it never reaches the node. */
  tell(action: HeldAction): void;
  close(note: HeldBack): void;
}

/** What policies hold back of what is tried in a desktop, by the node's word and by what this page knows of the terms. */
export function useHeldBack(session: Session): HeldBackNotes {
  const { held_back: told, policy } = session;
  const [own, setOwn] = useState<readonly HeldBack[]>([]);
  // What was held back before the page was opened is not tried now.
  const [closed, setClosed] = useState<readonly HeldBack[]>(told);
  const all = [...told, ...own.filter(({ action }) => told.every((one) => one.action !== action))];
  const shown = all.filter((note) => !closed.some(({ action, at }) => action === note.action && at === note.at));

  return {
    shown,
    tell(action) {
      if (shown.some((one) => one.action === action)) return;
      const source = policy.version === 2 ? policy.source : null;
      const by = {
        policy_id: source?.policy_id ?? null,
        policy_version: source?.version ?? null,
        rule_id: null,
        request_id: null,
      };
      const note: HeldBack = { action, decision: { effect: "deny", because: "terms", ...by }, at: new Date().toISOString() };
      setOwn([...own.filter((one) => one.action !== action), note]);
    },
    close: (note) => setClosed([...closed.filter(({ action }) => action !== note.action), note]),
  };
}
