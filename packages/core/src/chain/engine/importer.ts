import { type Block, hashObject, SignedAttestation } from "@lucid/proof";
import type { BlockRefusal, BlockRules } from "../blocks/block-rules.ts";
import { type AttestationRefusal, checkAttestation } from "../blocks/check-attestation.ts";
import { type BodyDeps, checkBlock } from "../blocks/check-block.ts";
import { readBlock } from "../blocks/read-block.ts";
import type { Ledger, LedgerUpdate } from "./ledger.ts";

/** Blocks, and votes, kept until the block they build on is here: some slots of blocks, at most 64 MiB. */
const MAX_WAITING = 64;

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
  read(bytes: Uint8Array): { readonly ok: true; readonly block: Block } | BlockRefusal;
  block(block: Block, now: number): ImportOutcome;
  vote(value: unknown): VoteOutcome;
  /** Hashes of the blocks that something waits for. */
  missing(): readonly string[];
  /** Takes out what waited for this block. */
  waitingFor(hash: string): { readonly blocks: readonly Block[]; readonly votes: readonly SignedAttestation[] };
}

export function createImporter(ledger: Ledger, rules: BlockRules, body: BodyDeps): Importer {
  const blocks = createWaitingRoom<Block>();
  const votes = createWaitingRoom<SignedAttestation>();

  return {
    read: (bytes) => readBlock(bytes, rules.genesis),
    block(block, now) {
      const { header } = block;
      if (ledger.tree.get(hashObject(header)) !== undefined) return { kind: "known" };
      if (header.height <= ledger.final.height) return { kind: "below_final" };
      const parent = ledger.tree.get(header.previous_hash);
      if (parent === undefined) {
        blocks.keep(header.previous_hash, block);
        return { kind: "waiting", missing: header.previous_hash };
      }
      const check = checkBlock(block, ledger.branchOf(parent), body, now);
      return check.ok ? { kind: "imported", update: ledger.append(check.checked) } : { kind: "refused", refusal: check };
    },
    vote(value) {
      const parsed = SignedAttestation.safeParse(value);
      if (!parsed.success) return { kind: "refused", reason: "malformed" };
      const { target } = parsed.data.attestation;
      if (target.height <= ledger.final.height) return { kind: "below_final" };
      const block = ledger.tree.get(target.hash);
      if (block === undefined) {
        votes.keep(target.hash, parsed.data);
        return { kind: "waiting", missing: target.hash };
      }
      const refused = checkAttestation(parsed.data, ledger.branchOf(block), rules);
      if (refused !== undefined) return { kind: "refused", reason: refused };
      const update = ledger.vote(parsed.data);
      return update === undefined ? { kind: "known" } : { kind: "counted", update };
    },
    missing: () => [...new Set([...blocks.keys(), ...votes.keys()])].filter((hash) => ledger.tree.get(hash) === undefined),
    waitingFor: (hash) => ({ blocks: blocks.take(hash), votes: votes.take(hash) }),
  };
}

/** Holds a bounded number of things by the hash they wait for; the oldest leave first. */
function createWaitingRoom<Thing>() {
  const waiting = new Map<string, Thing[]>();
  let count = 0;
  return {
    keys: () => waiting.keys(),
    keep(hash: string, thing: Thing): void {
      const oldest = waiting.entries().next();
      if (count >= MAX_WAITING && oldest.done !== true) {
        waiting.delete(oldest.value[0]);
        count -= oldest.value[1].length;
      }
      waiting.set(hash, [...(waiting.get(hash) ?? []), thing]);
      count += 1;
    },
    take(hash: string): readonly Thing[] {
      const things = waiting.get(hash) ?? [];
      waiting.delete(hash);
      count -= things.length;
      return things;
    },
  };
}
