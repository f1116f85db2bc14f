import { policyErrors, sessionErrors } from "@lucid/contract";
import { type Caller, requirePrincipal } from "../../calls/index.ts";
import type { SessionRecord } from "../stored/session-row.ts";
import type { HandlerDeps } from "./handler-deps.ts";

/**
 * What has become of a session that was ordered. `pending`: it can start. `starting`: its desktop is being opened. `recorded`: it did.
 * `nothing`: it never will, and nothing of it was recorded.
 */
export type OrderedFate = "pending" | "starting" | "recorded" | "nothing";

/** Sessions as their orders see them. */
export interface OrderedSessions {
  /** Of a session that its owner may start now, but for what it costs: who can open it. @throws what `start` would. */
  requireStartable(
    sessionId: string,
    caller: Caller,
    start: { readonly grant_signature: string; readonly recipients?: readonly string[] | undefined },
  ): readonly string[];
  /** @throws SESSION_NOT_FOUND to everybody but its owner. */
  requireOwned(sessionId: string, caller: Caller): void;
  fate(sessionId: string): OrderedFate;
  /** What its owner has signed and paid for: the same start as by the owner's call. */
  start(sessionId: string, grantSignature: string, recipients: readonly string[]): Promise<void>;
}

type Deps = Pick<HandlerDeps, "access" | "sessions" | "people" | "rules" | "repository" | "requirePaid">;

export function recipientsOf(
  { people }: Pick<Deps, "people">,
  asked: readonly string[] | undefined,
  caller: Caller,
): readonly string[] {
  if (asked) return asked;
  const recipient = people.getUser(requirePrincipal(caller).userId)?.recipient;
  if (!recipient) {
    throw sessionErrors.RECIPIENT_INVALID(undefined, {
      message: "Name a recipient, or keep your encryption identity on the node first",
    });
  }
  return [recipient];
}

/** Starts a session for its owner. @throws SESSION_UNPAID, what policies refuse, and why it may not start now. */
export function createStart({ sessions, rules, requirePaid }: Pick<Deps, "sessions" | "rules" | "requirePaid">) {
  return async (record: SessionRecord, grantSignature: string, recipients: readonly string[]): Promise<void> => {
    const { sessionId } = record;
    if (record.state === "created") {
      requirePaid(sessionId);
      rules.require(record, "start_session");
      if (record.policy.network === "internet") rules.require(record, "use_network");
    }
    // Nothing waits between the checks and the mark that it is starting.
    await sessions.start(sessionId, grantSignature, recipients);
  };
}

export function createOrdering(deps: Deps): OrderedSessions {
  const { access, sessions, rules, repository } = deps;
  const start = createStart(deps);

  /** Asks what a start would ask, and uses up nothing that somebody allowed. */
  function requireAllowed(record: SessionRecord, action: "start_session" | "use_network"): void {
    const decision = rules.decide(record, action);
    if (decision.effect === "deny") throw policyErrors.POLICY_DENIES({ action, decision });
    if (decision.effect === "ask") throw policyErrors.POLICY_ASKS({ action, decision });
  }

  return {
    requireOwned: (sessionId, caller) => void access.owned(sessionId, caller),
    requireStartable(sessionId, caller, { grant_signature, recipients }) {
      const record = access.owned(sessionId, caller);
      sessions.requireStartable(sessionId, grant_signature);
      requireAllowed(record, "start_session");
      if (record.policy.network === "internet") requireAllowed(record, "use_network");
      return recipientsOf(deps, recipients, caller);
    },
    fate(sessionId) {
      const record = repository.get(sessionId);
      if (!record) return "nothing";
      if (sessions.isStarting(sessionId)) return "starting";
      switch (record.state) {
        case "created":
          // A start that could not even store its failure.
          return record.grantSignature === null ? "pending" : "nothing";
        case "failed":
        case "cancelled":
        case "deleted":
          return record.end === null ? "nothing" : "recorded";
        default:
          return "recorded";
      }
    },
    async start(sessionId, grantSignature, recipients) {
      const record = repository.get(sessionId);
      if (!record) throw sessionErrors.SESSION_NOT_FOUND();
      await start(record, grantSignature, recipients);
    },
  };
}
