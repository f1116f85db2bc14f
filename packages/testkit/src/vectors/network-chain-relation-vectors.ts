import { hashObject, v2 } from "@lucid/proof";
import {
  after,
  both,
  certify,
  changing,
  child,
  evidenceWith,
  first,
  firstHash,
  handing,
  handover,
  hash,
  headerAt,
  last,
  network,
  own,
  START,
  secondHash,
} from "./network-chain-example.ts";
import { invalid, type Vector, valid } from "./vector.ts";

const ofCertificate = (document: unknown): Vector["input"] => ({ kind: "certificate", genesis: "four", certificate: document });
const ofEvidence = (evidence: v2.Evidence, handovers: readonly v2.Certificate[] = []): Vector["input"] => ({
  ...{ kind: "evidence", genesis: "four", evidence, handovers },
});

/** A block whose child is this one, with votes of everybody in the lists of both. */
function followedBy(below: v2.Header, lists: v2.Members, next: v2.Header, nextLists: v2.Members): v2.Certificate {
  const allOf = (some: v2.Members): readonly number[] => v2.votersOf(some).keys.map((_, index) => index);
  const links = { lists: [lists, nextLists] as const, voters: [allOf(lists), allOf(nextLists)] };
  return { ...certify(below, hashObject(next), links), child: next, child_members: nextLists };
}

const childAt = (below: v2.Header, lists: v2.Members, changes: Partial<v2.Header> = {}): v2.Header =>
  headerAt(4, hashObject(below), [firstHash, secondHash, hashObject(below)], { members: v2.membersHash(lists), ...changes });

/** Blocks that one certificate names, and whether one chain can hold them all. */
function certificateRelations(): Vector[] {
  const beginningWith = (changes: Partial<v2.Header>): v2.Certificate =>
    followedBy(last, own, { ...child, ...changes }, handover);
  const strangers: v2.Members = { current: { version: 0, members: after.current.members }, pending: null };
  const from = (height: number, of: string): v2.Certificate => certify(last, hash("child"), { source: { height, hash: of } });
  const [one, other] = [from(1, firstHash), from(1, hash("another"))];
  const votesOf = ({ links }: v2.Certificate): readonly v2.IndexedVote[] => links[0].votes[0]?.[1] ?? [];
  const twoOfOneHeight: v2.Certificate = {
    ...one,
    links: [
      {
        epoch: 0,
        votes: [
          [{ height: 1, hash: firstHash }, votesOf(one).slice(0, 2)],
          [{ height: 1, hash: hash("another") }, votesOf(other).slice(2)],
        ],
      },
      one.links[1],
    ],
  };
  return [
    valid("a child that ends a handover", ofCertificate(followedBy(changing, handover, childAt(changing, after), after))),
    valid("a child that begins a handover, with the votes of everybody", ofCertificate(beginningWith({}))),
    invalid(
      "a child whose lists are of strangers, who alone vote for it",
      ofCertificate(followedBy(last, own, childAt(last, strangers), strangers)),
      "finality-link",
    ),
    invalid(
      "a child that ends a handover which had not begun",
      ofCertificate(followedBy(last, own, childAt(last, after), after)),
      "finality-link",
    ),
    invalid("a child of another height", ofCertificate(beginningWith({ height: 5 })), "finality-link"),
    invalid("a child of another network", ofCertificate(beginningWith({ network: hash("x") })), "finality-link"),
    valid("a source that is the block before", ofCertificate(from(2, secondHash))),
    invalid("a source that is another block than the one before", ofCertificate(from(2, hash("another"))), "finality-link"),
    invalid("a source that is another genesis", ofCertificate(from(0, hash("another"))), "finality-link"),
    invalid("two sources of one height", ofCertificate(twoOfOneHeight), "finality-link"),
    valid("a first block", ofCertificate(certify(headerAt(1, network, []), hash("child")))),
    invalid(
      "a first block after another genesis",
      ofCertificate(certify(headerAt(1, hash("another"), []), hash("child"))),
      "finality-link",
    ),
  ];
}

/** Blocks of one chain take later seconds and positions the higher they are. */
function roomVectors(): Vector[] {
  const at = (height: number, changes: Partial<v2.Header>): Vector["input"] =>
    ofCertificate(certify(headerAt(height, height === 1 ? network : hash("parent"), [], changes), hash("child")));
  const begun = { position: 0, timestamp: START };
  const evidenceIn = (block: Partial<v2.Header>, height: 2 | 3, final: Partial<v2.Header>): Vector["input"] => {
    const header = { ...first, ...block };
    const below = [hashObject(header), secondHash].slice(0, height - 1);
    const { history_path } = evidenceWith();
    const top = certify(headerAt(height, hash("parent"), below, final), hash("child"));
    const parent = height === 2 ? { ...top.header, previous_hash: hashObject(header) } : top.header;
    return ofEvidence(
      evidenceWith({ header, history_path: height === 2 ? [] : history_path, final: certify(parent, hash("child")) }),
    );
  };
  return [
    valid("a first block a second after the genesis", at(1, { ...begun, timestamp: START + 1 })),
    invalid("a first block in the second of the genesis", at(1, begun), "header-schedule"),
    valid("a fourth block at the fourth position", at(4, { position: 3, timestamp: START + 30 })),
    invalid("a fifth block at the fourth position", at(5, { position: 3, timestamp: START + 39 }), "header-schedule"),
    valid("a block two positions before the certified one, which is two higher", evidenceIn({}, 3, {})),
    invalid(
      "a block one position before the certified one, which is two higher",
      evidenceIn({ position: 2, timestamp: START + 20 }, 3, {}),
      "header-chain",
    ),
    valid(
      "a block a second before the certified one",
      evidenceIn({ rank: 3, timestamp: START + 28 }, 2, { position: 2, timestamp: START + 29 }),
    ),
    invalid(
      "a block in the second of the certified one",
      evidenceIn({ rank: 3, timestamp: START + 29 }, 2, { position: 2, timestamp: START + 29 }),
      "header-chain",
    ),
  ];
}

/** Handovers that one chain cannot have had. */
function handoverRelations(): Vector[] {
  const lists: v2.Members = { ...handover, pending: { version: 2, members: after.current.members } };
  const all = { lists: [lists, lists] as const, voters: both.voters };
  const at = (height: number): v2.Certificate =>
    certify(headerAt(height, hash("parent"), [], { members: v2.membersHash(lists) }), hash("child"), all);
  const newest: v2.Members = { current: { version: 2, members: after.current.members }, pending: null };
  const header = headerAt(5, hash("parent"), [], {
    ...{ members: v2.membersHash(newest), tx_root: first.tx_root, tx_count: 2 },
  });
  const final = certify(header, hash("child"), {
    lists: [newest, newest],
    voters: [
      [0, 1, 2, 3],
      [0, 1, 2, 3],
    ],
  });
  const evidence = evidenceWith({ header: null, history_path: [], final });
  return [
    invalid("a handover from below the one before it", ofEvidence(evidence, [handing, at(2)]), "attester-unknown"),
    invalid("a handover at the height of the one before it", ofEvidence(evidence, [handing, at(3)]), "attester-unknown"),
  ];
}

/** What no network of version 2 can bring about although every signature is right. */
export const networkChainRelationVectors = (): Vector[] => [...certificateRelations(), ...roomVectors(), ...handoverRelations()];
