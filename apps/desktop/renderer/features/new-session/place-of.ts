import type { Session } from "@lucid/contract";

/** Where a session is shown once its owner has signed: what waits for its payment has nothing to watch yet. */
export const placeOf = ({ state, session_id: id }: Pick<Session, "state" | "session_id">) =>
  ({ to: state === "created" ? "/sessions/$id" : "/sessions/$id/live", params: { id } }) as const;
