import {
  type AgreedPolicy,
  type PolicyAction,
  type PolicyDecision,
  type PolicyPreset,
  policyErrors,
  type SessionPolicy,
  type StatedPurpose,
} from "@lucid/contract";
import type { Clock } from "@lucid/foundation";
import { hashObject } from "@lucid/proof";
import { decide, type HeldGrant, type Question } from "./decide.ts";
import type { Person } from "./person.ts";
import type { KnownPolicy, PolicyBook } from "./policy-book.ts";

/** A session as its rules know it. */
export interface GovernedSession {
  readonly sessionId: string;
  readonly userId: string;
  readonly template: string;
  readonly policy: AgreedPolicy;
  /** RFC 8785 hash of `policy`. */
  readonly policyHash: string;
}

/** What somebody wants for a new session. */
export interface WantedPolicy {
  /** Id of a policy, or terms of the person's own. */
  readonly policy: string | SessionPolicy;
  readonly template: string;
  readonly retentionDays: number;
  readonly stated: StatedPurpose;
}

/** What policies say of sessions. Everything that opens something in a session asks here. */
export interface SessionRules {
  /** Policies that the person may choose now, for this desktop. */
  offered(userId: string, template?: string): PolicyPreset[];
  /**
   * The document that the owner of a new session agrees to.
   * @throws POLICY_NOT_FOUND, POLICY_DENIES, POLICY_DEMANDS.
   */
  agree(userId: string, wanted: WantedPolicy): AgreedPolicy;
  /** May the owner of a session do this now? */
  decide(session: GovernedSession, action: PolicyAction): PolicyDecision;
  /** The same, made ready to be asked many times a second. */
  gate(session: GovernedSession): (action: PolicyAction) => PolicyDecision;
  /** Of a policy that is not chosen for a session yet. @throws POLICY_NOT_FOUND. */
  decideStart(userId: string, policyId: string, action: PolicyAction): PolicyDecision;
  /** Whether a session that runs must end: what allowed its start is over, or its network is closed by now. */
  isOver(session: GovernedSession): boolean;
  /** A start that somebody allowed uses that up. @throws POLICY_DENIES, POLICY_ASKS. */
  require(session: GovernedSession, action: PolicyAction): void;
}

export interface SessionRulesDeps {
  readonly clock: Pick<Clock, "now">;
  readonly book: PolicyBook;
  /** Somebody nobody knows may nothing. */
  readonly person: (userId: string) => Person;
  readonly grants: (userId: string) => readonly HeldGrant[];
  readonly requests: {
    use(requestId: string, sessionId: string): boolean;
    isStartOver(sessionId: string): boolean;
  };
}

const NOTHING_STATED: StatedPurpose = { reason: "", ticket: "" };

export function createSessionRules({ clock, book, person, grants, requests }: SessionRulesDeps): SessionRules {
  function ask(
    question: Pick<Question, "kind" | "chosen" | "standing" | "terms" | "action" | "template" | "sessionId">,
    userId: string,
  ): PolicyDecision {
    const about = { person: person(userId), atMs: clock.now(), everywhere: book.everywhere(), grants: grants(userId) };
    return decide({ ...question, ...about });
  }

  function start(userId: string, agreed: AgreedPolicy, template: string | undefined): PolicyDecision {
    const governing = book.governing(agreed, hashObject(agreed));
    return ask({ ...governing, terms: agreed, action: "start_session", template, sessionId: undefined }, userId);
  }

  /** What people choose, and of others' own policies none. */
  function isForChoice({ current, kind, ownerId }: KnownPolicy, userId: string): boolean {
    return current.document.applies === "chosen" && (kind !== "own" || ownerId === userId);
  }

  /** The terms alone where they say everything: a document of version 1 stays as it was. */
  function agreedUnder({ current, kind }: KnownPolicy, stated: StatedPurpose): AgreedPolicy {
    const { session } = current.document;
    if (!session) throw policyErrors.POLICY_NOT_FOUND();
    if (kind === "built_in" && !isStated(stated)) return session;
    const source = { policy_id: current.policyId, version: current.version, hash: current.hash };
    return { ...session, version: 2, source, stated };
  }

  /** What became of the version is asked once: only a start depends on it. */
  function gate({ policy, policyHash, template, sessionId, userId }: GovernedSession): (action: PolicyAction) => PolicyDecision {
    const about = { ...book.governing(policy, policyHash), terms: policy, template, sessionId };
    return (action) => ask({ ...about, action }, userId);
  }
  const decideFor = (session: GovernedSession, action: PolicyAction): PolicyDecision => gate(session)(action);

  return {
    offered: (userId, template) =>
      book.all().flatMap((policy) => {
        const { document, version } = policy.current;
        if (policy.status !== "enabled" || !document.session || !isForChoice(policy, userId)) return [];
        const agreed = agreedUnder(policy, NOTHING_STATED);
        const { effect } = start(userId, agreed, template);
        if (effect === "deny") return [];
        const { name, description: summary, session, demands, retention_days } = document;
        const preset = { policy_id: policy.policyId, version, name, summary, policy: session, policy_hash: hashObject(agreed) };
        return [{ ...preset, effect, demands, retention_days }];
      }),
    agree(userId, { policy, template, retentionDays, stated }) {
      const agreed = typeof policy === "string" ? named(policy) : whole(policy);
      const decision = start(userId, agreed, template);
      if (decision.effect === "deny") throw policyErrors.POLICY_DENIES({ action: "start_session", decision });
      return agreed;

      function whole(terms: SessionPolicy): AgreedPolicy {
        return isStated(stated) ? { ...terms, version: 2, source: null, stated } : terms;
      }
      function named(policyId: string): AgreedPolicy {
        const known = book.find(policyId);
        if (!known || !isForChoice(known, userId)) throw policyErrors.POLICY_NOT_FOUND();
        const { demands, retention_days } = known.current.document;
        const { min: min_days, max: max_days } = retention_days;
        const missing = (what: "reason" | "ticket" | "retention") =>
          policyErrors.POLICY_DEMANDS({ missing: what, min_days, max_days });
        if (demands.reason && stated.reason === "") throw missing("reason");
        if (demands.ticket && stated.ticket === "") throw missing("ticket");
        if (retentionDays < min_days || retentionDays > max_days) throw missing("retention");
        return agreedUnder(known, stated);
      }
    },
    decide: decideFor,
    decideStart(userId, policyId, action) {
      const known = book.find(policyId);
      if (!known || !isForChoice(known, userId)) throw policyErrors.POLICY_NOT_FOUND();
      const agreed = agreedUnder(known, NOTHING_STATED);
      const governing = book.governing(agreed, hashObject(agreed));
      return ask({ ...governing, terms: agreed, action, template: undefined, sessionId: undefined }, userId);
    },
    isOver: (session) =>
      requests.isStartOver(session.sessionId) ||
      (session.policy.network === "internet" && decideFor(session, "use_network").effect !== "allow"),
    gate,
    require(session, action) {
      const decision = decideFor(session, action);
      const grant = action === "start_session" ? decision.request_id : null;
      if (decision.effect === "allow" && (grant === null || requests.use(grant, session.sessionId))) return;
      const data = { action, decision };
      throw decision.effect === "deny" ? policyErrors.POLICY_DENIES(data) : policyErrors.POLICY_ASKS(data);
    },
  };
}

const isStated = ({ reason, ticket }: StatedPurpose): boolean => reason !== "" || ticket !== "";
