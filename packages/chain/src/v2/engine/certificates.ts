import type { v2 } from "@lucid/proof";
import { type HeldVote, voteName } from "../blocks/check-votes.ts";
import { forkBlockOf } from "../blocks/fork-block.ts";
import type { PreparedBlock } from "../blocks/prepare-block.ts";
import { VOTE_WINDOW } from "../consensus/branch-finality.ts";
import type { NetworkStore } from "../store/store.types.ts";
import type { Ledger } from "./ledger.ts";
import { makeCertificate } from "./make-certificate.ts";

export interface CertificatesDeps {
  readonly store: Pick<NetworkStore, "block" | "votes" | "lastCertificate">;
  readonly ledger: Pick<Ledger, "tree" | "canonicalHash" | "listsAt" | "handovers">;
  readonly prepare: (bytes: Uint8Array) => PreparedBlock;
}

/** Blocks that are read for a certificate; where finality took longer than that, the newest one serves as well, by a longer path. */
const MAX_READ = 2 * VOTE_WINDOW;

/** Certificates of final blocks. The newest is on the disk; the others are made anew of the votes that the blocks above hold. */
export interface Certificates {
  /** Of the lowest final block from this height on that has one. */
  from(height: number): v2.Certificate | undefined;
  /** Those that take a verifier from version 0 of the membership to the newest final one. */
  handovers(): readonly v2.Certificate[];
}

export function createCertificates({ store, ledger, prepare }: CertificatesDeps): Certificates {
  const { tree, canonicalHash, listsAt } = ledger;
  const handovers = new Map<number, v2.Certificate>();

  function blockAt(height: number): PreparedBlock | undefined {
    const bytes = store.block(canonicalHash(height) ?? "");
    return bytes && prepare(bytes);
  }

  /** Votes for the final blocks from a height on, as far as they were read. */
  function collect(lowest: number) {
    const byName = new Map<string, HeldVote>();
    const byTarget = new Map<number, HeldVote[]>();
    return {
      of: (height: number): readonly HeldVote[] => byTarget.get(height) ?? [],
      voteOf: (attester: string, source: string, target: string) =>
        byName.get(voteName({ attester, source: { height: 0, hash: source }, target: { height: 0, hash: target } })),
      add(vote: HeldVote): void {
        const { source, target } = vote;
        const isOnBranch = canonicalHash(target.height) === target.hash && canonicalHash(source.height) === source.hash;
        if (!isOnBranch || target.height < lowest || target.height > tree.final.height || byName.has(voteName(vote))) return;
        byName.set(voteName(vote), vote);
        byTarget.set(target.height, [...(byTarget.get(target.height) ?? []), vote]);
      },
    };
  }

  function made(height: number, { of, voteOf }: ReturnType<typeof collect>): v2.Certificate | undefined {
    const [lists, childLists] = [listsAt(height), listsAt(height + 1)];
    const indexed = of(height).flatMap((vote) => {
      const index = lists.voters.indexOf(vote.attester);
      return index === undefined ? [] : [[index, vote.source] as const];
    });
    const voters = new Map(indexed);
    const hash = canonicalHash(height) ?? "";
    const followers = of(height + 1).flatMap(({ attester, source }) =>
      source.hash === hash ? (childLists.voters.indexOf(attester) ?? []) : [],
    );
    if (!lists.voters.isSupermajority(voters.keys()) || !childLists.voters.isSupermajority(followers)) return undefined;
    const [final, child] = [blockAt(height), blockAt(height + 1)];
    if (final === undefined || child === undefined) return undefined;
    const reason = { voters, followers: new Set(followers), child: forkBlockOf(child, childLists) };
    const self = { height, hash };
    return makeCertificate({ final: final.block, self, reason, lists, childLists, child: child.block.header, voteOf });
  }

  function remade(lowest: number, mostRead: number): v2.Certificate | undefined {
    const final = tree.final.height;
    const votes = collect(lowest);
    for (const vote of store.votes()) votes.add(vote);
    const last = Math.min(tree.head.height, final + VOTE_WINDOW, lowest + mostRead);
    for (let at = lowest + 1; at <= last; at += 1) {
      const touched = new Set([at - 1, at]);
      for (const { target, source, epoch, votes: held } of blockAt(at)?.block.attestations ?? []) {
        touched.add(target.height - 1).add(target.height);
        const { keys } = listsAt(target.height).voters;
        for (const [index, signature] of held) votes.add({ attester: keys[index] ?? "", epoch, source, target, signature });
      }
      for (const height of [...touched].toSorted((one, other) => one - other)) {
        const certificate = height >= lowest && height < final ? made(height, votes) : undefined;
        if (certificate !== undefined) return certificate;
      }
    }
    return undefined;
  }

  function from(height: number, mostRead = MAX_READ): v2.Certificate | undefined {
    const newest = store.lastCertificate();
    if (newest === undefined || newest.header.height < height) return undefined;
    return (height < newest.header.height ? remade(height, mostRead) : undefined) ?? newest;
  }

  /** The first certificate that names both lists: whoever follows the lists needs exactly such a one, however long it took. */
  function handover(height: number): v2.Certificate | undefined {
    const certificate = handovers.get(height) ?? from(height, Number.POSITIVE_INFINITY);
    if (certificate !== undefined) handovers.set(height, certificate);
    return certificate;
  }

  return {
    from: (height) => from(height),
    handovers: () => ledger.handovers().flatMap((height) => handover(height) ?? []),
  };
}
