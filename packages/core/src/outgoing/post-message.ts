import type { LookupAddress } from "node:dns";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import type { Duplex } from "node:stream";
import { connect as connectTls } from "node:tls";
import type { DeliveryError } from "@lucid/contract";
import type { Clock } from "@lucid/foundation";
import { TorAway } from "../tor/index.ts";

/** A receiver notes a message and works later: one that takes longer holds up the next. */
const TIMEOUT_MS = 10_000;
/** A way to an onion service that nobody took lately is some six relays long, and takes its time to be found. */
const TOR_TIMEOUT_MS = 60_000;
/** More of an answer is of no use to anybody. */
const MAX_ANSWER_BYTES = 65_536;

export interface Posted {
  /** Null where there was no answer. */
  readonly status: number | null;
  readonly responseBytes: number;
  /** Null where it was taken. */
  readonly error: DeliveryError | null;
  /** All of the answer, where it was asked for and came whole. */
  readonly answer?: Uint8Array;
}

export type Way =
  /** To where the name was found to be. */
  | { readonly kind: "direct"; readonly addresses: readonly LookupAddress[] }
  /** Over a connection to the host that is opened for it. */
  | { readonly kind: "tor"; readonly open: (port: number, signal: AbortSignal) => Promise<Duplex> };

export interface Message {
  readonly url: URL;
  readonly way: Way;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  /** Keeps the answer, where it is not longer than so many bytes. */
  readonly keepsBytes?: number;
}

/** Posts a message once, over a connection of its own, and follows no redirect. Never throws. */
export async function postMessage(message: Message, clock: Pick<Clock, "after">, closing: AbortSignal): Promise<Posted> {
  const late = new AbortController();
  using _limit = clock.after(message.way.kind === "tor" ? TOR_TIMEOUT_MS : TIMEOUT_MS, () =>
    late.abort(new Error("no answer in time")),
  );
  const signal = AbortSignal.any([closing, late.signal]);
  const posted = await send(message, signal);
  const isLate = late.signal.aborted && posted.status === null;
  return isLate ? { ...posted, error: "timeout" } : posted;
}

async function send(message: Message, signal: AbortSignal): Promise<Posted> {
  const { url, way } = message;
  if (way.kind === "direct") return await post(message, { agent: false, lookup: lookupOf(way.addresses) }, signal);
  try {
    const defaultPort = url.protocol === "https:" ? 443 : 80;
    const connection = await way.open(Number(url.port) || defaultPort, signal);
    return await post(message, { defaultPort, createConnection: () => protect(url, connection) }, signal);
  } catch (error) {
    return { status: null, responseBytes: 0, error: error instanceof TorAway ? "tor" : "connection" };
  }
}

type Connecting =
  | { readonly agent: false; readonly lookup: LookupFunction }
  | { readonly defaultPort: number; readonly createConnection: () => Duplex };

function post({ url, headers, body, keepsBytes = 0 }: Message, connecting: Connecting, signal: AbortSignal): Promise<Posted> {
  const { promise, resolve } = Promise.withResolvers<Posted>();
  let status: number | null = null;
  let responseBytes = 0;
  const most = Math.max(MAX_ANSWER_BYTES, keepsBytes + 1);
  const kept: Buffer[] = [];
  const end = (error: DeliveryError | null, isWhole = false): void =>
    resolve({
      ...{ status, responseBytes, error: status === null ? error : errorOf(status) },
      ...(isWhole && keepsBytes > 0 && responseBytes <= keepsBytes && { answer: Buffer.concat(kept) }),
    });
  const request = (url.protocol === "https:" ? requestHttps : requestHttp)(
    url,
    { method: "POST", headers, signal, ...connecting },
    (answer) => {
      status = answer.statusCode ?? 0;
      answer.on("data", (part: Buffer) => {
        responseBytes = Math.min(most, responseBytes + part.byteLength);
        if (keepsBytes > 0) kept.push(part);
        if (responseBytes === most) request.destroy();
      });
      answer.on("close", () => end(null, answer.complete));
    },
  );
  request.on("error", (error) => end(failureOf(error)));
  request.end(body);
  return promise;
}

/** TLS over a connection, where the URL wants it, with the certificate checked as ever. */
function protect({ protocol, hostname }: URL, socket: Duplex): Duplex {
  if (protocol !== "https:") return socket;
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  return connectTls({ socket, host, ...(isIP(host) === 0 ? { servername: host } : {}) });
}

function errorOf(status: number): DeliveryError | null {
  if (status >= 200 && status < 300) return null;
  return status >= 300 && status < 400 ? "redirect" : "status";
}

const TLS = /^(?:ERR_TLS|ERR_SSL|EPROTO|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH)/;
const failureOf = (error: Error): DeliveryError =>
  "code" in error && typeof error.code === "string" && TLS.test(error.code) ? "tls" : "connection";

/** Answers with what was looked up and checked before, whatever the name leads to by now. */
const lookupOf =
  (addresses: readonly LookupAddress[]): LookupFunction =>
  (_host, options, found) => {
    const [first] = addresses;
    if (options.all === true) found(null, [...addresses]);
    else found(null, first?.address ?? "", first?.family);
  };
