import { z } from "zod";
import { blockHash } from "../chain/header.ts";
import { parseLongFormat } from "../encoding/format-reading.ts";
import { Header } from "../formats/block.ts";
import { Hash } from "../formats/primitives.ts";
import { failed, type Outcome, passed } from "../outcome.ts";
import type { AnchorFacts, NetworkFacts } from "../verify/verdict.ts";

/** Largest document of this kind that is read: some twenty thousand headers. */
export const MAX_TIME_PROOF_BYTES = 16_777_216;
/** Blocks between the recording's own and the one that was stamped: two days where a block comes each ten seconds. */
export const MAX_TIME_HEADERS = 20_000;
export const MAX_STAMPS = 8;
/** A token with all certificates of its chain is some six thousand bytes long. */
export const MAX_TOKEN_BYTES = 65_536;

/** Longest file of certificates that is read: no chain is as long. */
export const MAX_CERTIFICATE_FILE_BYTES = 1_048_576;

const Token = z.string().regex(new RegExp(`^(?:[0-9a-f]{2}){1,${MAX_TOKEN_BYTES}}$`), "at most 65 536 bytes in hex");

/** What authorities outside of the network say of the time of a block. It goes beside the bundle of a recording. */
export const TimeProof = z.strictObject({
  format: z.literal("lucid-time-proof"),
  version: z.literal(1),
  /** Hash of the genesis of the chain that the recording is anchored on. */
  network: Hash,
  /** The blocks after the one that holds the recording's anchor, up to the last that was stamped, without signatures. */
  headers: z.array(Header).max(MAX_TIME_HEADERS),
  /** RFC 3161 tokens, each over the hash of the block at this height, in hex. */
  stamps: z
    .array(z.strictObject({ height: z.int().positive(), token: Token }))
    .min(1)
    .max(MAX_STAMPS),
});
export type TimeProof = z.infer<typeof TimeProof>;

/** What a recording, whose bundle has been verified, must have in common with a time proof. */
export interface StampedRecording {
  readonly network: Pick<NetworkFacts, "hash">;
  readonly anchor: Pick<AnchorFacts, "height" | "blockHash" | "blockTime" | "finalHeight" | "finalHash">;
}

interface LinkedBlock {
  readonly height: number;
  readonly hash: string;
  /** As the block itself says, Unix seconds. */
  readonly time: number;
}

/** A block that a token is about. */
export interface StampedBlock extends LinkedBlock {
  /** The bundle shows that the network has it: it is the recording's own, or on the way from there to the one that is final. */
  readonly isShown: boolean;
}

export interface LinkedStamp {
  readonly block: StampedBlock;
  readonly token: Uint8Array;
}

export const readTimeProof = (bytes: Uint8Array): Outcome<TimeProof> =>
  parseLongFormat(TimeProof, bytes, {
    most: MAX_TIME_PROOF_BYTES,
    lists: [{ path: ["headers"], most: MAX_TIME_HEADERS }],
  });

/**
 * Ties each token's block to the one that holds the recording's anchor: each names the hash of the one before, and is dated after
 * it. Where the final block of the anchor's evidence is among them, it is this very one.
 */
export function linkStamps(
  { network, headers, stamps }: TimeProof,
  { network: { hash }, anchor }: StampedRecording,
): Outcome<readonly LinkedStamp[]> {
  if (network !== hash) return failed("network-mismatch");
  const blocks: LinkedBlock[] = [{ height: anchor.height, hash: anchor.blockHash, time: anchor.blockTime }];
  for (const header of headers) {
    const problem = followProblem(blocks.at(-1), header, hash);
    if (problem !== undefined) return failed("header-chain", { detail: `height ${header.height}: ${problem}` });
    blocks.push({ height: header.height, hash: blockHash(header), time: header.timestamp });
  }
  const final = blocks[anchor.finalHeight - anchor.height];
  if (final !== undefined && final.hash !== anchor.finalHash)
    return failed("header-chain", { detail: `height ${final.height}: not the block that is final in the bundle` });
  const shownUpTo = final === undefined ? anchor.height : final.height;
  const linked: LinkedStamp[] = [];
  for (const { height, token } of stamps) {
    const block = blocks[height - anchor.height];
    if (block === undefined) return failed("time-block", { detail: `height ${height}` });
    linked.push({ block: { ...block, isShown: height <= shownUpTo }, token: fromHex(token) });
  }
  return passed(linked);
}

function followProblem(before: LinkedBlock | undefined, header: Header, network: string): string | undefined {
  if (header.network !== network) return "of another network";
  if (header.height !== (before?.height ?? 0) + 1) return "heights are not consecutive";
  if (header.previous_hash !== before?.hash) return "previous_hash is not the hash of the block before";
  return header.timestamp > before.time ? undefined : "timestamp is not after that of the block before";
}

const fromHex = (hex: string): Uint8Array =>
  Uint8Array.from({ length: hex.length / 2 }, (_, at) => Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16));
