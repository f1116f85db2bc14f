import type { NetworkProofFacts } from "../../chain-v2/network-proof.ts";
import { spanInWords } from "./words.ts";

export interface NetworkProofReader {
  /** The reader's own name for the network. */
  readonly name: string | null;
  /** By how much its block is dated after the reader's clock, in milliseconds; 0 where it is not. */
  readonly aheadMs: number;
}

/** What a network proof adds: the verdict in one sentence, and on whose word it rests. */
export function describeNetworkProof(facts: NetworkProofFacts, { name, aheadMs }: NetworkProofReader): string[] {
  return [
    sentence(facts),
    name === null
      ? "Anybody can found a network and be all of its members: compare its hash with the one that you know."
      : `It is the network "${name}" of your address book.`,
    ...(aheadMs === 0 ? [] : [`Its block is dated ${spanInWords(aheadMs)} after your own clock.`]),
  ];
}

function sentence({ network, members, decidingKeys: keys, height, time, finalHeight }: NetworkProofFacts): string {
  const when = new Date(time * 1_000).toISOString();
  const whose =
    keys === 1
      ? "the word of one member, who holds more than two thirds of the weight"
      : `the word of ${keys} members together, at least`;
  return (
    `Final in the network ${network.name} (${network.hash}) of ${members} ${members === 1 ? "member" : "members"}: the whole recording ` +
    `existed by ${when} (block ${height}, final with block ${finalHeight}). That time is ${whose}.`
  );
}
