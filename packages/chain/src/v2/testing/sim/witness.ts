import { type Attestation, hashObject, v2 } from "@lucid/proof";
import type { CheckSignature } from "../../../signing/signature-checker.ts";
import { createOffenceWatch } from "../../consensus/offences.ts";

/** Sees everything that honest nodes sign and call final, and complains about what must never be (consensus 15.3). */
export interface NetworkWitness {
  sawBlock(header: v2.Header): void;
  sawVote(attestation: Attestation): void;
  sawFinal(node: number, height: number, hash: string): void;
  sawCertificate(certificate: v2.Certificate): void;
  sawRejection(node: number, from: number, reason: string): void;
  readonly finalHeight: number;
  readonly votes: number;
  /** Certificates that the verifier, which shares nothing with the engine's finality, accepted. */
  readonly certificates: number;
  /** Reasons for which messages of a node were rejected, and how often. */
  readonly rejections: ReadonlyMap<string, number>;
  /** What went wrong, in words; empty if nothing did. */
  readonly violations: readonly string[];
}

export function createNetworkWitness(network: v2.Network, checkSignature: CheckSignature): NetworkWitness {
  const blocks = new Map<string, string>();
  const watch = createOffenceWatch();
  const finals = new Map<number, { readonly hash: string; readonly node: number }>();
  const certified = new Set<string>();
  const rejections = new Map<string, number>();
  const violations: string[] = [];
  let finalHeight = 0;
  let votes = 0;

  return {
    violations,
    rejections,
    get finalHeight() {
      return finalHeight;
    },
    get votes() {
      return votes;
    },
    get certificates() {
      return certified.size;
    },
    sawBlock(header) {
      const place = `${header.producer.slice(0, 8)} at slot ${header.slot}, position ${header.position}`;
      const hash = hashObject(header);
      if ((blocks.get(place) ?? hash) !== hash) violations.push(`two blocks by ${place}`);
      blocks.set(place, hash);
    },
    sawVote(attestation) {
      votes += 1;
      const offence = watch.saw(attestation);
      if (offence !== undefined)
        violations.push(`${offence.kind} by ${offence.attester.slice(0, 8)} at height ${offence.targetHeight}`);
    },
    sawFinal(node, height, hash) {
      const known = finals.get(height);
      if (known !== undefined && known.hash !== hash)
        violations.push(`nodes ${known.node} and ${node} have different final blocks at height ${height}`);
      finals.set(height, { hash, node });
      finalHeight = Math.max(finalHeight, height);
    },
    sawCertificate(certificate) {
      const hash = hashObject(certificate.header);
      if (certified.has(hash)) return;
      certified.add(hash);
      const checked = v2.checkCertificate(certificate, network, checkSignature);
      if (!checked.ok)
        violations.push(`a certificate of height ${certificate.header.height} is refused: ${checked.failure.code}`);
    },
    sawRejection(_node, from, reason) {
      const name = `${from} ${reason}`;
      rejections.set(name, (rejections.get(name) ?? 0) + 1);
    },
  };
}
