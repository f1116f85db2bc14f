import { hexToBytes } from "@noble/hashes/utils.js";
import { type CheckStampOptions, checkStamp, type StampFacts } from "./check-stamp.ts";
import { fieldsOf, numberOf, TAG, wholeValue } from "./der.ts";
import { MAX_TOKEN_BYTES } from "./time-proof.ts";
import { plainNumber, SHA256 } from "./token.ts";

/** An answer holds a token and a few bytes around it. */
export const MAX_TIME_ANSWER_BYTES = MAX_TOKEN_BYTES + 1_024;

/** An RFC 3161 request for a token over a SHA-256 digest, with the certificates that it takes to check it. */
export function timeStampRequest(digest: string, nonce: Uint8Array): Uint8Array {
  const algorithm = value(TAG.sequence, value(TAG.oid, hexToBytes(SHA256)), value(NULL));
  return value(
    TAG.sequence,
    value(TAG.integer, Uint8Array.of(1)),
    value(TAG.sequence, algorithm, value(TAG.octetString, hexToBytes(digest))),
    value(TAG.integer, positive(nonce)),
    value(TAG.boolean, Uint8Array.of(0xff)),
  );
}

const NULL = 0x05;

/** A value of DER, shorter than 128 bytes. */
function value(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = parts.flatMap((part) => [...part]);
  return Uint8Array.of(tag, content.length, ...content);
}

/** The bytes of a positive number: its first bit is a sign. */
const positive = (nonce: Uint8Array): Uint8Array => Uint8Array.of(...[0x40 | ((nonce[0] ?? 0) & 0x7f)], ...nonce.subarray(1));

export type StampAnswer =
  | { readonly kind: "stamped"; readonly token: Uint8Array; readonly facts: StampFacts }
  /** It is no answer of a time-stamp authority: a page, for example. */
  | { readonly kind: "no-answer" }
  /** The authority says that it gives none. */
  | { readonly kind: "denied"; readonly status: number }
  /** A token that does not hold. */
  | { readonly kind: "refused"; readonly code: "time-nonce" | StampCode };

const STAMP_CODES = ["time-token", "time-imprint", "time-algorithm", "time-signature", "time-certificate"] as const;
type StampCode = (typeof STAMP_CODES)[number];

/** Checks what an authority answered to a request: the token holds, is over this digest, and is for this request. */
export async function readStampAnswer(
  bytes: Uint8Array,
  { digest, nonce }: { readonly digest: string; readonly nonce: Uint8Array },
  options: CheckStampOptions,
): Promise<StampAnswer> {
  const answer = readAnswer(bytes);
  if (answer === undefined) return { kind: "no-answer" };
  const { status, token } = answer;
  if (!GRANTED.includes(status)) return { kind: "denied", status };
  if (token === undefined || token.length > MAX_TOKEN_BYTES) return { kind: "no-answer" };
  const checked = await checkStamp(token, digest, options);
  if (!checked.ok) {
    const code = STAMP_CODES.find((one) => one === checked.failure.code);
    if (code === undefined) throw new Error(checked.failure.code);
    return { kind: "refused", code };
  }
  const isAsked = checked.value.nonce === plainNumber(positive(nonce));
  return isAsked ? { kind: "stamped", token, facts: checked.value } : { kind: "refused", code: "time-nonce" };
}

/** Granted, and granted with changes. */
const GRANTED = [0, 1];

/** The authority's answer and its token, if it gives one; undefined where it is none. */
function readAnswer(bytes: Uint8Array): { readonly status: number; readonly token: Uint8Array | undefined } | undefined {
  try {
    const answer = fieldsOf(wholeValue(bytes, TAG.sequence));
    const status = numberOf(fieldsOf(answer.next(TAG.sequence)).next(TAG.integer));
    const token = answer.optional(TAG.sequence)?.bytes;
    answer.end();
    return { status, token };
  } catch {
    return undefined;
  }
}
