import { canonicalJson, DOMAIN, hashObject, SignedAttestation } from "@lucid/proof";
import { type BlockRefusal, type BlockRules, refuse } from "../blocks/block-rules.ts";
import { type AttestationRefusal, checkAttestation } from "../blocks/check-attestation.ts";
import { type BodyDeps, checkBlock } from "../blocks/check-block.ts";
import { readBlock } from "../blocks/read-block.ts";
import type { ChainBlock } from "../transactions/transaction-format.ts";
import type { Ledger, LedgerUpdate } from "./ledger.ts";
import { createWaitingRoom } from "./waiting-room.ts";

/** Blocks without their parents: the empty ones of three hours, or 64 MiB of full ones. */
const MAX_WAITING_BLOCKS = { count: 1_024, bytes: 67_108_864 };
/** Votes for blocks that are not here: some heights of a full attester set. */
const MAX_WAITING_VOTES = { count: 1_024, bytes: 1_048_576 };
const VOTE_BYTES = 700;

export type ImportOutcome =
  | { readonly kind: "imported"; readonly update: LedgerUpdate }
  | { readonly kind: "known" | "below_final" }
  | { readonly kind: "waiting"; readonly missing: string }
  | { readonly kind: "refused"; readonly refusal: BlockRefusal };

export type VoteOutcome =
  | { readonly kind: "counted"; readonly update: LedgerUpdate }
  | { readonly kind: "known" | "below_final" }
  | { readonly kind: "waiting"; readonly missing: string }
  | { readonly kind: "refused"; readonly reason: AttestationRefusal | "malformed" };

/** The way into the ledger: nothing gets in unchecked. `now` is in unix seconds. */
export interface Importer {
  read(bytes: Uint8Array): { readonly ok: true; readonly block: ChainBlock } | BlockRefusal;
  block(block: ChainBlock, now: number): ImportOutcome;
  vote(value: unknown): VoteOutcome;
  /** Hashes of the blocks that are to be fetched before anything that waits can go on. */
  missing(): readonly string[];
  /** Takes out what waited for this block. */
  waitingFor(hash: string): { readonly blocks: readonly ChainBlock[]; readonly votes: readonly SignedAttestation[] };
}

export function createImporter(ledger: Ledger, rules: BlockRules, body: BodyDeps): Importer {
  const blocks = createWaitingRoom<ChainBlock>(MAX_WAITING_BLOCKS);
  const votes = createWaitingRoom<SignedAttestation>(MAX_WAITING_VOTES);

  /** The lowest block on the way down from `hash` that is not here. */
  function lowestMissing(hash: string): string {
    const block = blocks.get(hash);
    return block === undefined ? hash : lowestMissing(block.header.previous_hash);
  }

  /** Lets a block wait, but only if a producer whose turn it could have been has signed it. */
  function park(block: ChainBlock, hash: string): ImportOutcome {
    const { header, signature } = block;
    if (header.network !== rules.networkId) return { kind: "refused", refusal: refuse("wrong_network") };
    const isProducer = rules.elect(header.slot)[header.rank] === header.producer;
    if (!isProducer) return { kind: "refused", refusal: refuse("wrong_producer") };
    const isSigned = rules.checkSignature(DOMAIN.block, header, signature, header.producer);
    if (!isSigned) return { kind: "refused", refusal: refuse("bad_signature") };
    blocks.add(hash, header.previous_hash, block, canonicalJson(block).length);
    return { kind: "waiting", missing: lowestMissing(header.previous_hash) };
  }

  function parkVote(signed: SignedAttestation): VoteOutcome {
    const { attestation, signature } = signed;
    const { attester, epoch, target } = attestation;
    if (attestation.network !== rules.networkId) return { kind: "refused", reason: "wrong_network" };
    if (!rules.attestersOf(epoch).has(attester)) return { kind: "refused", reason: "no_weight" };
    const isSigned = rules.checkSignature(DOMAIN.attestation, attestation, signature, attester);
    if (!isSigned) return { kind: "refused", reason: "bad_signature" };
    votes.add(signature, target.hash, signed, VOTE_BYTES);
    return { kind: "waiting", missing: lowestMissing(target.hash) };
  }

  return {
    read: (bytes) => readBlock(bytes, rules),
    block(block, now) {
      const { header } = block;
      const hash = hashObject(header);
      if (ledger.tree.get(hash) !== undefined || blocks.has(hash)) return { kind: "known" };
      if (header.height <= ledger.final.height) return { kind: "below_final" };
      const parent = ledger.tree.get(header.previous_hash);
      if (parent === undefined) return park(block, hash);
      const check = checkBlock(block, ledger.branchOf(parent), body, now);
      return check.ok ? { kind: "imported", update: ledger.append(check.checked) } : { kind: "refused", refusal: check };
    },
    vote(value) {
      const parsed = SignedAttestation.safeParse(value);
      if (!parsed.success) return { kind: "refused", reason: "malformed" };
      const { target } = parsed.data.attestation;
      if (target.height <= ledger.final.height) return { kind: "below_final" };
      const block = ledger.tree.get(target.hash);
      if (block === undefined) return parkVote(parsed.data);
      const refused = checkAttestation(parsed.data, ledger.branchOf(block), rules);
      if (refused !== undefined) return { kind: "refused", reason: refused };
      const update = ledger.vote(parsed.data);
      return update === undefined ? { kind: "known" } : { kind: "counted", update };
    },
    missing() {
      const wanted = new Set([...blocks.wanted(), ...votes.wanted()]);
      return [...wanted].filter((hash) => !blocks.has(hash) && ledger.tree.get(hash) === undefined);
    },
    waitingFor: (hash) => ({ blocks: blocks.take(hash), votes: votes.take(hash) }),
  };
}
