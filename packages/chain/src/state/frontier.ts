import { merkle } from "@lucid/proof";

/** A growing RFC 9162 tree without its leaves: the roots of its complete subtrees, largest first. */
export interface Frontier {
  readonly count: number;
  readonly peaks: readonly string[];
}

export const emptyFrontier: Frontier = { count: 0, peaks: [] };

/** The frontier with one more leaf. Two subtrees of equal size become one, as an odometer carries. */
export function appendLeaf({ count, peaks }: Frontier, leafData: Uint8Array): Frontier {
  const next = [...peaks];
  let node = merkle.leafHash(leafData);
  for (let carry = count; carry % 2 === 1; carry = Math.floor(carry / 2)) node = merkle.nodeHash(fromHex(next.pop() ?? ""), node);
  return { count: count + 1, peaks: [...next, toHex(node)] };
}

/** RFC 9162 root over all leaves so far. */
export function frontierRoot({ peaks }: Frontier): string {
  const last = peaks.at(-1);
  if (last === undefined) return merkle.EMPTY_ROOT;
  return toHex(peaks.slice(0, -1).reduceRight((right, left) => merkle.nodeHash(fromHex(left), right), fromHex(last)));
}

const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const fromHex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "hex"));
