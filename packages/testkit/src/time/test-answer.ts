import { bytesToHex } from "@noble/hashes/utils.js";
import { ContentInfo } from "@peculiar/asn1-cms";
import { AsnConvert } from "@peculiar/asn1-schema";
import { PKIStatus, PKIStatusInfo, TimeStampReq, TimeStampResp } from "@peculiar/asn1-tsp";
import type { StampChange, TestAuthority } from "./test-authority.ts";

/** What an authority answers to an RFC 3161 request: a token, with these things otherwise than they should be. */
export function answerStampRequest(
  request: Uint8Array,
  authority: TestAuthority,
  { digest, ...change }: StampChange & { readonly digest?: string } = {},
): Uint8Array {
  const { messageImprint, nonce } = AsnConvert.parse(request, TimeStampReq);
  const asked = bytesToHex(new Uint8Array(messageImprint.hashedMessage.buffer));
  const token = authority.stamp(digest ?? asked, { ...(nonce && { nonce: new Uint8Array(nonce) }), ...change });
  return answerOf(PKIStatus.granted, token);
}

/** An authority's refusal to give a token. */
export const denyStamp = (): Uint8Array => answerOf(PKIStatus.rejection);

function answerOf(status: PKIStatus, token?: Uint8Array): Uint8Array {
  const timeStampToken = token && AsnConvert.parse(token, ContentInfo);
  const answer = new TimeStampResp({ status: new PKIStatusInfo({ status }), ...(timeStampToken && { timeStampToken }) });
  return new Uint8Array(AsnConvert.serialize(answer));
}
