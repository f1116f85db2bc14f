import { canonicalBytes, DOMAIN, sha256Hex, utf8, v2 } from "@lucid/proof";
import type { ChainKeys } from "../../../ports.types.ts";
import { expectedTime, type Position, positionOf } from "../../../schedule/slots.ts";
import type { CheckSignature } from "../../../signing/signature-checker.ts";
import { createTestKeys } from "../../../testing/keys.ts";
import type { BlockRules, BranchBelow } from "../../blocks/block-context.ts";
import { buildBlock, type MemberQueue } from "../../blocks/build-block.ts";
import type { HeldVote } from "../../blocks/check-votes.ts";
import { type PreparedBlock, type PreparedTransaction, prepareBlock } from "../../blocks/prepare-block.ts";
import { mainParameters } from "../../network-genesis.ts";
import { createSchedule } from "../../schedule/schedule.ts";

/** A network of so many members without engines: a scenario that counts bytes or time builds, votes and takes in by itself. */
export interface Crowd {
  readonly network: v2.Network;
  readonly rules: BlockRules;
  /** Keys of the members, by public key in order. */
  readonly byKey: ReadonlyMap<string, ChainKeys>;
  /** The bytes of the block of a position's first turn. */
  build(ordinal: number, branch: BranchBelow, content: CrowdContent): Uint8Array;
  prepare(bytes: Uint8Array): PreparedBlock;
}

export interface CrowdContent {
  readonly queues: readonly MemberQueue[];
  readonly votes: readonly HeldVote[];
}

export function createCrowd(
  count: number,
  checkSignature: CheckSignature,
  { startsAt = 0, parameters }: { readonly startsAt?: number; readonly parameters?: Partial<v2.Parameters> } = {},
): Crowd {
  const keys = Array.from({ length: count }, (_, index) => createTestKeys(`member ${index}`));
  const byKey = new Map(keys.map((own) => [own.publicKey, own]));
  const members = [...byKey.keys()].toSorted().map((publicKey) => ({ entity: publicKey, public_key: publicKey, weight: 1 }));
  const opened = v2.openNetwork({
    ...{ format: "lucid-genesis", version: 2, network: "crowd", genesis_time: startsAt, previous: null, members },
    parameters: { ...mainParameters, ...parameters },
  });
  if (!opened.ok) throw new Error(`sim: ${opened.failure.reason} ${opened.failure.detail}`);
  const network = opened.value;
  const rules: BlockRules = { network, schedule: createSchedule(network), checkSignature };
  return {
    ...{ network, rules, byKey },
    build(ordinal, branch, content) {
      const at: Position = positionOf(network.genesis, ordinal);
      const producer = rules.schedule.producerAt(branch.state, at, 0) ?? "";
      const timestamp = expectedTime(network.genesis, at) + 1;
      const plan = buildBlock({ branch, at, rank: 0, producer, timestamp, ...content }, rules);
      return canonicalBytes({ ...plan, signature: byKey.get(producer)?.sign(DOMAIN.blockV2, plan.header) ?? "" });
    },
    prepare(bytes) {
      const outcome = prepareBlock(bytes, rules);
      if (!outcome.ok) throw new Error(`sim: ${outcome.reason}`);
      return outcome.value;
    },
  };
}

/** A signed list of one anchor, as a builder has it from its mempool; it may be in a block for an hour after `ordinal`. */
export function anchorBy(keys: ChainKeys, sequence: number, { network }: Crowd, ordinal = 0): PreparedTransaction {
  const hash = (text: string): string => sha256Hex(utf8(`${text} ${keys.publicKey} ${sequence}`));
  const hashes = { tag: hash("tag"), manifest_hash: hash("m"), grant_hash: hash("g"), merkle_root: hash("r") };
  const items = [{ ...hashes, chunk_count: 1, consistency: null }];
  const data = { items_root: v2.itemsRoot(items), count: 1 };
  const expires_at = expectedTime(network.genesis, positionOf(network.genesis, ordinal)) + 3_600;
  const place = { version: 2, network: network.hash, sender: keys.publicKey, sequence, expires_at } as const;
  const transaction = { ...place, type: "session_anchors", data } as const;
  const sent = { transaction, signature: keys.sign(DOMAIN.transactionV2, transaction), items };
  return { id: hash("id"), size: canonicalBytes(sent).length, sent };
}

/** Processor time of what is done here, in milliseconds: other work of the machine is not in it. */
export function processorMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** What so large a part of some figures is at most. */
export const percentile = (figures: readonly number[], part: number): number =>
  figures.toSorted((one, other) => one - other)[Math.min(figures.length - 1, Math.floor(part * figures.length))] ?? 0;

/** The middle one of several times that the same takes: what else the machine does is in the highest. */
export const medianMs = (times: readonly number[]): number =>
  times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? 0;
