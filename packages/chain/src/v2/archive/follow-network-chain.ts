import { setImmediate as nextTurn } from "node:timers/promises";
import { type BlockRef, checkFormat, DOMAIN, parseFormat, SignedAttestation, utf8, v2 } from "@lucid/proof";
import type { ChainEntry } from "../../archive/chain-file.ts";
import { createSignatureChecker } from "../../signing/signature-checker.ts";
import { MAX_BLOCK_BYTES, prepareBlock } from "../blocks/prepare-block.ts";
import { isDamage } from "../damage.ts";
import { createLedger } from "../engine/ledger.ts";
import { createSchedule } from "../schedule/schedule.ts";
import type { NetworkStore } from "../store/store.types.ts";

/** What a chain comes to, up to the first thing in it that breaks a rule. */
export interface NetworkChainCheck {
  readonly height: number;
  /** Hash of the last block. */
  readonly head: string;
  readonly final: BlockRef;
  /** How many members the final block has. */
  readonly members: number;
  /** The first block, vote or certificate that does not hold, and why; undefined where all do. */
  readonly problem?: { readonly height: number; readonly reason: string };
}

export interface FollowedChain {
  readonly check: NetworkChainCheck;
  /** Height up to which the votes in its blocks make it final. */
  readonly finalByBlocks: number;
  /** Hash of the block at a height between genesis and head. */
  canonicalHash(height: number): string | undefined;
}

export interface FollowOptions {
  readonly signal: AbortSignal;
  /** Told of each entry that held. */
  readonly onEntry?: () => void;
  /** Where the chain is kept; without it, nowhere. It is empty. */
  readonly into?: NetworkStore;
}

/** Entries that are worked on before others get their turn, and the signal is looked at. */
const TURN = 64;

/** A store that keeps nothing: what is only looked at is written nowhere. */
const nowhere: NetworkStore = {
  commit: () => undefined,
  blocks: () => [],
  block: () => undefined,
  header: () => undefined,
  finals: () => [],
  root: () => undefined,
  place: () => undefined,
  snapshots: () => [],
  votes: () => [],
  lastCertificate: () => undefined,
  waiting: () => [],
};

/**
 * Goes through a network's chain from its genesis on, by all rules for blocks, with all signatures, and counts its votes. Nothing is built,
 * signed or sent.
 * @throws what reading the entries throws, and what `signal` was aborted with.
 */
export async function followNetworkChain(
  entries: AsyncIterable<ChainEntry>,
  certificates: Iterable<unknown>,
  network: v2.Network,
  { signal, onEntry, into = nowhere }: FollowOptions,
): Promise<FollowedChain> {
  const checkSignature = createSignatureChecker();
  const rules = { network, schedule: createSchedule(network), checkSignature };
  const prepare = (): never => {
    throw new Error("chain: the store of a chain that is followed is empty");
  };
  const ledger = createLedger({ store: into, rules, prepare });
  const { tree } = ledger;
  let finalByBlocks = 0;
  let certified = 0;

  function addBlock({ text, name }: ChainEntry): Problem | undefined {
    const prepared = prepareBlock(utf8(text), { network, checkSignature });
    if (!prepared.ok) return { height: tree.head.height + 1, reason: prepared.reason };
    const { block, hash } = prepared.value;
    const { height } = block.header;
    if (name !== undefined && name !== hash) return { height, reason: "wrong_hash" };
    const outcome = ledger.append(prepared.value);
    if (outcome.kind === "refused") return { height, reason: outcome.reason };
    finalByBlocks = tree.final.height;
    return undefined;
  }

  function addVote({ text }: ChainEntry): Problem | undefined {
    const parsed = parseFormat(SignedAttestation, utf8(text), MAX_BLOCK_BYTES);
    if (!parsed.ok) return { height: tree.head.height, reason: "malformed_vote" };
    const { attestation, signature } = parsed.value;
    const { height } = attestation.target;
    const isSigned =
      attestation.network === network.hash && checkSignature(DOMAIN.attestationV2, attestation, signature, attestation.attester);
    if (!isSigned) return { height, reason: "bad_vote_signature" };
    ledger.vote({ ...attestation, signature });
    return undefined;
  }

  function addCertificate(value: unknown): Problem | undefined {
    const parsed = checkFormat(v2.Certificate, value);
    if (!parsed.ok) return { height: certified + 1, reason: "malformed_certificate" };
    const { height } = parsed.value.header;
    const checked = v2.checkCertificate(parsed.value, network, checkSignature);
    if (!checked.ok) return { height, reason: "bad_certificate" };
    // It was written when its block became final: what was final has not become less.
    if (height > tree.final.height) return { height, reason: "lost_votes" };
    if (checked.value.hash !== ledger.canonicalHash(height)) return { height, reason: "bad_certificate" };
    certified = height;
    return undefined;
  }

  const done = (problem?: Problem): FollowedChain => {
    const { head, final } = tree;
    const check: NetworkChainCheck = {
      ...{ height: head.height, head: head.hash, final: { height: final.height, hash: final.hash } },
      members: ledger.listsAt(final.height).members.current.members.length,
      ...(problem && { problem }),
    };
    return { check, finalByBlocks, canonicalHash: ledger.canonicalHash };
  };

  let count = 0;
  const turn = async (): Promise<void> => {
    onEntry?.();
    count += 1;
    if (count % TURN === 0) await nextTurn();
    signal.throwIfAborted();
  };
  signal.throwIfAborted();
  try {
    for await (const entry of entries) {
      const problem = entry.kind === "block" ? addBlock(entry) : addVote(entry);
      if (problem !== undefined) return done(problem);
      await turn();
    }
    ledger.flush();
    for (const certificate of certificates) {
      const problem = addCertificate(certificate);
      if (problem !== undefined) return done(problem);
      await turn();
    }
  } catch (error) {
    if (!(error instanceof Error) || !isDamage(error)) throw error;
    return done({ height: tree.head.height + 1, reason: error.message });
  }
  return done();
}

type Problem = NonNullable<NetworkChainCheck["problem"]>;
