import type { StateMap } from "../state/chain-state.ts";

/** What the chain holds for one session. It belongs to the sender who named it first. */
export interface SessionState {
  readonly sender: string;
  /** Size and root of the last tree head. */
  readonly size: number;
  readonly root: string;
  readonly anchored: boolean;
}

type HeadRow = Pick<SessionState, "sender" | "size" | "root">;

/** The sessions by id, for the two kinds that speak of them. They keep the rows that are read here. */
export const sessionRegister: StateMap<SessionState> = {
  open(db) {
    const anchor = db.prepare<{ session: string; height: number }, HeadRow>(`
      SELECT sender, chunk_count AS size, merkle_root AS root FROM session_anchor
      WHERE session_id = :session AND height <= :height`);
    const lastHead = db.prepare<{ session: string; height: number }, HeadRow>(`
      SELECT sender, size, root FROM session_head
      WHERE session_id = :session AND height <= :height ORDER BY size DESC LIMIT 1`);
    return (session, height) => {
      const anchored = anchor.get({ session, height });
      if (anchored !== undefined) return { ...anchored, anchored: true };
      const head = lastHead.get({ session, height });
      return head === undefined ? undefined : { ...head, anchored: false };
    };
  },
};
