import { failureReasons } from "../failures.ts";
import type { ChunkProofFacts } from "./chunk-proof.ts";
import type { Rejection } from "./judge-bundle.ts";
import { checkPins, type Pins, readerReasons } from "./pins.ts";

/**
 * Why a chunk proof that holds is not what the reader expects, in the words and codes of a bundle; undefined where it is.
 * The proof of a chunk names no owner: that one is not compared.
 */
export function expectOfChunk({ network, entry, chain }: ChunkProofFacts, { networks, ...pins }: Pins): Rejection | undefined {
  if (networks !== undefined && !networks.includes(network.hash))
    return {
      verified: false,
      code: "network-untrusted",
      reason: failureReasons["network-untrusted"],
      expected: networks,
      found: network.hash,
    };
  const unexpected = checkPins({ sessionId: entry.session_id, node: chain.sender }, { ...pins, owners: undefined });
  return unexpected && { verified: false, reason: readerReasons[unexpected.code], ...unexpected };
}
