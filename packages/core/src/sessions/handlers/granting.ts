import { type GrantTerms, grantText } from "@lucid/proof";
import type { SessionRecord } from "../stored/session-row.ts";
import { requireState } from "../stored/session-state.ts";
import type { HandlerDeps, Handlers } from "./handler-deps.ts";

/** Time between the grant and the start of the desktop. */
const GRANT_SLACK_MS = 15 * 60_000;

/** What an owner signs so that the node may record. */
export function grantTerms(
  { clock, keys, networkId, finalBlock }: Pick<HandlerDeps, "clock" | "keys" | "networkId" | "finalBlock">,
  record: Pick<SessionRecord, "sessionId" | "policy" | "policyHash" | "consentHash">,
): GrantTerms {
  return {
    session_id: record.sessionId,
    network: networkId,
    node: keys.publicKey,
    policy_hash: record.policyHash,
    consent_hash: record.consentHash,
    ends_at_ms: clock.now() + record.policy.limits.duration_s * 1_000 + GRANT_SLACK_MS,
    after: finalBlock(),
  };
}

type Deps = Pick<HandlerDeps, "clock" | "keys" | "networkId" | "finalBlock" | "repository" | "access" | "sessions">;

export function createGranting(deps: Deps): Handlers<"grant"> {
  const { clock, repository, access, sessions } = deps;
  return {
    grant(input, caller) {
      const record = access.owned(input.session_id, caller);
      requireState(record.state, "created");
      // The terms of a grant are signed and in use from the start on, long before the row says so.
      sessions.requireNotStarting(record.sessionId);
      const terms = grantTerms(deps, record);
      repository.update(record.sessionId, { grantTerms: terms }, clock.now());
      return { text: grantText(terms), terms, owner: record.ownerAddress };
    },
  };
}
