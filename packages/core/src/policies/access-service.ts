import {
  type AccessRequest,
  commonErrors,
  loginErrors,
  paginate,
  policyErrors,
  RequestId,
  SessionId,
  UserId,
} from "@lucid/contract";
import { type Caller, type Principal, requirePrincipal, type Services } from "../calls/index.ts";
import type { People } from "../people/index.ts";
import type { AccessRepository, AccessRow } from "./access-repository.ts";
import type { AccessRequests } from "./create-access-requests.ts";
import { managesAll } from "./create-policies-service.ts";
import type { PolicyBook } from "./policy-book.ts";
import type { GovernedSession, SessionRules } from "./session-rules.ts";

export interface AccessServiceDeps {
  readonly repository: AccessRepository;
  readonly requests: AccessRequests;
  readonly book: PolicyBook;
  readonly rules: Pick<SessionRules, "decide" | "decideStart">;
  readonly people: Pick<People, "getUser">;
  readonly steady: { now(): number; toWall(steadyMs: number): number };
  /** A session that the caller may see. @throws SESSION_NOT_FOUND. */
  readonly session: (sessionId: string, caller: Caller) => GovernedSession;
}

/** Who is told of a request, and may look at it. */
export const seesRequest = ({ user_id }: Pick<AccessRow, "user_id">, principal: Principal): boolean =>
  user_id === principal.userId || managesAll(principal);

/** The asker at any time; what was allowed, whoever decides as well. What is not decided yet, others decide. */
const mayRevoke = (row: Pick<AccessRow, "user_id" | "status">, principal: Principal): boolean =>
  row.user_id === principal.userId || (managesAll(principal) && row.status !== "pending");

/** The part of the contract about access for a while. */
export function createAccessService(deps: AccessServiceDeps): Services["accessRequests"] {
  const { repository, requests, book, rules, people, steady } = deps;

  function somebody(userId: string): AccessRequest["asker"] {
    const account = people.getUser(userId);
    return { user_id: UserId.parse(userId), name: account?.username ?? null, tron_address: account?.tron_address ?? "" };
  }

  function shown(row: AccessRow, principal: Principal): AccessRequest {
    const decisions = repository.decisions(row.request_id);
    const isOpen = row.ends_steady > steady.now();
    const status = !isOpen && (row.status === "pending" || row.status === "approved") ? "expired" : row.status;
    const isReviewer = managesAll(principal) && row.user_id !== principal.userId;
    return {
      request_id: RequestId.parse(row.request_id),
      asker: somebody(row.user_id),
      ...{ policy_id: row.policy_id, policy_version: row.policy_version, rule_id: row.rule_id, action: row.action },
      policy_name: book.version(row.policy_id, row.policy_version)?.document.name ?? "",
      session_id: row.session_id === null ? null : SessionId.parse(row.session_id),
      ...{ reason: row.reason, minutes: row.minutes, status, reviewers: row.reviewers },
      decisions: decisions.map(({ reviewer_id, decision, note, decided_at }) => ({
        ...{ reviewer: somebody(reviewer_id), decision, note, decided_at: iso(decided_at) },
      })),
      requested_at: iso(row.requested_at),
      ends_at: iso(steady.toWall(row.ends_steady)),
      used_by: row.used_by === null ? null : SessionId.parse(row.used_by),
      may_decide: isReviewer && status === "pending" && decisions.every(({ reviewer_id }) => reviewer_id !== principal.userId),
      may_revoke: mayRevoke(row, principal) && (status === "pending" || status === "approved"),
    };
  }

  /** @throws REQUEST_NOT_FOUND. */
  function visible(requestId: string, principal: Principal): AccessRow {
    const row = repository.find(requestId);
    if (!row || !seesRequest(row, principal)) throw policyErrors.REQUEST_NOT_FOUND();
    return row;
  }

  return {
    list(input, caller) {
      const principal = requirePrincipal(caller);
      const paging = { limit: input.limit, offset: (input.page - 1) * input.limit };
      // Who decides about nobody's has an empty list of them, not a refusal.
      if (input.which !== "mine" && !managesAll(principal)) return { requests: [], pagination: paginate(input, 0) };
      const mine = input.which === "mine" ? principal.userId : undefined;
      const notOf = input.which === "to_decide" ? principal.userId : undefined;
      const status = input.which === "to_decide" ? "pending" : input.status;
      const waiting = input.which === "to_decide" ? { undecidedBy: principal.userId, openAt: steady.now() } : {};
      const { rows, total } = repository.list({ mine, notOf, status, ...waiting }, paging);
      return { requests: rows.map((row) => shown(row, principal)), pagination: paginate(input, total) };
    },
    ask(input, caller) {
      const principal = requirePrincipal(caller);
      const session = input.session_id === undefined ? undefined : deps.session(input.session_id, caller);
      if (session && session.userId !== principal.userId) throw policyErrors.REQUEST_NOT_FOUND();
      const { userId } = principal;
      const decision = session ? rules.decide(session, input.action) : rules.decideStart(userId, input.policy_id, input.action);
      const asked = {
        ...{ userId, action: input.action, sessionId: session?.sessionId ?? null },
        ...{ reason: input.reason.toWellFormed(), minutes: input.minutes },
      };
      const row = requests.ask(asked, decision);
      tell(caller, row);
      return shown(row, principal);
    },
    get(input, caller) {
      const principal = requirePrincipal(caller);
      return shown(visible(input.request_id, principal), principal);
    },
    decide(input, caller) {
      const principal = requirePrincipal(caller);
      const row = visible(input.request_id, principal);
      if (!managesAll(principal) && row.user_id !== principal.userId)
        throw loginErrors.PERMISSION_DENIED({ permission: "manage_trust_policies" });
      const decided = requests.decide(row.request_id, principal.userId, input.decision, input.note.toWellFormed());
      tell(caller, decided);
      return shown(decided, principal);
    },
    revoke(input, caller) {
      const principal = requirePrincipal(caller);
      const row = visible(input.request_id, principal);
      if (!mayRevoke(row, principal)) throw commonErrors.NOT_ALLOWED();
      const revoked = requests.revoke(row.request_id);
      tell(caller, revoked);
      return shown(revoked, principal);
    },
  };
}

const tell = (caller: Caller, { request_id, action, policy_id, policy_version, minutes, status }: AccessRow): void =>
  caller.identify({ target: request_id, details: { action, policy_id, policy_version, minutes, status } });

const iso = (ms: number): string => new Date(ms).toISOString();
