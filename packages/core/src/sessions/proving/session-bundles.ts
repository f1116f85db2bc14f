import { createHash } from "node:crypto";
import { commonErrors, desktopErrors, OPEN_STATES, type SessionState, sessionErrors } from "@lucid/contract";
import type { Clock } from "@lucid/foundation";
import type { ChunkStore } from "@lucid/pipeline";
import { type BundleContent, bundleSize, rangesOf, type SignedManifest, writeBundle } from "@lucid/proof";
import type { BulkService, BundleFile, BundleOptions } from "../../calls/index.ts";
import type { Networks } from "../../lucid-chain/index.ts";
import type { SessionAccess } from "../handlers/session-access.ts";
import type { RunningSessions } from "../running/running-sessions.ts";
import type { ViewerTickets } from "../running/viewer-tickets.ts";
import type { SessionRepository } from "../stored/session-repository.ts";
import type { SessionRecord } from "../stored/session-row.ts";
import type { SessionProofs } from "./session-proofs.ts";

export interface BulkDeps extends BundleDeps {
  readonly access: SessionAccess;
  readonly sessions: RunningSessions;
  readonly tickets: ViewerTickets;
}

/** What the gateway's byte routes ask of sessions: chunk containers, bundles, viewers. */
export function createBulkService(
  deps: BulkDeps,
): Pick<BulkService, "openChunk" | "openBundle" | "followRecording" | "redeemViewerTicket"> {
  const { repository, access, store, sessions, tickets } = deps;

  return {
    async openChunk(sessionId, index, caller) {
      const { state } = access.visible(sessionId, caller);
      const chunk = repository.chunk(sessionId, index);
      if (state === "deleted") throw recordingDeleted("Only its proof is left");
      if (!chunk) throw sessionErrors.CHUNK_NOT_FOUND();
      // Asked before the answer begins: a player then skips a lost file at once, and nobody waits for a cut one's rest.
      const first = await store.openRead(sessionId, index, { start: 0, end: 0 });
      first?.body.destroy();
      if (first?.size !== chunk.entry.size) {
        const message = first ? "The chunk's file on this node is not whole" : "The chunk's file is missing on this node";
        throw sessionErrors.CHUNK_NOT_FOUND(undefined, { message });
      }
      return {
        size: chunk.entry.size,
        sha256: chunk.entry.sha256,
        async *stream(range) {
          const read = await store.openRead(sessionId, index, range);
          if (!read) throw sessionErrors.CHUNK_NOT_FOUND();
          yield* read.body;
        },
      };
    },
    async openBundle(sessionId, options, caller) {
      const record = access.visible(sessionId, caller);
      return await bundleOf(deps, record, options, caller.signal);
    },
    async followRecording(sessionId, query, caller) {
      // Whoever may fetch the chunks may follow: the bytes open with the session's key only, as those of chunks do.
      const { state } = access.visible(sessionId, caller);
      const session = sessions.live.get(sessionId);
      if (!session && isOver(state)) return undefined;
      if (!session) throw sessionErrors.SESSION_STATE({ status: state, allowed: [...OPEN_STATES] });
      return session.recorder.follow(query, caller.signal);
    },
    async redeemViewerTicket(ticket, sessionId) {
      const holder = tickets.redeem(ticket, sessionId);
      const session = sessions.live.get(sessionId);
      if (!holder || !session) throw desktopErrors.TICKET_INVALID();
      return {
        userId: holder.userId,
        loginSessionId: holder.loginSessionId,
        apiKeyId: holder.apiKeyId,
        attach: (stream) => session.desktop.attachViewer(stream, { address: holder.label, viewOnly: holder.viewOnly }),
      };
    },
  };
}

/** Whether nothing comes any more. Who follows hears of it by asking once more, and did nothing wrong. */
const isOver = (state: SessionState): boolean => state !== "created" && !OPEN_STATES.some((open) => open === state);

/** What a bundle is made of. */
export interface BundleDeps {
  readonly clock: Pick<Clock, "now">;
  readonly repository: SessionRepository;
  readonly proofs: SessionProofs;
  readonly networks: Pick<Networks, "of">;
  readonly store: Pick<ChunkStore, "list" | "openRead">;
}

/** One session's bundle, written while it is read. @throws NOT_SEALED, NOT_FINAL, FOREIGN_ANCHOR, CHUNK_NOT_FOUND, INVALID_REQUEST. */
export async function bundleOf(
  deps: BundleDeps,
  record: SessionRecord,
  options: BundleOptions,
  signal: AbortSignal,
): Promise<BundleFile> {
  const content = await bundleContent(deps, record, options);
  await requireChunks(deps.store, content);
  return {
    filename: `lucid-${record.sessionId}.lucid`,
    size: bundleSize(content),
    stream: writeBundle(content, { createSha256: () => createHash("sha256"), signal }),
  };
}

/**
 * A download that breaks off half-way tells nobody why, so what is not there is named before it begins.
 * @throws CHUNK_NOT_FOUND.
 */
async function requireChunks(store: Pick<ChunkStore, "list">, { descriptor, manifest }: BundleContent): Promise<void> {
  if (descriptor.chunks.length === 0) return;
  const sizes = new Map((await store.list(descriptor.session_id)).map(({ index, size }) => [index, size]));
  for (const [first, last] of descriptor.chunks) {
    for (let index = first; index <= last; index += 1) {
      if (sizes.get(index) === manifest.manifest.chunks[index]?.size) continue;
      throw sessionErrors.CHUNK_NOT_FOUND(undefined, {
        message: `Chunk ${index} is missing or damaged on the node's disk. Leave it out with redact=${index}`,
      });
    }
  }
}

/**
 * Everything of a bundle but the chunks themselves, which are read while it is written.
 * @throws NOT_SEALED, NOT_FINAL, FOREIGN_ANCHOR, INVALID_REQUEST when the range or the redaction names no chunk.
 */
async function bundleContent(deps: BundleDeps, record: SessionRecord, options: BundleOptions): Promise<BundleContent> {
  const { repository, proofs, networks, store, clock } = deps;
  const { sessionId } = record;
  const text = repository.manifest(sessionId);
  if (text === null) throw sessionErrors.NOT_SEALED();
  const genesis = networks.of(record.grantTerms.network)?.genesis;
  if (!genesis) throw sessionErrors.NOT_FINAL();
  const signed: SignedManifest = JSON.parse(text);
  const { chunks } = signed.manifest;
  const from = Math.max(options.fromMs ?? 0, signed.manifest.started_at_ms);
  const to = Math.min(options.toMs ?? Number.MAX_SAFE_INTEGER, signed.manifest.ended_at_ms);
  const ranged = options.fromMs !== undefined || options.toMs !== undefined;
  const inRange = chunks.filter((entry) => entry.ended_at_ms >= from && entry.started_at_ms <= to).map((entry) => entry.index);
  if (from > to || inRange.length === 0) throw invalid("from_ms", "no chunk lies in this range of time");
  const beyond = options.redact.find((index) => index >= chunks.length);
  if (beyond !== undefined) throw invalid("redact", `there is no chunk ${beyond}: the last one is ${chunks.length - 1}`);
  const redacted = new Set(options.redact);
  const included = options.chunks === "none" ? [] : inRange.filter((index) => !redacted.has(index));
  if (record.state === "deleted" && included.length > 0) throw recordingDeleted("Export it with chunks=none");
  const anchor = proofs.anchorEvidence(sessionId);
  const checkpoints = await proofs.checkpointEvidence(sessionId);
  const blocks = proofs.blockEvidence(signed.manifest, [anchor, ...checkpoints]);
  return {
    descriptor: {
      format: "lucid-bundle",
      version: blocks.length > 0 ? 2 : 1,
      session_id: sessionId,
      created_at_ms: clock.now(),
      chunks: rangesOf(included),
      range_ms: ranged && options.chunks === "all" ? [from, to] : null,
      redacted: rangesOf([...redacted].toSorted((one, other) => one - other)),
    },
    genesis,
    manifest: signed,
    anchor,
    checkpoints: checkpoints.length > 0 ? checkpoints : undefined,
    blocks: blocks.length > 0 ? blocks : undefined,
    policy: record.policy,
    consent: record.consentText,
    keys: repository.envelopes(sessionId).map((key) => key.envelope),
    async *chunk(index) {
      const read = await store.openRead(sessionId, index);
      if (!read) throw new Error(`Chunk ${index} of ${sessionId} is missing in the store`);
      yield* read.body;
    },
  };
}

const invalid = (path: string, message: string): Error => commonErrors.INVALID_REQUEST({ issues: [{ path, message }] });

const recordingDeleted = (advice: string): Error =>
  sessionErrors.CHUNK_NOT_FOUND(undefined, { message: `The recording was deleted. ${advice}` });
