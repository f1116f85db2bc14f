import type { Clock } from "@lucid/foundation";
import { type BlockRef, DOMAIN, hashObject, type parseFormat, SignedAttestation, v2 } from "@lucid/proof";
import type { WaitingRoom } from "../../engine/waiting-room.ts";
import type { CheckSignature } from "../../signing/signature-checker.ts";
import type { HeldVote } from "../blocks/check-votes.ts";
import { MAX_TRANSACTION_BYTES, prepareTransaction } from "../blocks/prepare-block.ts";
import type { Ledger } from "./ledger.ts";
import type { Mempool } from "./mempool.ts";
import { accept, ignore, reject, type Topic, type Verdict } from "./network-port.ts";
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
  readonly sync: Sync;
  readonly orphanVotes: WaitingRoom<HeldVote>;
  readonly importBlock: (peer: string, bytes: Uint8Array) => Verdict;
  /** Counts a vote whose signature was checked. */
  readonly countVote: (vote: HeldVote) => Verdict;
}

/** Largest messages of each topic, in bytes (consensus 13.1); a block is bounded by its network. */
const MAX_BYTES = { votes: 1_024, transactions: MAX_TRANSACTION_BYTES, status: 1_024, certificates: 65_536 };
const VOTE_BYTES = 700;

/** Reads what peers say, by topic. Nothing of it was checked before. */
export function createReceiver(deps: ReceiverDeps): (peer: string, topic: Topic, bytes: Uint8Array) => Verdict {
  const { network, clock, ownKey, checkSignature, ledger, mempool, readiness, statuses, sync, orphanVotes, countVote } = deps;
  const { voters } = network;
  const { tree } = ledger;
  const startedAt = clock.now();
  let certified = 0;

  function receiveVote(peer: string, bytes: Uint8Array): Verdict {
    const parsed = deps.decode(SignedAttestation, bytes, MAX_BYTES.votes);
    if (!parsed.ok) return reject("malformed");
    const { attestation, signature } = parsed.value;
    const { attester, target } = attestation;
    if (attestation.network !== network.hash) return reject("wrong_network");
    if (voters.indexOf(attester) === undefined) return reject("no_voter");
    if (target.height <= tree.final.height) return ignore("below_final");
    if (!checkSignature(DOMAIN.attestationV2, attestation, signature, attester)) return reject("bad_signature");
    if (attester === ownKey) readiness.sawOwnVote(attestation);
    const vote = { ...attestation, signature };
    if (tree.get(target.hash) !== undefined) return countVote(vote);
    orphanVotes.add(signature, target.hash, vote, VOTE_BYTES);
    sync.want(peer, target, clock.elapsed());
    return ignore("unknown_target");
  }

  function receiveTransaction(bytes: Uint8Array): Verdict {
    const parsed = deps.decode(v2.SentTransaction, bytes, MAX_BYTES.transactions);
    if (!parsed.ok) return reject("malformed");
    if (mempool.has(hashObject(parsed.value.transaction))) return ignore("known");
    const prepared = prepareTransaction(parsed.value, { network, checkSignature });
    if (!prepared.ok) return reject(prepared.reason);
    const refused = mempool.add(prepared.value, ledger.rowsOf(tree.head), clock.now() / 1_000);
    return refused === undefined ? accept : ignore(refused);
  }

  function receiveStatus(peer: string, bytes: Uint8Array): Verdict {
    const parsed = deps.decode(SignedStatus, bytes, MAX_BYTES.status);
    if (!parsed.ok) return reject("malformed");
    const { status, member, signature } = parsed.value;
    if (status.network !== network.hash) return reject("wrong_network");
    if (voters.indexOf(member) === undefined) return reject("no_voter");
    if (!checkSignature(DOMAIN.statusV2, status, signature, member)) return reject("bad_signature");
    if (member === ownKey) {
      // What this process says never comes back to it, and what an earlier one said is older than its start.
      if (status.clock_ms >= startedAt && !readiness.mayBegin(clock.elapsed())) readiness.halt("own_key_used_elsewhere");
      return accept;
    }
    if (!statuses.add(parsed.value, clock.elapsed())) return ignore("not_newer");
    sync.want(peer, status.head, clock.elapsed());
    return accept;
  }

  function receiveCertificate(bytes: Uint8Array): Verdict {
    const parsed = deps.decode(v2.Certificate, bytes, MAX_BYTES.certificates);
    if (!parsed.ok) return reject("malformed");
    const { header, members, links } = parsed.value;
    if (v2.membersHash(members) !== network.membersHash) return reject("wrong_members");
    const isNews = header.height > certified;
    const checked = v2.checkCertificate(parsed.value, network, checkSignature);
    if (!checked.ok) return reject(checked.failure.code);
    const { height, hash } = checked.value;
    if (height <= tree.final.height && ledger.canonicalHash(height) !== hash) readiness.halt("conflicting_certificate");
    certified = Math.max(certified, height);
    const child = { height: height + 1, hash: links[1].hash };
    const counted = links[0].votes.flatMap(([source, votes]) =>
      votes.map((vote) => voteIn(links[0].epoch, source, { height, hash }, vote)),
    );
    const confirming = links[1].votes.map((vote) => voteIn(links[1].epoch, { height, hash }, child, vote));
    for (const vote of [...counted, ...confirming]) countVote(vote);
    return isNews ? accept : ignore("known");
  }

  const voteIn = (epoch: number, source: BlockRef, target: BlockRef, [index, signature]: v2.IndexedVote): HeldVote => ({
    ...{ attester: voters.keys[index] ?? "", epoch, source, target, signature },
  });

  return (peer, topic, bytes) => {
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
    }
  };
}
