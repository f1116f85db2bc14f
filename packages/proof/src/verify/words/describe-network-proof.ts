import type { NetworkProofFacts } from "../../chain-v2/network-proof.ts";
import type { NetworkFacts } from "../verdict.ts";
import { foreignText } from "./foreign-text.ts";
import { spanInWords, timeInWords } from "./words.ts";

export interface NetworkProofReader {
  /** The reader's own name for the network. */
  readonly name: string | null;
  /** It is one of those that the reader asked for. */
  readonly isExpected: boolean;
  /** That of the blocks in the bundle: a chain of its own, of version 1. */
  readonly bundleNetwork: Pick<NetworkFacts, "hash" | "name" | "trusted">;
  /** By how much its block is dated after the reader's clock, in milliseconds; 0 where it is not. */
  readonly aheadMs: number;
}

/** What a network proof adds: the verdict in one sentence, on whose word it rests, and which network is which. */
export const describeNetworkProof = (facts: NetworkProofFacts, reader: NetworkProofReader): string[] => [
  sentence(facts),
  identified(reader),
  besideBundle(reader),
  ...(reader.aheadMs === 0 ? [] : [`Its block is dated ${spanInWords(reader.aheadMs)} after your own clock.`]),
];

function identified({ name, isExpected }: NetworkProofReader): string {
  if (name !== null) return `It is the network "${name}" ${isExpected ? "that you expect" : "of your address book"}.`;
  return isExpected
    ? "It is the network that you expect."
    : "Anybody can found a network and be all of its members: compare its hash with the one that you know.";
}

function besideBundle({ bundleNetwork: { name, hash, trusted } }: NetworkProofReader): string {
  const which = trusted === true ? ", which is one that you expect" : "";
  return `The blocks in the bundle are of another network, ${foreignText(name)} (${hash})${which}.`;
}

function sentence({ network, members, decidingKeys: keys, height, time, finalHeight }: NetworkProofFacts): string {
  const when = timeInWords(time * 1_000);
  const whose =
    keys === 1
      ? "the word of one member, who holds more than two thirds of the weight"
      : `the word of ${keys} members together, at least`;
  return (
    `Final in the network ${foreignText(network.name)} (${network.hash}) of ${members} ${members === 1 ? "member" : "members"}: the whole ` +
    `recording existed by ${when} (block ${height}, final with block ${finalHeight}). That time is ${whose}.`
  );
}
