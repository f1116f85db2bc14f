import { sessionErrors } from "@lucid/contract";
import { type Caller, requirePrincipal } from "../../calls/index.ts";
import type { SessionRepository } from "../stored/session-repository.ts";
import type { SessionRecord } from "../stored/session-row.ts";

/**
 * Which sessions a caller may touch. Somebody else's session looks like none at all to those who may not
 * see it.
 */
export function createSessionAccess(repository: Pick<SessionRepository, "get">) {
  const own = (record: SessionRecord, caller: Caller): boolean => record.userId === requirePrincipal(caller).userId;

  const sees = (record: SessionRecord, caller: Caller): boolean => own(record, caller) || seesAll(caller);

  return {
    sees(sessionId: string, caller: Caller): boolean {
      const record = repository.get(sessionId);
      return record !== undefined && sees(record, caller);
    },
    /** @throws SESSION_NOT_FOUND. */
    visible(sessionId: string, caller: Caller): SessionRecord {
      const record = repository.get(sessionId);
      if (!record || !sees(record, caller)) throw sessionErrors.SESSION_NOT_FOUND();
      return record;
    },
    /** Only the owner runs a session. @throws SESSION_NOT_FOUND. */
    owned(sessionId: string, caller: Caller): SessionRecord {
      const record = repository.get(sessionId);
      if (!record || !own(record, caller)) throw sessionErrors.SESSION_NOT_FOUND();
      return record;
    },
    /** The owner, or who may delete any. @throws SESSION_NOT_FOUND. */
    deletable(sessionId: string, caller: Caller): SessionRecord {
      const record = repository.get(sessionId);
      const any = requirePrincipal(caller).permissions.has("delete_any_session");
      if (!record || !(own(record, caller) || any)) throw sessionErrors.SESSION_NOT_FOUND();
      return record;
    },
    /** The account whose sessions a list is limited to; undefined for all. */
    scope: (caller: Caller): string | undefined => (seesAll(caller) ? undefined : requirePrincipal(caller).userId),
  };
}
export type SessionAccess = ReturnType<typeof createSessionAccess>;

const seesAll = (caller: Caller): boolean => requirePrincipal(caller).permissions.has("view_all_sessions");
