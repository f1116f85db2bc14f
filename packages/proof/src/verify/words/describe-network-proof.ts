import type { NetworkProofFacts } from "../../chain-v2/network-proof.ts";

/** What a network proof adds, in one sentence. */
export function describeNetworkProof({
  network,
  members,
  decidingKeys: keys,
  height,
  time,
  finalHeight,
}: NetworkProofFacts): string {
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
