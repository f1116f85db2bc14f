import type { NetworkChange, NetworkMember, NetworkPeer, NetworkStatus } from "@lucid/contract";
import type { NetworkRun } from "./create-network-run.ts";
import type { Joined } from "./network-module.ts";
import type { NetworkRepository, NetworkRow } from "./network-repository.ts";

const moment = (ms: number): string => new Date(ms).toISOString();

/** What is shown of the network that this node is in. */
export function createNetworkViews(repository: NetworkRepository, run: NetworkRun, ownKey: string) {
  const placeOf = ({
    height,
    hash,
    timestamp,
  }: {
    readonly height: number;
    readonly hash: string;
    readonly timestamp: number;
  }) => ({
    ...{ height, hash, timestamp: moment(timestamp * 1_000) },
  });

  function networkOf({ hash, since }: NetworkRow, { engine, network, peers, module }: Joined): NetworkStatus["network"] {
    const { head, final } = engine.tree;
    const { current } = engine.members;
    const { reach, stop } = module.powersOf(current);
    return {
      ...{ hash, name: network.genesis.network, since: moment(since), head: placeOf(head), final: placeOf(final) },
      ...{ stale: engine.isStale, members: current.members.length, peers: peers.list().length },
      asked: repository.changes(hash).filter(({ decision }) => decision === "open").length,
      addresses: [...peers.addresses],
      powers: { reach: [...reach], stop: [...stop] },
      recordings: { final: repository.countProven(hash), waiting: run.recordings?.waiting ?? 0 },
      earlier: run.earlier?.known() ?? [],
    };
  }

  return {
    status(): NetworkStatus {
      const row = repository.current();
      const { joined, problem } = run;
      return {
        state: row?.state ?? "none",
        problem,
        network: row === undefined || joined === undefined ? null : networkOf(row, joined),
      };
    },
    members({ engine, peers }: Joined): NetworkMember[] {
      const { current, pending } = engine.members;
      const here = new Set(peers.list().map(({ key }) => key));
      const next = pending ?? current;
      const isIn = (list: typeof current, entity: string): boolean => list.members.some((one) => one.entity === entity);
      const joining = next.members.filter(({ entity }) => !isIn(current, entity));
      return [...current.members, ...joining].map((member) => ({
        ...member,
        is_self: member.public_key === ownKey,
        is_connected: member.public_key === ownKey || here.has(member.public_key),
        state: !isIn(current, member.entity) ? "joining" : isIn(next, member.entity) ? "member" : "leaving",
      }));
    },
    changes: (joined: Joined): NetworkChange[] =>
      repository.changes(joined.network.hash).map(({ kind, public_key, proposed_by, decision, expires_at }) => {
        const is_own = proposed_by === ownKey;
        const approvals = is_own ? run.membership.approvals(joined, public_key) : null;
        return { ...{ kind, public_key, proposed_by, is_own, decision, approvals }, expires_at: moment(expires_at) };
      }),
    peers: ({ peers }: Joined): NetworkPeer[] =>
      peers.list().map(({ key, address = null, ...peer }) => ({ public_key: key, address, ...peer })),
  };
}
export type NetworkViews = ReturnType<typeof createNetworkViews>;
