import { z } from "zod";
import { checkFinality } from "../chain/finality.ts";
import { blockHash } from "../chain/header.ts";
import type { SignatureCheck } from "../chain/signature-check.ts";
import { DOMAIN } from "../encoding/domains.ts";
import { SignedHeader } from "../formats/block.ts";
import { FinalityLink } from "../formats/evidence.ts";
import { Hash } from "../formats/primitives.ts";
import { failed, type Outcome, passed } from "../outcome.ts";
import { Certificate, checkLoneCertificate } from "./certificate.ts";

/** Why a block of a version 1 chain is final: its signed header and two links in their old form. */
export const SoloCertificate = SignedHeader.extend({ links: z.tuple([FinalityLink, FinalityLink]) });
export type SoloCertificate = z.infer<typeof SoloCertificate>;

/**
 * The word of a sender that another chain was as long as this (consensus 9.4): its last final block, the RFC 9162 root over the
 * hashes of its blocks 1 to `last`, 32 raw bytes each, and why `last` is final there.
 */
export const NetworkLink = z.strictObject({
  network: Hash,
  last: z.strictObject({ height: z.int().positive(), hash: Hash }),
  history_root: Hash,
  certificate: z.union([SoloCertificate, Certificate]),
});
export type NetworkLink = z.infer<typeof NetworkLink>;

/** What a certificate of another chain shows by itself. */
export interface LinkedBlock {
  readonly height: number;
  readonly hash: string;
  /** Unix seconds that the other chain gives the block. */
  readonly time: number;
}

/**
 * Checks that a link's certificate is consistent in itself, and for `last`. The other chain's genesis is not at hand: who may vote there is what
 * the certificate says, and of a version 1 chain it is the block's producer alone.
 */
export function checkNetworkLink({ network, last, certificate }: NetworkLink, isSigned: SignatureCheck): Outcome<LinkedBlock> {
  const checked = isSolo(certificate)
    ? checkSolo(certificate, network, isSigned)
    : checkLoneCertificate(certificate, network, isSigned);
  if (!checked.ok) return checked;
  const { height, hash, time } = checked.value;
  if (height !== last.height || hash !== last.hash)
    return failed("finality-link", { detail: "the certificate is of another block" });
  return passed({ height, hash, time });
}

const isSolo = (certificate: NetworkLink["certificate"]): certificate is SoloCertificate => certificate.header.version === 1;

function checkSolo(
  { header, signature, links }: SoloCertificate,
  network: string,
  isSigned: SignatureCheck,
): Outcome<LinkedBlock> {
  const detail = `height ${header.height}`;
  if (header.network !== network) return failed("network-mismatch", { detail });
  if (!isSigned(DOMAIN.block, header, signature, header.producer)) return failed("header-signature", { detail });
  if (header.height === 1 && header.previous_hash !== network) return failed("header-chain", { detail });
  const hash = blockHash(header);
  const alone = { hash: network, weights: new Map([[header.producer, 1n]]), totalWeight: 1n };
  const voters = checkFinality(links, [{ header, signature }], [hash], alone, isSigned);
  return voters.ok ? passed({ height: header.height, hash, time: header.timestamp }) : voters;
}
