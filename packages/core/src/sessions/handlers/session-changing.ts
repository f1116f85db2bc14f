import { hostname } from "node:os";
import { type Connection, commonErrors, loginErrors, sessionErrors } from "@lucid/contract";
import { type GrantTerms, grantText, hashObject, sha256Hex } from "@lucid/proof";
import { type Caller, requirePrincipal, type Services } from "../../calls/index.ts";
import { rdpFile } from "../../desktops/index.ts";
import { resolvePolicy } from "../running/policies.ts";
import type { SessionRecord } from "../stored/session-row.ts";
import { requireState } from "../stored/session-state.ts";
import type { SessionsServiceDeps, SessionViews } from "./session-service-deps.ts";

/** Sessions over their whole life may be stored per account. */
const MAX_SESSIONS_PER_USER = 100_000;
/** Time between the grant and the start of the desktop. */
const GRANT_SLACK_MS = 15 * 60_000;

/** A desktop that listens on every address is reached by this computer's name. */
const reachable = (address: string): string => (address === "0.0.0.0" || address === "::" ? hostname() : address);

/** What brings a session forward, from its creation to its deletion. */
export function createSessionChanging(deps: SessionsServiceDeps, { fresh }: SessionViews) {
  const { clock, repository, access, sessions, keys } = deps;

  function termsFor(record: Pick<SessionRecord, "sessionId" | "policy" | "policyHash" | "consentHash">): GrantTerms {
    return {
      session_id: record.sessionId,
      network: deps.chain.networkId,
      node: keys.publicKey,
      policy_hash: record.policyHash,
      consent_hash: record.consentHash,
      ends_at_ms: clock.now() + record.policy.limits.duration_s * 1_000 + GRANT_SLACK_MS,
    };
  }

  function recipientsOf(asked: readonly string[] | undefined, caller: Caller): readonly string[] {
    if (asked) return asked;
    const recipient = deps.people.getUser(requirePrincipal(caller).userId)?.recipient;
    if (!recipient) {
      throw sessionErrors.RECIPIENT_INVALID(undefined, {
        message: "Name a recipient, or keep your encryption identity on the node first",
      });
    }
    return [recipient];
  }

  function connectionOf(sessionId: string): Connection {
    const session = sessions.live.get(sessionId);
    if (!session)
      throw sessionErrors.SESSION_STATE({
        status: repository.get(sessionId)?.state ?? "unknown",
        allowed: ["recording", "paused"],
      });
    const { connect } = session.desktop;
    return {
      host: reachable(connect.address),
      port: connect.port,
      username: connect.username,
      password: connect.password,
      certificate_fingerprint: connect.certificateFingerprint,
      rdp_file: rdpFile({
        host: reachable(connect.address),
        port: connect.port,
        geometry: session.desktop.geometry,
        clipboard: clipboardOf(sessionId),
      }),
    };
  }

  /** The terms of a grant are signed and in use from the start on, long before the row says so. */
  function requireCreated({ sessionId, state }: SessionRecord): void {
    requireState(state, "created");
    if (sessions.isStarting(sessionId)) throw sessionErrors.SESSION_STATE({ status: "starting", allowed: ["created"] });
  }

  return {
    create(input, caller) {
      const principal = requirePrincipal(caller);
      if (!input.consent.accepted) throw sessionErrors.CONSENT_MISSING();
      const policy = resolvePolicy(input.policy);
      const template = deps.defaults.templates.find((known) => known.template_id === input.template);
      if (!template) throw sessionErrors.TEMPLATE_NOT_FOUND();
      if (repository.count(principal.userId) >= MAX_SESSIONS_PER_USER)
        throw sessionErrors.SESSION_LIMIT_REACHED({ limit: MAX_SESSIONS_PER_USER });
      const [width = 1280, height = 720] = input.resolution.split("x").map(Number);
      const now = clock.now();
      // Half of a surrogate pair has no UTF-8 form, so nothing that holds one could be hashed or signed.
      const consentText = input.consent.text.toWellFormed();
      const base = {
        sessionId: deps.randomness.uuid(),
        policy,
        policyHash: hashObject(policy),
        consentHash: sha256Hex(new TextEncoder().encode(consentText)),
      };
      repository.insert({
        ...base,
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
        grantTerms: termsFor(base),
        grantSignature: null,
        chunkCount: 0,
        size: 0,
        plainSize: 0,
        gaps: [],
        encoder: null,
        keyCommitment: null,
        startedAt: null,
        endedAt: null,
        end: null,
        manifestHash: null,
        merkleRoot: null,
        anchorTransaction: null,
        anchoredAt: null,
        completedAt: null,
        errorMessage: null,
      });
      return fresh(base.sessionId);
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
          ...(input.name === undefined ? {} : { name: input.name.toWellFormed() }),
          ...(input.description === undefined ? {} : { description: input.description.toWellFormed() }),
          ...(input.legal_hold === undefined ? {} : { legalHold: input.legal_hold }),
        },
        clock.now(),
      );
      return fresh(record.sessionId);
    },
    async remove(input, caller) {
      const record = access.deletable(input.session_id, caller);
      if (sessions.isStarting(record.sessionId)) requireCreated(record);
      return await deps.deletion.remove(record.sessionId, requirePrincipal(caller).userId, input.reason.toWellFormed());
    },
    grant(input, caller) {
      const record = access.owned(input.session_id, caller);
      requireCreated(record);
      const terms = termsFor(record);
      repository.update(record.sessionId, { grantTerms: terms }, clock.now());
      return { text: grantText(terms), terms, owner: record.ownerAddress };
    },
    async start(input, caller) {
      const record = access.owned(input.session_id, caller);
      await sessions.start(record.sessionId, input.grant_signature, recipientsOf(input.recipients, caller));
      return fresh(record.sessionId);
    },
    async stop(input, caller) {
      const record = access.visible(input.session_id, caller);
      const may =
        record.userId === requirePrincipal(caller).userId || requirePrincipal(caller).permissions.has("delete_any_session");
      if (!may) throw loginErrors.PERMISSION_DENIED({ permission: "delete_any_session" });
      await sessions.stop(record.sessionId, "stopped");
      return fresh(record.sessionId);
    },
    async pause(input, caller) {
      const record = access.owned(input.session_id, caller);
      await sessions.pause(record.sessionId, input.reason.toWellFormed());
      return fresh(record.sessionId);
    },
    async resume(input, caller) {
      const record = access.owned(input.session_id, caller);
      await sessions.resume(record.sessionId);
      return fresh(record.sessionId);
    },
    async cancel(input, caller) {
      const record = access.owned(input.session_id, caller);
      await sessions.cancel(record.sessionId);
      return fresh(record.sessionId);
    },
    async retry(input, caller) {
      const record = access.owned(input.session_id, caller);
      await sessions.retry(record.sessionId);
      return fresh(record.sessionId);
    },
    connection: (input, caller) => connectionOf(access.owned(input.session_id, caller).sessionId),
    viewerTicket(input, caller) {
      const record = access.owned(input.session_id, caller);
      requireState(record.state, "recording", "paused");
      const { userId, loginSessionId } = requirePrincipal(caller);
      const holder = { sessionId: record.sessionId, userId, loginSessionId, label: "viewer", viewOnly: false };
      const { ticket, expiresAt } = deps.tickets.issue(holder);
      return {
        ticket,
        path: `/api/v1/sessions/${record.sessionId}/viewer?ticket=${ticket}`,
        expires_at: new Date(expiresAt).toISOString(),
      };
    },
  } satisfies Partial<Services["sessions"]>;

  function clipboardOf(sessionId: string): boolean {
    const clipboard = repository.get(sessionId)?.policy.clipboard;
    return clipboard !== undefined && (clipboard.host_to_remote || clipboard.remote_to_host);
  }
}
