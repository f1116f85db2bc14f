import type { Clock } from "@lucid/foundation";
import { canonicalBytes, type parseFormat, v2 } from "@lucid/proof";
import { createWaitingRoom } from "../../engine/waiting-room.ts";
import type { ChainKeys } from "../../ports.types.ts";
import { expectedTime } from "../../schedule/slots.ts";
import type { KnownSignatures, SignState } from "../../signing/sign-state.ts";
import type { CheckSignature } from "../../signing/signature-checker.ts";
import type { BlockRules } from "../blocks/block-context.ts";
import type { HeldVote } from "../blocks/check-votes.ts";
import { type Prepared, type PreparedBlock, prepareTransaction } from "../blocks/prepare-block.ts";
import type { ForkBlock } from "../consensus/fork-node.ts";
import { proposalState, proposalsIn, registryOf } from "../governance/registry.ts";
import { operatorOf } from "../kinds/sender.ts";
import { createSchedule } from "../schedule/schedule.ts";
import { createDraft } from "../state/branch-state.ts";
import type { NetworkStore } from "../store/store.types.ts";
import { createAcceptance } from "./acceptance.ts";
import { createAnnouncer } from "./announcer.ts";
import type { BlocksUnderWay } from "./blocks-under-way.ts";
import { createCertificates } from "./certificates.ts";
import { attestHead, produceBlock } from "./duties.ts";
import { findAnchor } from "./find-anchor.ts";
import { createJointWork } from "./joint-work.ts";
import { knownSignatures } from "./known-signatures.ts";
import { createLedger, type LedgerUpdate } from "./ledger.ts";
import { makeEvidence } from "./make-evidence.ts";
import { createMempool } from "./mempool.ts";
import { createNetworkLinks } from "./network-links.ts";
import { accept, type BlockRange, ignore, type NetworkPort, reject, type Topic, type Verdict } from "./network-port.ts";
import { createOffenceBook } from "./offence-book.ts";
import { createOutbox } from "./outbox.ts";
import { createOwnStatements } from "./own-statements.ts";
import { createReadiness } from "./readiness.ts";
import { createReceiver } from "./receive-message.ts";
import { createRangeReceiver } from "./receive-range.ts";
import { blocksFrom } from "./serve-blocks.ts";
import { createSnapshotWriter } from "./snapshot-writer.ts";
import { createStatusBook } from "./status.ts";
import { createSync } from "./sync.ts";
import { createTransactionPlaces } from "./transaction-places.ts";
import { voteClaims } from "./vote-claims.ts";

export interface EngineDeps {
  readonly network: v2.Network;
  readonly clock: Clock;
  readonly keys: ChainKeys;
  /** What this key has signed, which is more where the disk knows more. */
  readonly signState: (known: KnownSignatures) => SignState;
  readonly store: NetworkStore;
  readonly port: NetworkPort;
  readonly checkSignature: CheckSignature;
  /** The first step of an import: needs no state, so it may be done elsewhere and remembered. */
  readonly prepare: (bytes: Uint8Array) => Prepared<PreparedBlock>;
  /** Blocks whose first step takes its time. */
  readonly underWay: BlocksUnderWay;
  /** Strict reading of a message; as `prepare`. */
  readonly decode: typeof parseFormat;
  /** Told of everything that moves the chain, after it is on the disk. */
  readonly onUpdate: (update: LedgerUpdate) => void;
}

export type NetworkEngine = ReturnType<typeof createEngine>;

const MAX_WAITING = { count: 1_024, bytes: 67_108_864 };
const MAX_WAITING_VOTES = { count: 4_096, bytes: 4_194_304 };
/** Blocks from the near future that wait for their time. */
const MAX_EARLY = 64;
/** Own transactions that are offered again at once, for those that got lost: the first ones are next. */
const MAX_OFFERS = 64;
/** Votes of others are on the disk at most so long after they came (consensus 12.2). */
const FLUSH_MS = 100;

/** A node of a network of version 2: it builds at its turns, takes in what arrives, votes, and fetches what it lacks. */
export function createEngine(deps: EngineDeps) {
  const { network, clock, keys, store, port, checkSignature } = deps;
  const { genesis } = network;
  const { block_interval, slot_duration, leader_timeout, future_tolerance } = genesis.parameters;
  const ownKey = keys.publicKey;
  const now = () => clock.now() / 1_000;
  const rules: BlockRules = { network, schedule: createSchedule(network), checkSignature };
  const ledger = createLedger({ store, rules, prepare: prepareOwn });
  const { tree } = ledger;
  const signState = deps.signState(knownSignatures(ledger, { network: network.hash, ownKey }));
  const certificates = createCertificates({ store, ledger, prepare: prepareOwn });
  const places = createTransactionPlaces({ ledger, store, prepare: prepareOwn });
  const snapshots = createSnapshotWriter({ store, ledger, clock });
  const joint = createJointWork(ledger);
  const mempool = createMempool();
  const acceptance = createAcceptance({ rules, ledger, mempool });
  const votingHead = () => acceptance.votingHead(now());
  const outbox = createOutbox({ store, keys, networkHash: network.hash });
  const statements = createOwnStatements({ network, ledger, outbox, ownKey, checkSignature, now, offer });
  const { submit } = statements;
  const links = createNetworkLinks({ store, ledger, outbox, network, ownKey, prepare: prepareOwn });
  const startMs = clock.elapsed();
  const isVoter = (): boolean => tree.final.voters.indexOf(ownKey) !== undefined;
  const isAlone = (): boolean => isVoter() && tree.head.voters.keys.length === 1;
  const readiness = createReadiness(signState, { isAlone, startMs, intervalMs: block_interval * 1_000 });
  const statuses = createStatusBook(network, { ownKey, startMs, votersNow: () => tree.final.voters });
  const offences = createOffenceBook(v2.offenceFacts);
  const sync = createSync(tree, port, { timeoutMs: 2_000 * leader_timeout, isUnderWay: deps.underWay.has });
  const announcer = createAnnouncer({ network, clock, keys, store, port, heads: () => tree, isVoter });
  const orphans = createWaitingRoom<Uint8Array>(MAX_WAITING);
  const orphanVotes = createWaitingRoom<HeldVote>(MAX_WAITING_VOTES);
  let early: readonly { readonly bytes: Uint8Array; readonly peer: string }[] = [];
  let boosted: readonly { readonly hash: string; readonly until: number }[] = [];
  let timer: Disposable | undefined;
  let flushing: Disposable | undefined;
  let saidOffences = 0;
  let isSynchronized = false;
  let isStopped = false;

  function prepareOwn(bytes: Uint8Array): PreparedBlock {
    const prepared = deps.prepare(bytes);
    if (!prepared.ok) throw new Error(`The chain database is damaged: a block does not hold: ${prepared.reason}`);
    return prepared.value;
  }

  /**
   * Whether the disk has lost blocks that this key has voted for. Others may hold proofs of them, so nothing is signed below them: members
   * that have them give them back, and without any this node stays silent (consensus 12.2).
   */
  const isLacking = (): boolean => (signState.last.attestation?.target.height ?? 0) > tree.head.height;

  function maySign(): boolean {
    if (isLacking()) return false;
    const elapsed = clock.elapsed();
    if (!readiness.mayBegin(elapsed)) return false;
    // Once it was synchronized, no peer that speaks of blocks and does not give them keeps it from signing.
    isSynchronized ||= sync.isIdle(elapsed);
    return isSynchronized && !statuses.isClockWrong(elapsed, clock.now());
  }

  /** Takes a change of the ledger to whoever waits for it, and votes for the new head until nothing changes. */
  function absorb(update: LedgerUpdate | undefined): void {
    for (let next = update; next !== undefined; next = attest()) {
      for (const { hash, height } of next.adopted) places.note(hash, height, ledger.transactionsOf(hash));
      for (const transaction of next.abandoned.flatMap(({ hash }) => ledger.transactionsOf(hash)))
        mempool.add(transaction, ledger.stateOf(tree.head), now());
      if (joint.holds(next)) return;
      settleAll(next);
    }
    sayOffences();
  }

  /** What is done once the change is on the disk. */
  function settleAll(next: LedgerUpdate): void {
    if (next.adopted.length > 0) settleTransactions();
    if (next.finalized.length > 0) places.settle();
    if (next.finalized.length > 0) snapshots.look();
    if (next.finalized.length > 0) outbox.settle(ledger.rowsOf(tree.final));
    if (next.finalized.length > 0) offences.settle(ledger.stateOf(tree.final));
    deps.onUpdate(next);
  }

  /** Takes in several blocks in one commit. */
  const together = <Result>(work: () => Result): Result =>
    joint.together(work, (update) => {
      settleAll(update);
      absorb(attest());
    });

  /** Tells everybody of pairs that this node has found. */
  function sayOffences(): void {
    for (const pair of ledger.offences.slice(saidOffences))
      if (offences.add(pair)) port.broadcast("evidence", canonicalBytes(pair));
    saidOffences = ledger.offences.length;
  }

  function settleTransactions(): void {
    const state = ledger.stateOf(tree.head);
    mempool.settle(state, now());
    for (const filler of outbox.replaceOutdated(state, now())) offer(filler);
  }

  function attest(): LedgerUpdate | undefined {
    const vote = maySign() ? attestHead({ network, ledger, head: votingHead(), signState, ownKey, now: now() }) : undefined;
    if (vote === undefined) return undefined;
    const { attestation, signature } = vote;
    const { update } = ledger.vote({ ...attestation, signature });
    flushSoon();
    port.broadcast("votes", canonicalBytes(vote));
    return update;
  }

  function flushSoon(): void {
    flushing ??= clock.after(FLUSH_MS, () => {
      flushing = undefined;
      if (!isStopped) ledger.flush();
    });
  }

  function build(): void {
    if (!maySign()) return;
    const head = votingHead();
    bringEvidence(head);
    const built = produceBlock({ rules, ledger, head, signState, ownKey, now: now(), queues: () => acceptance.queues(head) });
    if (built === undefined) return;
    const verdict = importPrepared(ownKey, built, () => port.broadcast("blocks", built.bytes));
    if (verdict.kind !== "accept") throw new Error(`chain: the own block was not taken: ${verdict.reason}`);
  }

  /** Before its own turn a node sends what nobody has sent yet: so a pair is brought once. */
  function bringEvidence(head: ForkBlock): void {
    const state = ledger.stateOf(head);
    const [pair] = offences.open(state, mempool.offences());
    const isTurn = rules.schedule.current(state, ownKey, now(), head) !== undefined;
    if (pair !== undefined && isTurn) submit({ type: "evidence", data: pair });
  }

  function importBlock(peer: string, bytes: Uint8Array): Verdict {
    const prepared = deps.prepare(bytes);
    return prepared.ok ? importPrepared(peer, prepared.value) : reject(prepared.reason);
  }

  /** `announce` is called once the block is on the disk, before anything is said about it. */
  function importPrepared(peer: string, prepared: PreparedBlock, announce?: () => void): Verdict {
    const { hash, bytes, block } = prepared;
    const { header } = block;
    ledger.sawBlock(prepared);
    sayOffences();
    if (tree.get(hash) !== undefined) return ignore("known");
    if (header.height <= tree.final.height) return ignore("below_final");
    if (header.producer === ownKey) readiness.sawOwnBlock(header);
    if (header.timestamp > now() + future_tolerance) return wait(peer, bytes, header.timestamp);
    const parent = tree.get(header.previous_hash);
    if (parent === undefined) {
      orphans.add(hash, header.previous_hash, bytes, bytes.length);
      if (!deps.underWay.has(header.previous_hash)) sync.want(peer, { hash, height: header.height }, clock.elapsed());
      return ignore("unknown_parent");
    }
    const { length } = ledger.stateOf(parent).lists.members.current.members;
    const outcome = ledger.append(prepared);
    if (outcome.kind === "refused") return reject(outcome.reason);
    announce?.();
    const isAcceptable = acceptance.judge(prepared, length);
    if (isAcceptable) boostIfInTime(header, hash);
    for (const { attester, target } of outcome.votes) if (attester === ownKey) readiness.sawOwnVote({ target });
    absorb(outcome.update);
    for (const vote of orphanVotes.take(hash)) countVote(vote);
    for (const waiting of orphans.take(hash)) importBlock(peer, waiting);
    return accept;
  }

  function wait(peer: string, bytes: Uint8Array, timestamp: number): Verdict {
    if (timestamp <= now() + slot_duration && early.length < MAX_EARLY) early = [...early, { bytes, peer }];
    return ignore("early");
  }

  function boostIfInTime(header: v2.Header, hash: string): void {
    const start = expectedTime(genesis, header);
    if (header.rank !== 0 || now() >= start + leader_timeout / 2) return;
    boosted = [...boosted, { hash, until: start + block_interval }];
    tree.boost(boosted.map((block) => block.hash));
  }

  function countVote(vote: HeldVote): Verdict {
    const target = tree.get(vote.target.hash);
    if (target !== undefined && target.epoch !== vote.epoch) return reject("wrong_epoch");
    const { outcome, update } = ledger.vote(vote);
    if (outcome === "wrong_source") return reject(outcome);
    if (outcome !== "counted") return ignore(outcome);
    flushSoon();
    absorb(update);
    return accept;
  }

  const receive = createReceiver({
    ...{ network, clock, ownKey, checkSignature, decode: deps.decode },
    ...{ ledger, mempool, readiness, statuses, offences, sync, orphanVotes, importBlock, countVote },
  });

  const knows = (hash: string): boolean => tree.get(hash) !== undefined;
  const receiveRange = createRangeReceiver({ clock, sync, prepare: deps.prepare, importBlock: importPrepared, knows, together });

  function offer(sent: v2.SentTransaction): void {
    const prepared = prepareTransaction(sent, { network, checkSignature });
    if (prepared.ok) mempool.add(prepared.value, ledger.stateOf(tree.head), now());
    port.broadcast("transactions", canonicalBytes(sent));
  }

  function offerWaiting(): void {
    for (const sent of outbox.waiting().slice(0, MAX_OFFERS)) offer(sent);
  }

  /** A turn that is due waits for the blocks that came before it: one of them may be the block of this position. */
  const wake = (): void => deps.underWay.after(act);

  function act(): void {
    if (isStopped) return;
    if (readiness.halted === undefined) {
      boosted = boosted.filter(({ until }) => until > now());
      tree.boost(boosted.map(({ hash }) => hash));
      const due = early;
      early = [];
      for (const { bytes, peer } of due) importBlock(peer, bytes);
      build();
      absorb(attest());
      if (announcer.isStatusDue()) offerWaiting();
      announcer.sayStatus();
      if (statuses.isAskDue(clock.elapsed(), clock.now())) port.askStatuses();
      announcer.sayCertificate();
    }
    arm();
  }

  function arm(): void {
    if (isStopped) return;
    const waitMs = rules.schedule.next(ledger.stateOf(tree.head), ownKey, now()) * 1_000 - clock.now();
    timer = clock.after(Math.min(Math.max(Math.ceil(waitMs), 1), block_interval * 1_000), wake);
  }

  /** Own transactions that wait, then all between head and genesis. */
  function* ownFirst(): Generator<v2.SentTransaction> {
    yield* outbox.waiting();
    yield* places.newestFirst();
  }

  const isRunning = (): boolean => !isStopped && readiness.halted === undefined;
  const whileRunning = (take: () => Verdict): Verdict => (isRunning() ? take() : ignore("halted"));

  return {
    tree,
    /** Whether a block is in the tree, so that nobody looks at it again. */
    knows,
    claimsOf: (block: v2.Block) => voteClaims(block, network.hash, tree),
    /** The own anchor of a tag: on its way, or between genesis and head. */
    findAnchor: (tag: string) => findAnchor(ownFirst(), ownKey, tag),
    /** The last heads of these own tags, sent ones included; none for a tag that has none, or is anchored. */
    headsOf: statements.headsOf,
    offences: ledger.offences,
    /** How the chain was opened. */
    opening: ledger.opening,
    canonicalHash: ledger.canonicalHash,
    /** Where a transaction stands between genesis and head. */
    placeOf: places.of,
    /** Whether an own transaction is on its way and not final yet. */
    isUnderWay: (id: string): boolean => outbox.has(id),
    /** Why an item of a transaction is final; undefined while it is not. */
    evidence(id: string, itemIndex = 0): v2.Evidence | undefined {
      const place = places.of(id);
      if (place === undefined || place.height > tree.final.height) return undefined;
      return makeEvidence(
        { store, certificates, prepare: prepareOwn, canonicalHash: ledger.canonicalHash },
        { ...place, id },
        itemIndex,
      );
    },
    /** Why this node follows and signs nothing any more. */
    get halted() {
      return readiness.halted;
    },
    /** Height up to which this node has signed, where its disk has lost blocks below; it signs nothing until it has them again. */
    get lacksUpTo() {
      return isLacking() ? signState.last.attestation?.target.height : undefined;
    },
    /** Whether `final` may not be said of anything that came lately (consensus 4.10). */
    get isStale() {
      return statuses.isStale(clock.elapsed());
    },
    receive: (peer: string, topic: Topic, bytes: Uint8Array) => whileRunning(() => receive.message(peer, topic, bytes)),
    receiveStatus: (peer: string, bytes: Uint8Array, askedMs: number) => whileRunning(() => receive.status(peer, bytes, askedMs)),
    /** What this node has of a range, within one answer's size. */
    serve(range: BlockRange): readonly Uint8Array[] {
      return blocksFrom({ ledger, store }, range, ledger.stateOf(tree.head).parameters.max_block_bytes + 65_536);
    },
    /** What a peer is told that has just come; nothing by a node that stopped. */
    greeting(topic: "status" | "certificates"): Uint8Array | undefined {
      if (!isRunning()) return undefined;
      return topic === "status" ? announcer.status() : announcer.certificate();
    },
    receiveBlocks: (peer: string, range: BlockRange, blocks: readonly Uint8Array[]) =>
      whileRunning(() => receiveRange(peer, range, blocks)),
    /** Signs and keeps what this node says; when one of these returns it is on the disk. */
    ...statements.says,
    ...links,
    /** What a proposal has come to, by the head's state. */
    proposalState: (id: string) => proposalState(ledger.stateOf(tree.head), id),
    /** Proposals that are open, and the parameters in force with their bounds and last changes. */
    get governance() {
      const state = ledger.stateOf(tree.head);
      return { proposals: proposalsIn(state), ...registryOf(state) };
    },
    /** Certificates that take a verifier from version 0 of the membership to the newest final one. */
    handovers: certificates.handovers,
    /** Heights of the final blocks from which on membership changed hands. */
    handoverHeights: ledger.handovers,
    /** Whether this node's key may send: a member's, or one that a member has registered. */
    get isSender() {
      return operatorOf(createDraft(ledger.stateOf(tree.head)), ownKey) !== undefined;
    },
    /** Who orders the leaders of the head's epoch, and by what; the tally is that of the epoch before, for the next one. */
    get standing() {
      const { epoch, roster, weights, tally } = ledger.stateOf(tree.head);
      const leaders = roster.members.map(({ entity }, index) => ({ entity, weight: weights[index] ?? 1 }));
      return { epoch, leaders, tally: tally.rows };
    },
    /** The lists of the final block. */
    get members() {
      return ledger.listsAt(tree.final.height).members;
    },
    start(): void {
      places.noteOpened();
      snapshots.look();
      const { attestation } = signState.last;
      if (attestation !== undefined && tree.get(attestation.target.hash) !== undefined) {
        const signature = signState.signAttestation(attestation);
        if (signature !== undefined) absorb(ledger.vote({ ...attestation, signature }).update);
      }
      offerWaiting();
      arm();
    },
    stop(): void {
      isStopped = true;
      timer?.[Symbol.dispose]();
      snapshots[Symbol.dispose]();
      flushing?.[Symbol.dispose]();
    },
  };
}
