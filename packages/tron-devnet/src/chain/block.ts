import { encode, type Message } from "../protobuf/message.ts";
import type { BlockRow } from "../store/store.ts";
import { sha256, toHex } from "../text/bytes.ts";
import type { JsonObject } from "../text/json.ts";
import { type Json, readJson } from "../text/json.ts";
import type { DevnetKey } from "./keys.ts";

/** BLOCK_VERSION of the java-tron releases of 2026. */
const BLOCK_VERSION = 34n;
const NO_ROOT = "0".repeat(64);

/** Binary tree of sha256 over the hashes; an odd one goes up as it is (MerkleTree of java-tron). */
export function merkleRoot(leaves: readonly Uint8Array[]): string {
  if (leaves.length === 0) return NO_ROOT;
  let level = leaves.map((leaf) => sha256(leaf));
  while (level.length > 1) {
    const next: Uint8Array[] = [];
    for (let at = 0; at < level.length; at += 2) {
      const [left, right] = [level[at], level[at + 1]];
      if (left) next.push(right ? sha256(left, right) : left);
    }
    level = next;
  }
  return toHex(level[0] ?? new Uint8Array());
}

export interface BlockDraft {
  readonly number: number;
  readonly timestamp: number;
  readonly parentHash: string;
  readonly transactions: readonly Uint8Array[];
}

/** The signed header of a block. Its id is the number in 8 bytes, then the rest of the header's hash (BlockCapsule of java-tron). */
export function sealBlock(draft: BlockDraft, witness: DevnetKey | undefined): BlockRow {
  const raw: Message = {
    timestamp: BigInt(draft.timestamp),
    txTrieRoot: merkleRoot(draft.transactions),
    parentHash: draft.parentHash,
    ...(draft.number === 0 ? {} : { number: BigInt(draft.number) }),
    ...(witness ? { witness_address: witness.address, version: BLOCK_VERSION } : {}),
  };
  const hash = sha256(encode("BlockHeaderRaw", raw));
  const id = draft.number.toString(16).padStart(16, "0") + toHex(hash.subarray(8));
  const rawJson = Object.fromEntries(
    Object.entries(raw).map(([name, value]) => [name, typeof value === "bigint" ? Number(value) : value]),
  );
  const header = { raw_data: rawJson, ...(witness ? { witness_signature: witness.sign(hash) } : {}) };
  return {
    number: draft.number,
    id,
    timestamp: draft.timestamp,
    witness: witness?.address ?? "",
    header: JSON.stringify(header),
    transactions: draft.transactions.length,
  };
}

export const showHeader = ({ id, header }: BlockRow): JsonObject => ({ blockID: id, block_header: readJson(header) });

export const showBlock = (block: BlockRow, transactions: readonly { readonly shown: string }[]): JsonObject => ({
  ...showHeader(block),
  ...(transactions.length === 0 ? {} : { transactions: transactions.map(({ shown }): Json => readJson(shown)) }),
});

/** What a transaction names a block by: the last 2 bytes of its number, and bytes 8 to 16 of its id. */
export const blockReference = ({ number, id }: Pick<BlockRow, "number" | "id">) => ({
  bytes: (number % 65_536).toString(16).padStart(4, "0"),
  hash: id.slice(16, 32),
});
