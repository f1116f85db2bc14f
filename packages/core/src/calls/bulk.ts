import type { Duplex } from "node:stream";
import type { AuditExportQuery, TailQuery } from "@lucid/contract";
import type { Caller } from "./caller.ts";

/** Byte positions in a file, both inclusive (RFC 9110, 14.1.2). */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface ChunkFile {
  /** Bytes of the whole container. */
  readonly size: number;
  /** SHA-256 of the whole container, hex. */
  readonly sha256: string;
  /** The bytes of `range`, or all of them. Stops reading when the consumer stops. */
  stream(range?: ByteRange): AsyncIterable<Uint8Array>;
}

export interface BundleOptions {
  readonly chunks: "all" | "none";
  /** Only chunks that overlap this time; Unix milliseconds. */
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  /** Indexes of chunks to leave out, ascending and without repetition. */
  readonly redact: readonly number[];
}

export interface BundleFile {
  /** For example `lucid-0198c0de.lucid`: letters, digits, dots, `-` and `_` only. */
  readonly filename: string;
  readonly size?: number | undefined;
  readonly stream: AsyncIterable<Uint8Array>;
}

export interface AccountFile {
  readonly filename: string;
  /** JSON, as it is read. */
  readonly stream: AsyncIterable<Uint8Array>;
}

export interface AuditFile {
  readonly filename: string;
  readonly type: string;
  readonly stream: AsyncIterable<Uint8Array>;
}

/** Where an accepted viewer's RFB bytes go. */
export interface ViewerTarget {
  /** Who asked for the ticket, and the login with which the viewer ends. */
  readonly userId?: string | undefined;
  readonly loginSessionId?: string | undefined;
  readonly apiKeyId?: string | undefined;
  /**
   * Serves RFB (security type None) on the stream that the bridge makes of the WebSocket's binary frames
   * (`createWebSocketStream` of ws). The desktop destroys it when the session ends.
   */
  attach(stream: Duplex): void;
}

/** What a witness says to a log, in the words of C2SP tlog-witness. */
export interface WitnessAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** Routes that carry bytes instead of JSON. Refusals are thrown as errors of the catalogue. */
export interface BulkService {
  /** @throws SESSION_NOT_FOUND, CHUNK_NOT_FOUND. */
  openChunk(sessionId: string, index: number, caller: Caller): Promise<ChunkFile>;
  /** @throws SESSION_NOT_FOUND, NOT_SEALED, NOT_FINAL, FOREIGN_ANCHOR. */
  openBundle(sessionId: string, options: BundleOptions, caller: Caller): Promise<BundleFile>;
  /**
   * What is recorded now, encrypted with the session's data key. Ends by itself, or when `caller.signal` aborts.
   * Undefined when the session is over.
   * @throws SESSION_NOT_FOUND, SESSION_STATE, TOO_MANY_STREAMS.
   */
  followRecording(sessionId: string, query: TailQuery, caller: Caller): Promise<AsyncIterator<Uint8Array> | undefined>;
  /** Takes a ticket out of use. It counts once, for 30 s, for its own session. @throws TICKET_INVALID. */
  redeemViewerTicket(ticket: string, sessionId: string): Promise<ViewerTarget>;
  /** Everything that the node keeps about the caller. */
  openAccountExport(caller: Caller): Promise<AccountFile>;
  /** The audit log, or what a filter finds of it, as it is read. */
  openAuditExport(query: AuditExportQuery, caller: Caller): Promise<AuditFile>;
  /** The body of an `add-checkpoint` request, from anybody. */
  addCheckpoint(body: Uint8Array): Promise<WitnessAnswer>;
}
