import type { Duplex } from "node:stream";
import type { Contract, Permission } from "@lucid/contract";
import type { AnyContractProcedure, AnyContractRouter, InferSchemaInput, InferSchemaOutput } from "@orpc/contract";
import type { AuthHandlers, Principal } from "../logins/index.ts";

/** Which way a call came in. `port:<kind>` is a window of the desktop application. */
export type Door = "http" | `port:${string}`;

/** Who calls, and from where. One object per call. */
export interface Caller {
  /** Absent on public procedures called without a token. Use `requirePrincipal` everywhere else. */
  readonly principal?: Principal | undefined;
  /** Address of the other side; `local` for a window. */
  readonly ip: string;
  /** Circuit of the onion service: behind Tor every caller has the same address. */
  readonly circuit?: string | undefined;
  readonly userAgent?: string | undefined;
  /** Stands in the answer, the error envelope and the log. */
  readonly requestId: string;
  readonly door: Door;
  /** Aborted when the caller is gone or the gateway closes. Streams end by it. */
  readonly signal: AbortSignal;
}

type Handler<Procedure extends AnyContractProcedure> = (
  input: InferSchemaOutput<NonNullable<Procedure["~orpc"]["inputSchema"]>>,
  caller: Caller,
) => Answer<InferSchemaInput<NonNullable<Procedure["~orpc"]["outputSchema"]>>>;
type Answer<Output> = Output | Promise<Output>;

/**
 * What has to stand behind a part of the contract: one function per procedure, with validated input, whose
 * answer is validated again on the way out. Expected refusals are thrown as errors of the catalogue. A
 * stream is an async generator that ends when `caller.signal` aborts.
 */
export type ServiceOf<Router extends AnyContractRouter> = {
  readonly [Name in keyof Router]: Router[Name] extends AnyContractProcedure
    ? Handler<Router[Name]>
    : Router[Name] extends AnyContractRouter
      ? ServiceOf<Router[Name]>
      : never;
};

/** The gateway reads and sets the refresh cookie; what goes into it is decided by `core/auth`. */
export type AuthService = AuthHandlers["logins"];
export type UsersService = AuthHandlers["people"];
export type SessionsService = ServiceOf<Contract["sessions"]>;
export type ChainService = ServiceOf<Contract["chain"]>;
/** The gateway answers `metrics` itself. */
export type NodeService = Omit<ServiceOf<Contract["node"]>, "metrics">;

export interface Services {
  readonly logins: AuthService;
  readonly people: UsersService;
  readonly sessions: SessionsService;
  readonly chain: ChainService;
  readonly node: NodeService;
}

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

/** Where an accepted viewer's RFB bytes go. */
export interface ViewerTarget {
  /** Who asked for the ticket, and the login with which the viewer ends. */
  readonly userId?: string | undefined;
  readonly loginSessionId?: string | undefined;
  /**
   * Serves RFB (security type None) on the stream that the bridge makes of the WebSocket's binary frames
   * (`createWebSocketStream` of ws). The desktop destroys it when the session ends.
   */
  attach(stream: Duplex): void;
}

/** Routes that carry bytes instead of JSON. Refusals are thrown as errors of the catalogue. */
export interface BulkService {
  /** @throws SESSION_NOT_FOUND, CHUNK_NOT_FOUND. */
  openChunk(sessionId: string, index: number, caller: Caller): Promise<ChunkFile>;
  /** @throws SESSION_NOT_FOUND, NOT_SEALED, NOT_FINAL. */
  openBundle(sessionId: string, options: BundleOptions, caller: Caller): Promise<BundleFile>;
  /** Takes a ticket out of use. It counts once, for 30 s, for its own session. @throws TICKET_INVALID. */
  redeemViewerTicket(ticket: string, sessionId: string): Promise<ViewerTarget>;
}

/** What the gateway asks of the part that knows tokens. */
export interface TokenVerifier {
  verifyAccess(
    token: string,
  ):
    | { readonly kind: "valid"; readonly principal: Principal }
    | { readonly kind: "refused"; readonly reason: "malformed" | "expired" | "ended" };
}

/** One call that changed something or was refused, for the audit log. Never holds a secret. */
export interface AuditedCall {
  readonly requestId: string;
  readonly door: Door;
  readonly ip: string;
  readonly userId: string | undefined;
  /** Id of what the call is about, where it names one. */
  readonly target: string | undefined;
  /** For example `sessions.create`. */
  readonly procedure: string;
  readonly permission: Permission | "public" | "account";
  /** `ok`, or the code of the error. */
  readonly outcome: string;
  readonly durationMs: number;
}
