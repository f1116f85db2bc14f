import type { Session } from "@lucid/contract";
import type { EventReducers, KeptAnswers } from "../../shared/api/apply-event.ts";

/** Puts a session into every list that shows it; says whether all that may show it are right then. */
function putIntoLists({ cache, queries }: KeptAnswers, session: Session): boolean {
  let listed = false;
  let moved = false;
  for (const [key, page] of cache.getQueriesData<{ sessions: Session[]; pagination: unknown }>({
    queryKey: queries.sessions.list.key(),
  })) {
    const before = page?.sessions.find((one) => one.session_id === session.session_id);
    if (!page || !before) continue;
    listed = true;
    // A session in another state belongs into another group of the list.
    moved ||= before.state !== session.state;
    const sessions = page.sessions.map((one) => (one.session_id === session.session_id ? session : one));
    cache.setQueryData(key, { ...page, sessions });
  }
  return listed && !moved;
}

/** The session as any screen has it. */
const knownBefore = ({ cache, queries }: KeptAnswers, { session_id }: Session): Session | undefined =>
  cache.getQueryData<Session>(queries.sessions.get.queryKey({ input: { session_id } })) ??
  cache
    .getQueriesData<{ sessions: Session[] }>({ queryKey: queries.sessions.list.key() })
    .flatMap(([, page]) => page?.sessions ?? [])
    .find((one) => one.session_id === session_id);

const changesTotals = (before: Session | undefined, after: Session): boolean =>
  before?.state !== after.state ||
  before.chunk_count !== after.chunk_count ||
  before.anchored_chunk_count !== after.anchored_chunk_count;

export const sessionReducers: EventReducers<"session" | "session_removed"> = {
  session({ session }, kept) {
    const { cache, queries } = kept;
    const key = queries.sessions.get.queryKey({ input: { session_id: session.session_id } });
    const before = knownBefore(kept, session);
    cache.setQueryData(key, session);
    // A session that no open list shows may belong into one: only the node knows which filters it meets.
    if (!putIntoLists(kept, session)) void cache.invalidateQueries({ queryKey: queries.sessions.list.key() });
    if (before?.state !== session.state || before.legal_hold !== session.legal_hold)
      void cache.invalidateQueries({ queryKey: queries.sessions.expiring.key() });
    // Only before its start a session has something to pay.
    if (session.state === "created" || before?.state === "created")
      void cache.invalidateQueries({ queryKey: queries.sales.get.key({ input: { session_id: session.session_id } }) });
    // What was paid for one of which nothing is recorded may be asked for, or go back.
    if (session.chunk_count === 0) void cache.invalidateQueries({ queryKey: queries.sales.ofInvoice.key() });
    if (changesTotals(before, session)) void cache.invalidateQueries({ queryKey: queries.sessions.statistics.key() });
  },
  session_removed({ session_id }, { cache, queries }) {
    cache.removeQueries({ queryKey: queries.sessions.get.queryKey({ input: { session_id } }) });
    void cache.invalidateQueries({ queryKey: queries.sessions.list.key() });
    void cache.invalidateQueries({ queryKey: queries.sessions.expiring.key() });
    void cache.invalidateQueries({ queryKey: queries.sessions.statistics.key() });
  },
};
