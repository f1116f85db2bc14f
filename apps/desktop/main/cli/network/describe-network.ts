import type { NetworkChange, NetworkEarlier, NetworkMember, NetworkPeer, NetworkStatus } from "@lucid/contract";
import { formatTable } from "../table.ts";
import { terminalText } from "../terminal-text.ts";

const STATES: Readonly<Record<NetworkStatus["state"], string>> = {
  none: "in no network",
  joining: "on its way into",
  member: "a member of",
  leaving: "on its way out of",
};

export const PROBLEMS: Readonly<Record<NonNullable<NetworkStatus["problem"]>["code"], string>> = {
  unreachable: "The node that is to decide is not connected",
  "invitation-refused": "The invitation is not taken: it was used, or is over. Leave, and ask for another one",
  "approvals-needed": "Members with more than two thirds of the weight have to approve: lucid network approve on their nodes",
  "other-chain": "The nodes that were found have another chain than the invitation names: do not trust these addresses",
  removed: "The members have removed this node",
  stopped: "This node takes part no more",
  "not-opened": "The network could not be opened when the node started",
  damaged: "What this node keeps of the network is damaged, and not followed",
};

export function describeStatus({ state, problem, network }: NetworkStatus): string {
  const lines =
    network === null ? [`This node is ${STATES[state]}${state === "none" ? "" : " a network"}.`] : aboutNetwork(state, network);
  const wrong =
    problem === null
      ? []
      : [`Wrong: ${PROBLEMS[problem.code]}${problem.detail === "" ? "" : ` (${terminalText(problem.detail)})`}`];
  return `${[...lines, ...wrong].join("\n")}\n`;
}

function aboutNetwork(state: NetworkStatus["state"], network: NonNullable<NetworkStatus["network"]>): string[] {
  const { hash, name, head, final, stale, members, peers, addresses, powers, recordings, asked, earlier } = network;
  return [
    `This node is ${STATES[state]} ${terminalText(name)} (${hash}).`,
    `Block ${head.height}, final ${final.height}${stale ? "; too few members are heard to call anything later final" : ""}`,
    `Members: ${members}, peers connected: ${peers}`,
    `Listening at ${addresses.join(", ")}`,
    powers.reach.length > 0
      ? `Final is the word of one member: ${powers.reach.join(", ")}`
      : "No member makes a block final alone",
    powers.stop.length > 0 ? `Can stop it: ${powers.stop.join(", ")}` : "No member can stop it alone",
    `Recordings of this node: ${recordings.final} final, ${recordings.waiting} waiting`,
    ...earlier.map(earlierWords),
    ...(asked === 0 ? [] : [`Changes of the membership that wait for your word: ${asked}. See: lucid network members`]),
  ];
}

/** That it existed is all that the network says of another chain. */
const earlierWords = ({ network, name, known }: NetworkEarlier): string => {
  const whose = `${terminalText(name)} (${network})`;
  return known === null
    ? `The history of ${whose} is not known to this network yet`
    : `History until block ${known.height} of ${whose} is known to this network since ${known.since}, by its block ${known.block}`;
};

export const describeMembers = (members: readonly NetworkMember[]): string =>
  formatTable(
    ["member", "weight", "state", "connected"],
    members.map(({ public_key, weight, state, is_self, is_connected }) => [
      `${public_key}${is_self ? " (this node)" : ""}`,
      String(weight),
      state,
      is_connected ? "yes" : "no",
    ]),
  );

/** Nothing where nothing waits. */
export const describeChanges = (changes: readonly NetworkChange[]): string =>
  changes.length === 0
    ? ""
    : `\nChanges that wait for approval:\n${formatTable(
        ["change", "key", "asked for by", "said here", "approved"],
        changes.map(({ kind, public_key, proposed_by, is_own, decision, approvals }) => [
          kind,
          public_key,
          is_own ? "this node" : proposed_by,
          decision,
          approvals === null ? "" : `weight ${approvals.weight} of ${approvals.total}`,
        ]),
      )}`;

export const describePeers = (peers: readonly NetworkPeer[]): string =>
  formatTable(
    ["peer", "role", "direction", "address", "score"],
    peers.map(({ public_key, role, direction, address, score }) => [
      public_key,
      role,
      direction,
      terminalText(address ?? ""),
      score.toFixed(1),
    ]),
  );
