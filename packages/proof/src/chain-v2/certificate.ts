import { z } from "zod";
import type { SignatureCheck } from "../chain/signature-check.ts";
import { DOMAIN } from "../encoding/domains.ts";
import { hashObject } from "../encoding/hash.ts";
import { BlockRef } from "../formats/block.ts";
import { Count, Hash, Signature } from "../formats/primitives.ts";
import { failed, type Outcome, passed } from "../outcome.ts";

import type { Network } from "./genesis.ts";
import { checkSignedHeader } from "./header.ts";
import { Header } from "./header-format.ts";
import { MAX_MEMBERS, Members, membersHash, votersOf } from "./members.ts";
import { attestationIn, IndexedVote } from "./vote-group.ts";

/** Of one link, whatever they start from: each voter has one. */
const MAX_VOTES = 2 * MAX_MEMBERS;

const Votes = z.array(IndexedVote).min(1).max(MAX_VOTES);

const SourcedVotes = z
  .array(z.tuple([BlockRef, Votes]))
  .min(1)
  .refine((sources) => sources.reduce((sum, [, votes]) => sum + votes.length, 0) <= MAX_VOTES, `at most ${MAX_VOTES} votes`);

/** Why a block is final (consensus 4.8): votes for it, and votes from it to its child. */
export const Certificate = z.strictObject({
  header: Header,
  signature: Signature,
  members: Members,
  /** Header and lists of the child where the child names other lists; else null. */
  child: Header.nullable(),
  child_members: Members.nullable(),
  links: z.tuple([
    z.strictObject({ epoch: Count, votes: SourcedVotes }),
    z.strictObject({ epoch: Count, hash: Hash, votes: Votes }),
  ]),
});
export type Certificate = z.infer<typeof Certificate>;

export interface CertificateFacts {
  readonly height: number;
  readonly hash: string;
  readonly time: number;
  /** Different voters of the link that has fewer. */
  readonly voters: number;
}

/** A vote to be counted: the statement it makes but for who makes it. */
interface OpenVote {
  readonly epoch: number;
  readonly source: BlockRef;
  readonly target: BlockRef;
  readonly vote: IndexedVote;
}

/**
 * Checks a certificate whose form has been checked. Whether its `current` list is one to believe is the caller's to know:
 * `openNetwork` gives version 0, handover certificates the later ones (consensus 7.3).
 */
export function checkCertificate(
  certificate: Certificate,
  network: Network,
  isSigned: SignatureCheck,
): Outcome<CertificateFacts> {
  const block = checkSignedHeader(certificate, network, isSigned);
  return block.ok ? checkVoted(certificate, block.value, network.hash, isSigned) : block;
}

/** The same where the genesis is not at hand, and so neither the schedule nor the first list. `network` is its hash. */
export function checkLoneCertificate(
  certificate: Certificate,
  network: string,
  isSigned: SignatureCheck,
): Outcome<CertificateFacts> {
  const { header, signature } = certificate;
  const detail = `height ${header.height}`;
  if (header.network !== network) return failed("network-mismatch", { detail });
  if (!isSigned(DOMAIN.blockV2, header, signature, header.producer)) return failed("header-signature", { detail });
  return checkVoted(certificate, hashObject(header), network, isSigned);
}

function checkVoted(
  certificate: Certificate,
  hash: string,
  network: string,
  isSigned: SignatureCheck,
): Outcome<CertificateFacts> {
  const { header, members, links } = certificate;
  const self = { height: header.height, hash };
  const problem = linkProblem(certificate, self, network);
  if (problem !== undefined) return failed("finality-link", { detail: problem });

  const [first, second] = links;
  const child = { height: self.height + 1, hash: second.hash };
  const justifying = first.votes.flatMap(([source, votes]) =>
    votes.map((vote) => ({ epoch: first.epoch, source, target: self, vote })),
  );
  const justified = checkVotes(justifying, members, network, isSigned);
  if (!justified.ok) return justified;
  const confirming = second.votes.map((vote) => ({ epoch: second.epoch, source: self, target: child, vote }));
  const confirmed = checkVotes(confirming, certificate.child_members ?? members, network, isSigned);
  if (!confirmed.ok) return confirmed;
  return passed({ ...self, time: header.timestamp, voters: Math.min(justified.value, confirmed.value) });
}

function linkProblem(certificate: Certificate, self: BlockRef, network: string): string | undefined {
  const { header, members, child, child_members, links } = certificate;
  const [first, second] = links;
  if (membersHash(members) !== header.members) return "the lists are not those of the header";
  if ((child === null) !== (child_members === null)) return "a child and its lists come together";
  if (child !== null && child_members !== null) {
    if (hashObject(child) !== second.hash) return "the child is not the one of the second link";
    if (child.previous_hash !== self.hash || child.height !== self.height + 1) return "the child does not follow the block";
    if (child.network !== network) return "the child is of another network";
    if (child.members === header.members) return "the child names the same lists and is left out";
    if (membersHash(child_members) !== child.members) return "the child's lists are not those of its header";
    if (!goOnFrom(members, child_members)) return "the child's lists do not go on from those of the block";
  }
  if (first.epoch !== header.epoch) return "the first link is of another epoch than its block";
  if (second.epoch < header.epoch) return "the second link is of an earlier epoch";
  const sources = first.votes.map(([source]) => source);
  if (sources.some(({ height }) => height >= header.height)) return "a source is not below the block";
  return areOfOneChain([{ height: 0, hash: network }, parentOf(header), ...sources])
    ? undefined
    : "two blocks of one height below the block";
}

/** A list that nobody has voted for yet never decides alone: the older one of a block is one of those before it (consensus 2.5). */
const goOnFrom = (before: Members, { current }: Members): boolean =>
  [before.current, before.pending].some((list) => hashObject(list) === hashObject(current));

const parentOf = ({ height, previous_hash }: Header): BlockRef => ({ height: height - 1, hash: previous_hash });

/** Whether no two blocks of one height are among these. */
function areOfOneChain(blocks: readonly BlockRef[]): boolean {
  const hashes = new Map<number, string>();
  return blocks.every(({ height, hash }) => {
    const known = hashes.get(height) ?? hash;
    hashes.set(height, known);
    return known === hash;
  });
}

/** Signatures and weight of one link, each index once. Returns how many voters there are. */
function checkVotes(open: readonly OpenVote[], members: Members, network: string, isSigned: SignatureCheck): Outcome<number> {
  const voters = votersOf(members);
  const indexes = new Set<number>();
  for (const { vote, ...statement } of open) {
    const [index, signature] = vote;
    const detail = `voter ${index} for height ${statement.target.height}`;
    const key = voters.keys[index];
    if (key === undefined || indexes.has(index)) return failed("attester-unknown", { detail });
    if (!isSigned(DOMAIN.attestationV2, attestationIn(statement, network, key), signature, key))
      return failed("attestation-signature", { detail });
    indexes.add(index);
  }
  if (!voters.isSupermajority(indexes)) return failed("finality-weight", { detail: `height ${open[0]?.target.height}` });
  return passed(indexes.size);
}
