import type { Clock } from "@lucid/foundation";
import type { NodeKeys } from "../ground/index.ts";
import type { NetworkProblem } from "./create-network-run.ts";
import type { MembershipChanges } from "./membership-changes.ts";
import type { Joined } from "./network-module.ts";
import type { NetworkRepository, NetworkRow } from "./network-repository.ts";

export interface WayDeps {
  readonly clock: Clock;
  readonly keys: NodeKeys;
  readonly repository: NetworkRepository;
  readonly membership: Pick<MembershipChanges, "propose" | "approvals">;
  readonly setProblem: (problem: NetworkProblem | null) => void;
}

/** A refusal that passes by itself: the chain is busy with another change. */
const PASSING: ReadonlySet<string> = new Set(["handover_under_way", "other_base", "not_ready"]);
/** Between two requests to the same node. */
const ASK_MS = 3_000;

/** What a node does again and again until it is a member, or is none any more. Everything that it needs for that is on the disk. */
export function createWayInAndOut({ clock, keys, repository, membership, setProblem }: WayDeps) {
  const { publicKey } = keys;
  let askedAt = Number.NEGATIVE_INFINITY;

  function mayAsk(): boolean {
    if (clock.elapsed() - askedAt < ASK_MS) return false;
    askedAt = clock.elapsed();
    return true;
  }

  const isIn = ({ engine }: Joined): boolean => {
    const { current, pending } = engine.members;
    return [current, pending].some((list) => list?.members.some(({ public_key }) => public_key === publicKey));
  };

  function tell(answer: { readonly refused: string | null } | undefined, whom: string): void {
    if (answer === undefined) setProblem({ code: "unreachable", detail: whom });
    else if (answer.refused === null || PASSING.has(answer.refused)) setProblem(null);
    else if (answer.refused === "approvals") setProblem({ code: "approvals-needed", detail: whom });
    else setProblem({ code: "invitation-refused", detail: answer.refused });
  }

  /** The chain that was fetched has to hold the block that the invitation names. */
  function isOfInvitation({ engine }: Joined, { root }: NetworkRow): boolean | undefined {
    const named = JSON.parse(root) as { readonly height: number; readonly hash: string };
    if (engine.tree.final.height < named.height) return undefined;
    return engine.canonicalHash(named.height) === named.hash;
  }

  async function join(joined: Joined, row: NetworkRow): Promise<void> {
    if (isIn(joined)) {
      repository.admitted(row.hash);
      return setProblem(null);
    }
    const { peers, network, module } = joined;
    if (row.inviter === null || row.token === null || !mayAsk()) return;
    if (!peers.list().some(({ key }) => key === row.inviter)) return setProblem({ code: "unreachable", detail: row.addresses });
    const fits = isOfInvitation(joined, row);
    if (fits === false) return setProblem({ code: "other-chain", detail: row.root });
    if (fits === undefined) return;
    const proof = module.consentOf(keys, network.hash);
    tell(await peers.request(row.inviter, { kind: "join", token: row.token, proof }), row.inviter);
  }

  function leave(joined: Joined): "left" | undefined {
    const { current: list, pending } = joined.engine.members;
    if (!isIn(joined) || list.members.every(({ public_key }) => public_key === publicKey)) return "left";
    if (pending !== null || !mayAsk()) return undefined;
    const { refused } = membership.propose(joined, { op: "remove", key: publicKey });
    if (refused !== "approvals") tell({ refused }, publicKey);
    else if (joined.peers.list().every(({ role }) => role !== "member")) setProblem({ code: "unreachable", detail: "" });
    else tell({ refused }, shareOf(membership.approvals(joined, publicKey)));
    return undefined;
  }

  return {
    async go(joined: Joined, row: NetworkRow): Promise<"left" | undefined> {
      if (row.state === "joining") await join(joined, row);
      else if (row.state === "leaving") return leave(joined);
      else setProblem(isIn(joined) ? null : { code: "removed", detail: "" });
      return undefined;
    },
  };
}

const shareOf = ({ weight, total }: { readonly weight: number; readonly total: number }): string =>
  `weight ${weight} of ${total} has approved`;
