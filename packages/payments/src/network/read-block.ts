import type { NodeClient } from "./create-node-client.ts";
import { type ExactObject, integerOf, listOf, objectOf, textOf } from "./exact-json.ts";
import { NetworkError } from "./network-error.ts";

export interface Block {
  readonly number: number;
  /** 64 hex digits, as `parentId`. */
  readonly id: string;
  readonly parentId: string;
  readonly timestampMs: number;
  readonly transactionIds: readonly string[];
}
/** Whose word: the full node's, or that of what is solidified. */
export type NodeFace = "wallet" | "walletsolidity";

const HASH = /^[0-9a-f]{64}$/;

/** The newest block. @throws NetworkError */
export async function readNewestBlock(client: NodeClient, face: NodeFace): Promise<Block> {
  const block = readBlock(await client.ask(`/${face}/getnowblock`));
  if (!block) throw new NetworkError("body", "the node has no block");
  return block;
}

/** A solidified block; undefined where there is none of this number yet. @throws NetworkError */
export const readSolidBlock = async (client: NodeClient, number: number): Promise<Block | undefined> =>
  readBlock(await client.ask("/walletsolidity/getblockbynum", { num: number }));

function readBlock(shown: ExactObject): Block | undefined {
  const id = textOf(shown["blockID"]);
  if (id === "") return undefined;
  const header = objectOf(objectOf(shown["block_header"])["raw_data"]);
  const parentId = textOf(header["parentHash"]);
  if (!HASH.test(id) || !HASH.test(parentId)) throw new NetworkError("body", "a block has no id");
  const transactionIds = listOf(shown["transactions"]).map((one) => textOf(objectOf(one)["txID"]));
  return { id, parentId, number: whole(header, "number"), timestampMs: whole(header, "timestamp"), transactionIds };
}

function whole(header: ExactObject, name: string): number {
  const value = integerOf(header[name]);
  if (value === undefined || value < 0n || value > 8_640_000_000_000_000n)
    throw new NetworkError("body", `a block has no ${name}`);
  return Number(value);
}
