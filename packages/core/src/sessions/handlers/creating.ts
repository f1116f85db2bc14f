import { type AgreedPolicy, type CreateSession, commonErrors, loginErrors, sessionErrors } from "@lucid/contract";
import { hashObject, sha256Hex } from "@lucid/proof";
import { type Caller, type Principal, requirePrincipal } from "../../calls/index.ts";
import { NOTHING_RECORDED, type SessionChange, type SessionRecord } from "../stored/session-row.ts";
import { requireState } from "../stored/session-state.ts";
import { grantTerms } from "./granting.ts";
import type { HandlerDeps, Handlers } from "./handler-deps.ts";

type Deps = Pick<
  HandlerDeps,
  | "clock"
  | "randomness"
  | "keys"
  | "networkId"
  | "finalBlock"
  | "repository"
  | "access"
  | "views"
  | "sessions"
  | "deletion"
  | "defaults"
  | "rules"
>;

/** Sessions over their whole life may be stored per account. */
const MAX_SESSIONS_PER_USER = 100_000;

/** A session from nothing, its name and hold, and the end of its recording. */
export function createCreation(deps: Deps): Handlers<"create" | "update" | "remove"> {
  const { clock, repository, access, views, sessions, deletion } = deps;
  return {
    create(input, caller) {
      const principal = requirePrincipal(caller);
      if (!input.consent.accepted) throw sessionErrors.CONSENT_MISSING();
      requireTemplate(deps, input.template);
      const policy = deps.rules.agree(principal.userId, {
        ...{ policy: input.policy, template: input.template, retentionDays: input.retention_days },
        stated: { reason: input.reason.toWellFormed(), ticket: input.ticket.toWellFormed() },
      });
      if (repository.created(principal.userId) >= MAX_SESSIONS_PER_USER)
        throw sessionErrors.SESSION_LIMIT_REACHED({ limit: MAX_SESSIONS_PER_USER });
      const record = newRecord(deps, input, policy, principal);
      repository.insert(record);
      return views.fresh(record.sessionId);
    },
    update(input, caller) {
      const record = access.visible(input.session_id, caller);
      const { userId, permissions } = requirePrincipal(caller);
      const mayDelete = permissions.has("delete_any_session");
      if (record.userId !== userId && !mayDelete) throw commonErrors.NOT_ALLOWED();
      // Anybody may keep a recording of their own from being deleted; whoever it concerns must not end that.
      if (record.legalHold && input.legal_hold === false && !mayDelete)
        throw loginErrors.PERMISSION_DENIED({ permission: "delete_any_session" });
      repository.update(
        record.sessionId,
        {
          ...(input.template === undefined && input.policy === undefined ? {} : changedDraft(deps, record, input, caller)),
          ...(input.name === undefined ? {} : { name: input.name.toWellFormed() }),
          ...(input.description === undefined ? {} : { description: input.description.toWellFormed() }),
          ...(input.legal_hold === undefined ? {} : { legalHold: input.legal_hold }),
        },
        clock.now(),
      );
      return views.fresh(record.sessionId);
    },
    async remove(input, caller) {
      const record = access.deletable(input.session_id, caller);
      sessions.requireNotStarting(record.sessionId);
      return await deletion.remove(record.sessionId, requirePrincipal(caller).userId, input.reason.toWellFormed());
    },
  };
}

function requireTemplate({ defaults }: Pick<Deps, "defaults">, id: string): void {
  if (!defaults.templates.some((known) => known.template_id === id)) throw sessionErrors.TEMPLATE_NOT_FOUND();
}

/** What a session that has not started becomes. Nobody has signed terms for it yet, or will be asked to sign new ones. */
function changedDraft(
  deps: Deps,
  { sessionId }: SessionRecord,
  input: Pick<Parameters<Handlers<"update">["update"]>[0], "template" | "policy" | "reason" | "ticket">,
  caller: Caller,
): SessionChange {
  const record = deps.access.owned(sessionId, caller);
  requireState(record.state, "created");
  deps.sessions.requireNotStarting(sessionId);
  const { template } = input;
  if (template !== undefined) requireTemplate(deps, template);
  const resolved = input.policy === undefined ? record.policy : agreedAnew(deps, record, input.policy, input);
  const changed = { ...record, policy: resolved, policyHash: hashObject(resolved) };
  return {
    ...(template === undefined ? {} : { template }),
    policy: resolved,
    policyHash: changed.policyHash,
    grantTerms: grantTerms(deps, changed),
  };
}

/** Under another policy; what was stated before stays where nothing else is. */
function agreedAnew(
  { rules }: Pick<Deps, "rules">,
  record: SessionRecord,
  policy: CreateSession["policy"],
  {
    template = record.template,
    reason,
    ticket,
  }: Pick<Parameters<Handlers<"update">["update"]>[0], "template" | "reason" | "ticket">,
): AgreedPolicy {
  const before = record.policy.version === 2 ? record.policy.stated : { reason: "", ticket: "" };
  const stated = { reason: (reason ?? before.reason).toWellFormed(), ticket: (ticket ?? before.ticket).toWellFormed() };
  return rules.agree(record.userId, { policy, template, retentionDays: record.retentionDays, stated });
}

function newRecord(deps: Deps, input: CreateSession, policy: AgreedPolicy, principal: Principal): SessionRecord {
  const [width = 1280, height = 720] = input.resolution.split("x").map(Number);
  const now = deps.clock.now();
  // Half of a surrogate pair has no UTF-8 form, so nothing that holds one could be hashed or signed.
  const consentText = input.consent.text.toWellFormed();
  const base = {
    sessionId: deps.randomness.uuid(),
    policy,
    policyHash: hashObject(policy),
    consentHash: sha256Hex(new TextEncoder().encode(consentText)),
  };
  return {
    ...base,
    ...NOTHING_RECORDED,
    userId: principal.userId,
    ownerAddress: principal.tronAddress,
    name: input.name.toWellFormed(),
    description: input.description.toWellFormed(),
    template: input.template,
    state: "created",
    consentText,
    width,
    height,
    frameRate: input.frame_rate,
    compression: input.compression,
    encryption: input.encryption,
    chunkSizeBytes: input.chunk_size_bytes,
    maxSizeBytes: input.max_size_bytes,
    retentionDays: input.retention_days,
    legalHold: false,
    createdAt: now,
    updatedAt: now,
    grantTerms: grantTerms(deps, base),
  };
}
