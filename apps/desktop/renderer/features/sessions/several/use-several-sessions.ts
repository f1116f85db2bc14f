import type { Session } from "@lucid/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../../shared/api/api.ts";
import { type Refused, refusedOf, type Several, useSeveral } from "../../../shared/ui/several/index.ts";
import type { Deed } from "./what-can-be-done.ts";

/** Sessions that an admin ends in one call, as many as the contract takes. */
const ENDED_AT_ONCE = 100;

/** Does one thing to several sessions, for one reason. */
export function useSeveralSessions(deed: Deed): Several<Session, string> {
  const { client, queries } = useApi();
  const cache = useQueryClient();

  async function endAll(some: readonly Session[], reason: string): Promise<readonly Refused<Session>[]> {
    const named = new Map(some.map((session) => [session.session_id, session]));
    const { results } = await client.oversight.end({ session_ids: [...named.keys()], reason });
    return refusedOf(results.map(({ session_id, code }) => ({ item: named.get(session_id), code })));
  }

  async function doTo(deed: Exclude<Deed, "adminEnd">, { session_id }: Session, reason: string): Promise<void> {
    switch (deed) {
      case "end":
        await client.sessions.stop({ session_id });
        break;
      case "giveUp":
        await client.sessions.cancel({ session_id });
        break;
      case "delete":
        await client.sessions.remove({ session_id, reason });
        break;
      case "adminPause":
        await client.oversight.pause({ session_id, reason });
        break;
      case "adminLock":
        await client.oversight.lockInput({ session_id, reason });
        break;
      case "adminUnlock":
        await client.oversight.unlockInput({ session_id });
        break;
    }
  }

  return useSeveral<Session, string>({
    atOnce: deed === "adminEnd" ? ENDED_AT_ONCE : 1,
    async tryOn(some, reason) {
      if (deed === "adminEnd") return endAll(some, reason);
      for (const session of some) await doTo(deed, session, reason);
      return [];
    },
    onDone: () => cache.invalidateQueries({ queryKey: queries.sessions.key() }),
  });
}
