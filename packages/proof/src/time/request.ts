import { hexToBytes } from "@noble/hashes/utils.js";
import { AsnConvert, OctetString } from "@peculiar/asn1-schema";
import { MessageImprint, PKIStatus, TimeStampReq, TimeStampReqVersion, TimeStampResp } from "@peculiar/asn1-tsp";
import { AlgorithmIdentifier } from "@peculiar/asn1-x509";
import { failed, type Outcome, passed } from "../outcome.ts";
import { type CheckStampOptions, checkStamp, type StampFacts } from "./check-stamp.ts";
import { MAX_TOKEN_BYTES } from "./time-proof.ts";
import { plainNumber } from "./token.ts";

const SHA256 = "2.16.840.1.101.3.4.2.1";
/** An answer holds a token and a few bytes around it. */
export const MAX_TIME_ANSWER_BYTES = MAX_TOKEN_BYTES + 1_024;

/** An RFC 3161 request for a token over a SHA-256 digest, with the certificates that it takes to check it. */
export function timeStampRequest(digest: string, nonce: Uint8Array): Uint8Array {
  const request = new TimeStampReq({
    version: TimeStampReqVersion.v1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithm: SHA256, parameters: null }),
      hashedMessage: new OctetString(hexToBytes(digest)),
    }),
    nonce: new Uint8Array(positive(nonce)).buffer,
    certReq: true,
  });
  return new Uint8Array(AsnConvert.serialize(request));
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
  const answer = parsed(bytes);
  if (!answer.ok) return { kind: "no-answer" };
  const { status, timeStampToken } = answer.value;
  if (status.status !== PKIStatus.granted && status.status !== PKIStatus.grantedWithMods)
    return { kind: "denied", status: status.status };
  if (timeStampToken === undefined) return { kind: "no-answer" };
  const token = new Uint8Array(AsnConvert.serialize(timeStampToken));
  if (token.length > MAX_TOKEN_BYTES) return { kind: "no-answer" };
  const checked = await checkStamp(token, digest, options);
  if (!checked.ok) {
    const code = STAMP_CODES.find((one) => one === checked.failure.code);
    if (code === undefined) throw new Error(checked.failure.code);
    return { kind: "refused", code };
  }
  const isAsked = checked.value.nonce === plainNumber(positive(nonce));
  return isAsked ? { kind: "stamped", token, facts: checked.value } : { kind: "refused", code: "time-nonce" };
}

function parsed(bytes: Uint8Array): Outcome<TimeStampResp> {
  try {
    return passed(AsnConvert.parse(bytes, TimeStampResp));
  } catch {
    return failed("time-token");
  }
}
