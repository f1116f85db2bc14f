import type { Clock } from "@lucid/foundation";
import { type BlockRef, DOMAIN, hashObject, type parseFormat, SignedAttestation, v2 } from "@lucid/proof";
import type { WaitingRoom } from "../../engine/waiting-room.ts";
import type { CheckSignature } from "../../signing/signature-checker.ts";
import type { HeldVote } from "../blocks/check-votes.ts";
import { MAX_TRANSACTION_BYTES, prepareTransaction } from "../blocks/prepare-block.ts";
import { operatorOf } from "../kinds/sender.ts";
import { createDraft } from "../state/branch-state.ts";
import type { Ledger } from "./ledger.ts";
import type { Mempool } from "./mempool.ts";
import { accept, ignore, reject, type Topic, type Verdict } from "./network-port.ts";
import { MAX_PAIR_BYTES, type OffenceBook } from "./offence-book.ts";
import type { Readiness } from "./readiness.ts";
import { SignedStatus, type StatusBook } from "./status.ts";
import type { Sync } from "./sync.ts";

export interface ReceiverDeps {
  readonly network: v2.Network;
  readonly clock: Clock;
  readonly ownKey: string;
  readonly checkSignature: CheckSignature;
  readonly decode: typeof parseFormat;
  readonly ledger: Ledger;
  readonly mempool: Mempool;
  readonly readiness: Readiness;
  readonly statuses: StatusBook;
  readonly offences: OffenceBook;
  readonly sync: Sync;
  readonly orphanVotes: WaitingRoom<HeldVote>;
  readonly importBlock: (peer: string, bytes: Uint8Array) => Verdict;
  /** Counts a vote whose signature was checked. */
  readonly countVote: (vote: HeldVote) => Verdict;
}

/**
 * Largest messages of each topic, in bytes (consensus 13.1); a block is bounded by its network, and what is larger than a
 * message of gossip is announced and fetched. A certificate has at most four lists of 128 members and 512 signatures.
 */
export const MAX_BYTES = {
  ...{ votes: 1_024, transactions: MAX_TRANSACTION_BYTES, status: 1_024, certificates: 262_144, evidence: MAX_PAIR_BYTES },
};
const VOTE_BYTES = 700;

/** Reads what peers say. Nothing of it was checked before. */
export interface Receiver {
  message(peer: string, topic: Topic, bytes: Uint8Array): Verdict;
  /** A peer's status. `askedMs` is when it was asked for it; left out where it came by itself. */
  status(peer: string, bytes: Uint8Array, askedMs?: number): Verdict;
}

export function createReceiver(deps: ReceiverDeps): Receiver {
  const { network, clock, ownKey, checkSignature, ledger, mempool, readiness, statuses, sync, orphanVotes, countVote } = deps;
  const { tree } = ledger;
  const startedAt = clock.now();
  let certified = 0;

  /** Whether a key votes for the blocks around the final one and the head. */
  const isVoter = (key: string): boolean =>
    tree.final.voters.indexOf(key) !== undefined || tree.head.voters.indexOf(key) !== undefined;

  function receiveVote(peer: string, bytes: Uint8Array): Verdict {
    const parsed = deps.decode(SignedAttestation, bytes, MAX_BYTES.votes);
    if (!parsed.ok) return reject("malformed");
    const { attestation, signature } = parsed.value;
    const { attester, target } = attestation;
    if (attestation.network !== network.hash) return reject("wrong_network");
    if (target.height <= tree.final.height) return ignore("below_final");
    const block = tree.get(target.hash);
    if (block !== undefined && block.voters.indexOf(attester) === undefined) return reject("no_voter");
    if (block === undefined && !isVoter(attester)) return ignore("no_voter");
    if (!checkSignature(DOMAIN.attestationV2, attestation, signature, attester)) return reject("bad_signature");
    if (attester === ownKey) readiness.sawOwnVote(attestation);
    const vote = { ...attestation, signature };
    if (block !== undefined) return countVote(vote);
    orphanVotes.add(signature, target.hash, vote, VOTE_BYTES);
    sync.want(peer, target, clock.elapsed());
    return ignore("unknown_target");
  }

  function receiveTransaction(bytes: Uint8Array): Verdict {
    const parsed = deps.decode(v2.SentTransaction, bytes, MAX_BYTES.transactions);
    if (!parsed.ok) return reject("malformed");
    const { transaction } = parsed.value;
    if (mempool.has(hashObject(transaction))) return ignore("known");
    const state = ledger.stateOf(tree.head);
    if (operatorOf(createDraft(state), transaction.sender) === undefined) return ignore("no_member");
    const prepared = prepareTransaction(parsed.value, { network, checkSignature });
    if (!prepared.ok) return reject(prepared.reason);
    const refused = mempool.add(prepared.value, state, clock.now() / 1_000);
    return refused === undefined ? accept : ignore(refused);
  }

  function receiveStatus(peer: string, bytes: Uint8Array, askedMs?: number): Verdict {
    const parsed = deps.decode(SignedStatus, bytes, MAX_BYTES.status);
    if (!parsed.ok) return reject("malformed");
    const { status, member, signature } = parsed.value;
    if (status.network !== network.hash) return reject("wrong_network");
    if (!isVoter(member)) return ignore("no_voter");
    if (!checkSignature(DOMAIN.statusV2, status, signature, member)) return reject("bad_signature");
    if (member === ownKey) {
      // What this process says never comes back to it, and what an earlier one said is older than its start.
      if (status.clock_ms >= startedAt && !readiness.mayBegin(clock.elapsed())) readiness.halt("own_key_used_elsewhere");
      return accept;
    }
    // Of another member's status the peer may have been in no hurry.
    if (!statuses.add(parsed.value, clock.elapsed(), member === peer ? askedMs : undefined)) return ignore("not_newer");
    sync.want(peer, status.head, clock.elapsed());
    return accept;
  }

  function receiveCertificate(bytes: Uint8Array): Verdict {
    const parsed = deps.decode(v2.Certificate, bytes, MAX_BYTES.certificates);
    if (!parsed.ok) return reject("malformed");
    const { header, members, child_members, links } = parsed.value;
    if (!isBelieved(ledger.listsAt(Math.min(header.height, tree.final.height)).members, members))
      return ignore("unknown_members");
    const isNews = header.height > certified;
    const checked = v2.checkCertificate(parsed.value, network, checkSignature);
    if (!checked.ok) return reject(checked.failure.code);
    const { height, hash } = checked.value;
    if (height <= tree.final.height && ledger.canonicalHash(height) !== hash) readiness.halt("conflicting_certificate");
    certified = Math.max(certified, height);
    const child = { height: height + 1, hash: links[1].hash };
    const { keys } = v2.votersOf(members);
    const childKeys = child_members === null ? keys : v2.votersOf(child_members).keys;
    const counted = links[0].votes.flatMap(([source, votes]) =>
      votes.map((vote) => voteIn(keys, { epoch: links[0].epoch, source, target: { height, hash } }, vote)),
    );
    const confirming = links[1].votes.map((vote) =>
      voteIn(childKeys, { epoch: links[1].epoch, source: { height, hash }, target: child }, vote),
    );
    for (const vote of [...counted, ...confirming]) countVote(vote);
    return isNews ? accept : ignore("known");
  }

  function receiveEvidence(bytes: Uint8Array): Verdict {
    const parsed = deps.decode(v2.OffencePair, bytes, MAX_BYTES.evidence);
    if (!parsed.ok) return reject("malformed");
    const checked = v2.checkOffence(parsed.value, network.hash, checkSignature);
    if (!checked.ok) return reject(checked.reason);
    if (!isVoter(checked.value.key)) return ignore("no_voter");
    return deps.offences.add(parsed.value) ? accept : ignore("known");
  }

  function receiveMessage(peer: string, topic: Topic, bytes: Uint8Array): Verdict {
    switch (topic) {
      case "blocks":
        return deps.importBlock(peer, bytes);
      case "votes":
        return receiveVote(peer, bytes);
      case "transactions":
        return receiveTransaction(bytes);
      case "status":
        return receiveStatus(peer, bytes);
      case "certificates":
        return receiveCertificate(bytes);
      case "evidence":
        return receiveEvidence(bytes);
    }
  }

  return { message: receiveMessage, status: receiveStatus };
}

const voteIn = (
  keys: readonly string[],
  link: { readonly epoch: number; readonly source: BlockRef; readonly target: BlockRef },
  [index, signature]: v2.IndexedVote,
): HeldVote => ({ ...link, attester: keys[index] ?? "", signature });

/**
 * Whether a certificate may name these lists where this node knows `own`: the older ones of a network are in other hands by
 * now, so they vouch for nothing that comes after them (consensus 7.3).
 */
function isBelieved(own: v2.Members, { current }: v2.Members): boolean {
  const hash = hashObject(current);
  return [own.current, own.pending].some((list) => list !== null && hashObject(list) === hash);
}
