import { base64 } from "./vector.ts";

/** How a forged bundle differs from a clean one: `remove` bytes at `at` are replaced by `insert` (base64). */
export interface Splice {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

export function spliceOf(from: Uint8Array, to: Uint8Array): Splice {
  let at = 0;
  while (at < from.length && at < to.length && from[at] === to[at]) at += 1;
  let same = 0;
  while (same < Math.min(from.length, to.length) - at && from.at(-1 - same) === to.at(-1 - same)) same += 1;
  return { at, remove: from.length - at - same, insert: base64(to.subarray(at, to.length - same)) };
}
