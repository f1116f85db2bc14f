import { z } from "zod";
import type { SignatureCheck } from "../chain/signature-check.ts";
import { parseLongFormat } from "../encoding/format-reading.ts";
import { failed, type Outcome, passed } from "../outcome.ts";
import { endsTooLate } from "../verify/clock-tolerance.ts";
import type { BundleFacts } from "../verify/verdict.ts";
import { Certificate } from "./certificate.ts";
import { Evidence, type EvidenceFacts, verifyEvidence } from "./evidence.ts";
import { Genesis, type Network, openNetwork } from "./genesis.ts";
import { sessionTag } from "./transaction.ts";

/** Largest document of this kind that is read: some hundred changes of the membership. */
export const MAX_NETWORK_PROOF_BYTES = 33_554_432;

const MAX_HANDOVERS = 1_000;

/** Why a recording is final in a network of version 2. It goes beside the recording's bundle. */
export const NetworkProof = z.strictObject({
  format: z.literal("lucid-network-proof"),
  version: z.literal(1),
  genesis: Genesis,
  /** From version 0 of the membership on, in order of height. */
  handovers: z.array(Certificate).max(MAX_HANDOVERS),
  evidence: Evidence,
});
export type NetworkProof = z.infer<typeof NetworkProof>;

export interface NetworkProofFacts extends Omit<EvidenceFacts, "item"> {
  readonly network: { readonly hash: string; readonly name: string };
  /** Members whose votes count for the final block, and fewest of them that hold more than two thirds of the weight. */
  readonly members: number;
  readonly decidingKeys: number;
}

/** What a recording, whose bundle has been verified, must have in common with the entry of the network. */
type FinalRecording = Pick<
  BundleFacts,
  "sessionId" | "salt" | "manifestHash" | "merkleRoot" | "chunkCount" | "node" | "endedAtMs" | "createdAtMs"
> & { readonly grant: Pick<BundleFacts["grant"], "hash"> };

/** A network proof that can be read, and of which nothing has been checked but the genesis document that it carries. */
export interface OpenedNetworkProof {
  readonly network: Network;
  readonly proof: NetworkProof;
}

/** Reads a network proof and opens the network that it says it is of. */
export function openNetworkProof(bytes: Uint8Array): Outcome<OpenedNetworkProof> {
  const parsed = parseLongFormat(NetworkProof, bytes, {
    most: MAX_NETWORK_PROOF_BYTES,
    lists: [{ path: ["handovers"], most: MAX_HANDOVERS }],
  });
  if (!parsed.ok) return parsed;
  const network = openNetwork(parsed.value.genesis);
  return network.ok ? passed({ network: network.value, proof: parsed.value }) : network;
}

/** Checks a network proof from its bytes, as `checkNetworkProof` does. */
export function verifyNetworkProof(bytes: Uint8Array, recording: FinalRecording): Outcome<NetworkProofFacts> {
  const opened = openNetworkProof(bytes);
  return opened.ok ? checkNetworkProof(opened.value, recording) : opened;
}

/**
 * Checks that a network made a recording final whose bundle has been verified, with the genesis as the root of trust: the entry
 * is by the recording's node, names its session, its grant, its manifest and its tree, and is dated before neither its end nor its signature. `checkSignature`
 * is a faster check that accepts exactly what `verifyObject` accepts.
 */
export function checkNetworkProof(
  { network, proof: { genesis, handovers, evidence } }: OpenedNetworkProof,
  recording: FinalRecording,
  checkSignature?: SignatureCheck,
): Outcome<NetworkProofFacts> {
  const checked = verifyEvidence(evidence, network, { handovers, checkSignature });
  if (!checked.ok) return checked;
  const { item, ...facts } = checked.value;
  const isOfRecording =
    "manifest_hash" in item &&
    (recording.salt === null || item.tag === sessionTag(recording.sessionId, recording.salt)) &&
    item.grant_hash === recording.grant.hash &&
    item.manifest_hash === recording.manifestHash &&
    item.merkle_root === recording.merkleRoot &&
    item.chunk_count === recording.chunkCount;
  if (!isOfRecording) return failed("anchor-mismatch");
  if (facts.sender !== recording.node) return failed("anchor-sender");
  if (endsTooLate(Math.max(recording.endedAtMs, recording.createdAtMs), { blockTime: facts.time })) return failed("anchor-time");
  const { members } = evidence.final.members.current;
  return passed({
    ...facts,
    network: { hash: network.hash, name: genesis.network },
    members: members.length,
    decidingKeys: decidingKeys(members.map(({ weight }) => weight)),
  });
}

function decidingKeys(weights: readonly number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let held = 0;
  return 1 + weights.toSorted((one, other) => other - one).findIndex((weight) => 3 * (held += weight) > 2 * total);
}
