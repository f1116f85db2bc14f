import type { NodeEvent, Session, SessionId } from "@lucid/contract";
import type { QueryClient } from "@tanstack/react-query";
import type { Api } from "../../api.ts";
import { connection } from "./connection.ts";

type Queries = Api["queries"];

function putSession(cache: QueryClient, queries: Queries, session: Session): void {
  cache.setQueryData(queries.sessions.get.queryKey({ input: { session_id: session.session_id } }), session);
  let listed = false;
  for (const [key, page] of cache.getQueriesData<{ sessions: Session[]; pagination: unknown }>({
    queryKey: queries.sessions.list.key(),
  })) {
    if (!page?.sessions.some((one) => one.session_id === session.session_id)) continue;
    listed = true;
    const sessions = page.sessions.map((one) => (one.session_id === session.session_id ? session : one));
    cache.setQueryData(key, { ...page, sessions });
  }
  // A session that no open list shows may belong into one: only the node knows which filters it meets.
  if (!listed) void cache.invalidateQueries({ queryKey: queries.sessions.list.key() });
}

function dropSession(cache: QueryClient, queries: Queries, sessionId: SessionId): void {
  cache.removeQueries({ queryKey: queries.sessions.get.queryKey({ input: { session_id: sessionId } }) });
  void cache.invalidateQueries({ queryKey: queries.sessions.list.key() });
  void cache.invalidateQueries({ queryKey: queries.sessions.statistics.key() });
}

const changesTotals = (before: Session | undefined, after: Session): boolean =>
  before?.state !== after.state ||
  before.chunk_count !== after.chunk_count ||
  before.anchored_chunk_count !== after.anchored_chunk_count;

/** Brings the query cache up to date with one event of the node. */
export function applyEvent(cache: QueryClient, queries: Queries, event: NodeEvent): void {
  switch (event.type) {
    case "session": {
      const key = queries.sessions.get.queryKey({ input: { session_id: event.session.session_id } });
      const before = cache.getQueryData<Session>(key);
      putSession(cache, queries, event.session);
      if (changesTotals(before, event.session)) void cache.invalidateQueries({ queryKey: queries.sessions.statistics.key() });
      return;
    }
    case "session_removed":
      dropSession(cache, queries, event.session_id);
      return;
    case "head":
      connection.setState({
        head: { height: event.height, finalizedHeight: event.finalized_height, timestamp: event.timestamp },
      });
      void cache.invalidateQueries({ queryKey: queries.chain.key() });
      return;
    case "account":
      void cache.invalidateQueries({ queryKey: queries.people.key() });
      return;
    case "logins":
      void cache.invalidateQueries({ queryKey: queries.logins.list.key() });
      return;
    case "transaction":
      void cache.invalidateQueries({ queryKey: queries.chain.key() });
      return;
    case "beat":
      return;
  }
}
