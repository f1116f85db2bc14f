import type { Caller } from "../../calls/index.ts";
import type { SessionRepository } from "../stored/session-repository.ts";
import type { SessionAccess } from "./session-access.ts";

export interface CountLiveDeps {
  readonly repository: Pick<SessionRepository, "many">;
  readonly access: Pick<SessionAccess, "scope">;
  /** By their ids. */
  readonly live: ReadonlyMap<string, unknown>;
}

/** How many of the sessions that the caller may see are running now. */
export function countLive({ repository, access, live }: CountLiveDeps, caller: Caller): number {
  const scope = access.scope(caller);
  return repository.many([...live.keys()]).filter(({ userId }) => scope === undefined || userId === scope).length;
}
