import type { Caller } from "../../calls/index.ts";
import type { SessionRepository } from "../stored/session-repository.ts";
import type { SessionAccess } from "./session-access.ts";

export interface CountLiveDeps<Live = unknown> {
  readonly repository: Pick<SessionRepository, "many">;
  readonly access: Pick<SessionAccess, "scope">;
  /** By their ids. */
  readonly live: ReadonlyMap<string, Live>;
}

/** Those of the running sessions that the caller may see. */
export function visibleLive<Live>({ repository, access, live }: CountLiveDeps<Live>, caller: Caller): Live[] {
  const scope = access.scope(caller);
  const seen = repository.many([...live.keys()]).filter(({ userId }) => scope === undefined || userId === scope);
  return seen.flatMap(({ sessionId }) => live.get(sessionId) ?? []);
}

/** How many of the sessions that the caller may see are running now. */
export const countLive = (deps: CountLiveDeps, caller: Caller): number => visibleLive(deps, caller).length;
