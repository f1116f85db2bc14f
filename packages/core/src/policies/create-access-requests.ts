import { type AccessState, MAX_PENDING_REQUESTS, type PolicyAction, type PolicyDecision, policyErrors } from "@lucid/contract";
import type { Clock, Randomness } from "@lucid/foundation";
import type { AuditLog } from "../audit/index.ts";
import type { AccessGrants } from "./access-grants.ts";
import type { AccessRepository, AccessRow } from "./access-repository.ts";
import type { PolicyBook } from "./policy-book.ts";

export interface AccessRequestsDeps {
  readonly clock: Pick<Clock, "now">;
  readonly steadyNow: () => number;
  readonly randomness: Pick<Randomness, "uuid">;
  readonly repository: AccessRepository;
  readonly grants: AccessGrants;
  readonly book: PolicyBook;
  readonly audit: Pick<AuditLog, "record">;
}

export interface Asked {
  readonly userId: string;
  readonly action: PolicyAction;
  readonly sessionId: string | null;
  readonly reason: string;
  readonly minutes: number;
}

/** A request that nobody decides lapses after a day. */
const PENDING_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Access for a while: asked by one person, decided by others, over by itself. Each step is one transaction. */
export function createAccessRequests(deps: AccessRequestsDeps) {
  const { clock, steadyNow, randomness, repository, grants, book, audit } = deps;

  function changed(row: AccessRow): AccessRow {
    grants.forget(row.user_id);
    return found(row.request_id);
  }
  /** @throws REQUEST_NOT_FOUND. */
  function found(requestId: string): AccessRow {
    const row = repository.find(requestId);
    if (!row) throw policyErrors.REQUEST_NOT_FOUND();
    return row;
  }
  /** @throws REQUEST_OVER. */
  function requireIn(row: AccessRow, ...states: AccessState[]): void {
    const isOver = row.ends_steady <= steadyNow();
    if (isOver || !states.includes(row.status)) throw policyErrors.REQUEST_OVER({ status: isOver ? "expired" : row.status });
  }

  /** @throws NOTHING_TO_ASK, TOO_LONG, ASKED_ALREADY, TOO_MANY_REQUESTS. */
  const ask = repository.transaction((asked: Asked, decision: PolicyDecision): AccessRow => {
    const { policy_id, policy_version, rule_id } = decision;
    const { userId: user_id, action, sessionId: session_id, reason, minutes } = asked;
    const asking = policy_id === null || policy_version === null ? undefined : book.version(policy_id, policy_version);
    if (decision.effect !== "ask" || !asking || rule_id === null) throw policyErrors.NOTHING_TO_ASK({ action, decision });
    const { longest_minutes, reviewers } = asking.document.approval;
    if (minutes > longest_minutes) throw policyErrors.TOO_LONG({ longest_minutes });
    const now = steadyNow();
    const pending = repository.pending(user_id).filter(({ ends_steady }) => ends_steady > now);
    if (pending.length >= MAX_PENDING_REQUESTS) throw policyErrors.TOO_MANY_REQUESTS({ limit: MAX_PENDING_REQUESTS });
    const bound = { policy_id: asking.policyId, policy_version: asking.version, action, session_id };
    if (pending.some((row) => Object.entries(bound).every(([name, value]) => row[name as keyof typeof bound] === value)))
      throw policyErrors.ASKED_ALREADY();
    const row: AccessRow = {
      ...{ request_id: randomness.uuid(), user_id, ...bound, rule_id, reason, minutes, reviewers, status: "pending" },
      ...{ requested_at: clock.now(), ends_steady: now + PENDING_MS, used_by: null },
    };
    repository.insert(row);
    return row;
  });

  /** @throws REQUEST_NOT_FOUND, OWN_REQUEST, REQUEST_OVER. */
  const decide = repository.transaction(
    (requestId: string, reviewerId: string, decision: "approve" | "deny", note: string): AccessRow => {
      const row = found(requestId);
      if (row.user_id === reviewerId) throw policyErrors.OWN_REQUEST();
      requireIn(row, "pending");
      const before = repository.decisions(requestId);
      if (before.some(({ reviewer_id }) => reviewer_id === reviewerId)) throw policyErrors.REQUEST_OVER({ status: row.status });
      repository.addDecision({ request_id: requestId, reviewer_id: reviewerId, decision, note, decided_at: clock.now() });
      const isEnough = before.length + 1 >= row.reviewers;
      if (decision === "deny") repository.change(requestId, "denied", steadyNow());
      else if (isEnough) repository.change(requestId, "approved", steadyNow() + row.minutes * MINUTE_MS);
      // The first of two: told as a change, so that the second sees it.
      else repository.change(requestId, "pending", row.ends_steady);
      return changed(row);
    },
  );

  /** @throws REQUEST_NOT_FOUND, REQUEST_OVER. */
  const revoke = repository.transaction((requestId: string): AccessRow => {
    const row = found(requestId);
    requireIn(row, "pending", "approved");
    repository.change(requestId, "revoked", steadyNow());
    return changed(row);
  });

  return {
    ask,
    decide,
    revoke,
    /** Notes what is over. What it opened is closed from the moment on, whether this has run or not. */
    sweep(): void {
      for (const row of repository.due(steadyNow())) {
        repository.change(row.request_id, "expired", row.ends_steady);
        grants.forget(row.user_id);
        audit.record({
          ...{ action: "accessRequests.expired", outcome: row.status, user_id: row.user_id, target: row.request_id },
          details: { action: row.action, policy_id: row.policy_id, policy_version: row.policy_version },
        });
      }
    },
    /** Takes a grant for a session. @returns false when it counts no more. */
    use(requestId: string, sessionId: string): boolean {
      const isUsed = repository.use(requestId, sessionId, steadyNow());
      grants.forget(found(requestId).user_id);
      return isUsed;
    },
    /** Whether a session was started by what somebody had allowed, and that is over. */
    isStartOver(sessionId: string): boolean {
      const row = repository.startedBy(sessionId);
      return row !== undefined && (row.status !== "approved" || row.ends_steady <= steadyNow());
    },
  };
}
export type AccessRequests = ReturnType<typeof createAccessRequests>;
