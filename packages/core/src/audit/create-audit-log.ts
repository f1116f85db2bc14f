import type { Clock } from "@lucid/foundation";
import type { Logger } from "pino";
import QuickLRU from "quick-lru";
import type { AuditDetails, AuditedCall } from "../calls/index.ts";

/** One line of the audit log, whatever it is about. Never holds a secret. */
export interface AuditLine {
  /** `logins.login`, `sessions.start`, `bulk.chunk`, ... */
  readonly action: string;
  /** `ok`, or why not: the code of an error or a reason. */
  readonly outcome: string;
  /** Who did it; absent for strangers and for the node itself. */
  readonly user_id?: string | undefined;
  /** Id of what it was done to: a session, an account, an address. */
  readonly target?: string | undefined;
  readonly login_session_id?: string | undefined;
  /** The API key with which a program did it. */
  readonly api_key_id?: string | undefined;
  readonly ip?: string | undefined;
  readonly user_agent?: string | undefined;
  readonly door?: string | undefined;
  readonly request_id?: string | undefined;
  readonly details?: AuditDetails | undefined;
}

/** What happened on this node and who did it: one entry for each action. */
export interface AuditLog {
  /** A call that came through a door. */
  call(call: AuditedCall): void;
  /** What the node did by itself, or in consequence of something. */
  record(line: AuditLine): void;
}

/** Playing fetches a chunk every few seconds: one line stands for all that one account fetches of a session in this time. */
const PLAYING_MS = 10 * 60_000;
/** Playings remembered at once. Forgetting one too early costs a line. */
const MAX_PLAYINGS = 1_000;

/** Everything goes to `write`, and as a line with `"log":"audit"` into the node's log, of which a copy may leave the machine. */
export function createAuditLog({
  clock,
  log: parent,
  write: keep,
}: {
  readonly clock: Pick<Clock, "elapsed">;
  readonly log: Logger;
  readonly write: (line: AuditLine) => void;
}): AuditLog {
  const log = parent.child({ log: "audit" });
  const playings = new QuickLRU<string, number>({ maxSize: MAX_PLAYINGS });
  function write(line: AuditLine): void {
    keep(line);
    log.info({ ...line, user_agent: undefined }, "audit");
  }

  function isPlayingOn({ procedure, outcome, userId, target }: AuditedCall): boolean {
    if (procedure !== "bulk.chunk" || outcome !== "ok") return false;
    const key = `${userId} ${target}`;
    const now = clock.elapsed();
    const since = playings.get(key);
    if (since !== undefined && now < since + PLAYING_MS) return true;
    playings.set(key, now);
    return false;
  }

  return {
    call(call) {
      if (isPlayingOn(call)) return;
      const { procedure, outcome, userId, target, loginSessionId, apiKeyId, ip, userAgent, door, requestId, details } = call;
      const who = { user_id: userId, target, login_session_id: loginSessionId, api_key_id: apiKeyId };
      write({ action: procedure, outcome, ...who, ip, user_agent: userAgent, door, request_id: requestId, details });
    },
    record: write,
  };
}
