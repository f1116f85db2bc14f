import { authErrors, type Connection, commonErrors, paginate, type Session, sessionErrors } from "@lucid/contract";
import { type GrantTerms, grantText, hashObject, sha256Hex } from "@lucid/proof";
import type { Auth } from "../auth/index.ts";
import { rdpFile } from "../desktops/index.ts";
import type { ChangeFeed } from "../events/index.ts";
import { type Caller, requirePrincipal, type SessionsService } from "../gateway/index.ts";
import type { NodeKeys } from "../keys/index.ts";
import type { Clock, Randomness } from "../ports/index.ts";
import { resolvePolicy } from "./policies.ts";
import type { SessionAccess } from "./session-access.ts";
import type { SessionDeletion } from "./session-deletion.ts";
import type { SessionProofs } from "./session-proofs.ts";
import type { SessionRepository } from "./session-repository.ts";
import type { SessionRecord } from "./session-row.ts";
import { requireState } from "./session-state.ts";
import { provenChunks, type ViewDeps, viewChunk, viewSession } from "./session-view.ts";
import type { Sessions } from "./start-sessions.ts";
import type { ViewerTickets } from "./viewer-tickets.ts";

export interface SessionsServiceDeps {
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly keys: NodeKeys;
  readonly repository: SessionRepository;
  readonly access: SessionAccess;
  readonly proofs: SessionProofs;
  readonly deletion: SessionDeletion;
  readonly sessions: Sessions;
  readonly tickets: ViewerTickets;
  readonly feed: ChangeFeed<string>;
  readonly auth: Pick<Auth, "getUser">;
  readonly chain: ViewDeps["chain"] & { readonly network: string };
  /** What a new session may be made of, and what this machine lacks. */
  readonly defaults: Awaited<ReturnType<SessionsService["defaults"]>>;
}

/** Sessions over their whole life may be stored per account. */
const MAX_SESSIONS_PER_USER = 100_000;
/** Time between the grant and the start of the desktop. */
const GRANT_SLACK_MS = 15 * 60_000;
const DAYS_30_MS = 30 * 86_400_000;

/** The sessions part of the contract. */
export function createSessionsService(deps: SessionsServiceDeps): SessionsService & { view(record: SessionRecord): Session } {
  const { clock, repository, access, sessions, proofs, keys } = deps;
  const viewDeps: ViewDeps = {
    repository,
    chain: deps.chain,
    now: () => clock.now(),
    live: (id) => sessions.live.get(id)?.view(),
  };
  const view = (record: SessionRecord): Session => viewSession(record, viewDeps);
  const fresh = (sessionId: string): Session => {
    const record = repository.get(sessionId);
    if (!record) throw sessionErrors.SESSION_NOT_FOUND();
    return view(record);
  };

  function termsFor(record: Pick<SessionRecord, "sessionId" | "policy" | "policyHash" | "consentHash">): GrantTerms {
    return {
      session_id: record.sessionId,
      network: deps.chain.network,
      node: keys.publicKey,
      policy_hash: record.policyHash,
      consent_hash: record.consentHash,
      ends_at_ms: clock.now() + record.policy.limits.duration_s * 1_000 + GRANT_SLACK_MS,
    };
  }

  function recipientsOf(asked: readonly string[] | undefined, caller: Caller): readonly string[] {
    if (asked) return asked;
    const recipient = deps.auth.getUser(requirePrincipal(caller).userId)?.recipient;
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
      host: connect.address,
      port: connect.port,
      username: connect.username,
      password: connect.password,
      certificate_fingerprint: connect.certificateFingerprint,
      rdp_file: rdpFile({
        host: connect.address,
        port: connect.port,
        geometry: session.desktop.geometry,
        clipboard: clipboardOf(sessionId),
      }),
    };
  }

  return {
    view,
    list(input, caller) {
      const { sessions: found, total } = repository.list({
        userId: access.scope(caller),
        state: input.status,
        words: input.q,
        sort: input.sort,
        order: input.order,
        limit: input.limit,
        offset: (input.page - 1) * input.limit,
      });
      return { sessions: found.map(view), pagination: paginate(input, total) };
    },
    defaults: () => deps.defaults,
    statistics(_input, caller) {
      const scope = access.scope(caller);
      const { total, recordedMs, size } = repository.statistics(scope, clock.now() - DAYS_30_MS);
      const live = [...sessions.live.keys()].filter((id) => scope === undefined || repository.get(id)?.userId === scope).length;
      const { proven, stored } = repository.proven(scope, (record, count) => provenChunks(record, count, deps.chain));
      return {
        live,
        total,
        recorded_seconds_30_days: recordedMs / 1_000,
        size_bytes: size,
        provable: stored === 0 ? 1 : proven / stored,
      };
    },
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
      const base = {
        sessionId: deps.randomness.uuid(),
        policy,
        policyHash: hashObject(policy),
        consentHash: sha256Hex(new TextEncoder().encode(input.consent.text)),
      };
      repository.insert({
        ...base,
        userId: principal.userId,
        ownerAddress: principal.tronAddress,
        name: input.name,
        description: input.description,
        template: input.template,
        state: "created",
        consentText: input.consent.text,
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
      deps.feed.publish(base.sessionId);
      return fresh(base.sessionId);
    },
    get: (input, caller) => view(access.visible(input.session_id, caller)),
    update(input, caller) {
      const record = access.visible(input.session_id, caller);
      const mayHold =
        record.userId === requirePrincipal(caller).userId || requirePrincipal(caller).permissions.has("delete_any_session");
      if (!mayHold) throw commonErrors.NOT_ALLOWED();
      repository.update(
        record.sessionId,
        {
          ...(input.name === undefined ? {} : { name: input.name }),
          ...(input.description === undefined ? {} : { description: input.description }),
          ...(input.legal_hold === undefined ? {} : { legalHold: input.legal_hold }),
        },
        clock.now(),
      );
      deps.feed.publish(record.sessionId);
      return fresh(record.sessionId);
    },
    remove: (input, caller) =>
      deps.deletion.remove(access.deletable(input.session_id, caller), requirePrincipal(caller).userId, input.reason),
    receipt(input, caller) {
      const text = repository.receipt(access.visible(input.session_id, caller).sessionId);
      if (text === null) throw commonErrors.NOT_FOUND();
      return JSON.parse(text);
    },
    grant(input, caller) {
      const record = access.owned(input.session_id, caller);
      requireState(record.state, "created");
      const terms = termsFor(record);
      repository.update(record.sessionId, { grantTerms: terms }, clock.now());
      return { text: grantText(terms), terms, owner: record.ownerAddress };
    },
    async start(input, caller) {
      const record = access.owned(input.session_id, caller);
      await sessions.start(record, input.grant_signature, recipientsOf(input.recipients, caller));
      return fresh(record.sessionId);
    },
    async stop(input, caller) {
      const record = access.visible(input.session_id, caller);
      const may =
        record.userId === requirePrincipal(caller).userId || requirePrincipal(caller).permissions.has("delete_any_session");
      if (!may) throw authErrors.PERMISSION_DENIED({ permission: "delete_any_session" });
      await sessions.stop(record.sessionId, "stopped");
      return fresh(record.sessionId);
    },
    async pause(input, caller) {
      const record = access.owned(input.session_id, caller);
      await sessions.pause(record.sessionId, input.reason);
      return fresh(record.sessionId);
    },
    async resume(input, caller) {
      const record = access.owned(input.session_id, caller);
      await sessions.resume(record.sessionId);
      return fresh(record.sessionId);
    },
    cancel(input, caller) {
      const record = access.owned(input.session_id, caller);
      requireState(record.state, "created");
      repository.update(record.sessionId, { state: "cancelled" }, clock.now());
      deps.feed.publish(record.sessionId);
      return fresh(record.sessionId);
    },
    connection: (input, caller) => connectionOf(access.owned(input.session_id, caller).sessionId),
    viewerTicket(input, caller) {
      const record = access.owned(input.session_id, caller);
      requireState(record.state, "recording", "paused");
      const holder = { sessionId: record.sessionId, userId: record.userId, label: "viewer", viewOnly: false };
      const { ticket, expiresAt } = deps.tickets.issue(holder);
      return {
        ticket,
        path: `/api/v1/sessions/${record.sessionId}/viewer?ticket=${ticket}`,
        expires_at: new Date(expiresAt).toISOString(),
      };
    },
    chunks(input, caller) {
      const record = access.visible(input.session_id, caller);
      const { count } = repository.totals(record.sessionId);
      const proven = provenChunks(record, count, deps.chain);
      const found = repository.chunks(record.sessionId, input.limit, (input.page - 1) * input.limit);
      return { chunks: found.map((chunk) => viewChunk(chunk.entry, chunk.storedAt, proven)), pagination: paginate(input, count) };
    },
    chunk(input, caller) {
      const record = access.visible(input.session_id, caller);
      const chunk = repository.chunk(record.sessionId, input.chunk_id);
      if (!chunk) throw sessionErrors.CHUNK_NOT_FOUND();
      return viewChunk(chunk.entry, chunk.storedAt, provenChunks(record, repository.totals(record.sessionId).count, deps.chain));
    },
    chunkProof: (input, caller) => ({ ...proofs.chunkProof(access.visible(input.session_id, caller).sessionId, input.chunk_id) }),
    uploadChunk(input, caller) {
      access.owned(input.session_id, caller);
      throw sessionErrors.UPLOAD_REFUSED();
    },
    removeChunk(input, caller) {
      access.owned(input.session_id, caller);
      throw commonErrors.NOT_ALLOWED(undefined, {
        message: "A record is kept or deleted whole: use redaction when you export it",
      });
    },
    manifest(input, caller) {
      const text = repository.manifest(access.visible(input.session_id, caller).sessionId);
      if (text === null) throw sessionErrors.NOT_SEALED();
      return JSON.parse(text);
    },
    consistency: (input, caller) => proofs.consistency(access.visible(input.session_id, caller).sessionId, input.from, input.to),
    keys: (input, caller) => keysOf(access.visible(input.session_id, caller).sessionId),
    addKey(input, caller) {
      const record = access.owned(input.session_id, caller);
      if (repository.envelopes(record.sessionId).length === 0)
        throw sessionErrors.SESSION_STATE({ status: record.state, allowed: ["recording"] });
      repository.addEnvelope(record.sessionId, Buffer.from(input.envelope, "base64"), input.recipients, clock.now());
      return keysOf(record.sessionId);
    },
    async *watch(input, caller) {
      const { sessionId } = access.visible(input.session_id, caller);
      yield fresh(sessionId);
      for await (const changed of deps.feed.follow(caller.signal)) if (changed === sessionId) yield fresh(sessionId);
    },
  };

  function clipboardOf(sessionId: string): boolean {
    const clipboard = repository.get(sessionId)?.policy.clipboard;
    return clipboard !== undefined && (clipboard.host_to_remote || clipboard.remote_to_host);
  }

  function keysOf(sessionId: string) {
    return {
      envelopes: repository.envelopes(sessionId).map((key) => ({
        envelope: Buffer.from(key.envelope).toString("base64"),
        recipients: [...key.recipients],
        added_at: new Date(key.addedAt).toISOString(),
      })),
    };
  }
}
