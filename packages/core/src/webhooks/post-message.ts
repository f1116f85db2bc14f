import type { LookupAddress } from "node:dns";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { LookupFunction } from "node:net";
import type { DeliveryError } from "@lucid/contract";
import type { Clock } from "@lucid/foundation";

/** A receiver notes a message and works later: one that takes longer holds up the next. */
const TIMEOUT_MS = 10_000;
/** More of an answer is of no use to anybody. */
const MAX_ANSWER_BYTES = 65_536;

export interface Posted {
  /** Null where there was no answer. */
  readonly status: number | null;
  readonly responseBytes: number;
  /** Null where it was taken. */
  readonly error: DeliveryError | null;
}

export interface Message {
  readonly url: URL;
  /** Where the name was found to be. */
  readonly addresses: readonly LookupAddress[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Posts a message once, over a connection of its own, and follows no redirect. Never throws. */
export function postMessage(message: Message, clock: Pick<Clock, "after">, signal: AbortSignal): Promise<Posted> {
  const { url, headers, body } = message;
  const { promise, resolve } = Promise.withResolvers<Posted>();
  let status: number | null = null;
  let responseBytes = 0;
  const end = (error: DeliveryError | null): void => {
    timer[Symbol.dispose]();
    resolve({ status, responseBytes, error: status === null ? error : errorOf(status) });
  };
  const request = (url.protocol === "https:" ? requestHttps : requestHttp)(
    url,
    { method: "POST", agent: false, headers, lookup: lookupOf(message.addresses), signal },
    (answer) => {
      status = answer.statusCode ?? 0;
      answer.on("data", (part: Buffer) => {
        responseBytes = Math.min(MAX_ANSWER_BYTES, responseBytes + part.byteLength);
        if (responseBytes === MAX_ANSWER_BYTES) request.destroy();
      });
      answer.on("close", () => end(null));
    },
  );
  const timer = clock.after(TIMEOUT_MS, () => {
    end("timeout");
    request.destroy();
  });
  request.on("error", (error) => end(failureOf(error)));
  request.end(body);
  return promise;
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
