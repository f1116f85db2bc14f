import { encodeTarHeader, paddingOf, utf8 } from "@lucid/proof";
import { spansOf } from "../proof/bundle-parts.ts";
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

/** Text that stands so many times one after the other. */
export type Run = readonly [text: string, times: number];

/** How a bundle differs in which one part has this text: long parts in few bytes. */
export function spliceOfRuns(clean: Uint8Array, part: string, runs: readonly Run[]) {
  const span = spansOf(clean).find(({ name }) => name === part);
  if (span === undefined) throw new RangeError(`spliceOfRuns: no ${part}`);
  const size = runs.reduce((sum, [text, times]) => sum + text.length * times, 0);
  const insert = [
    { bytes: base64(encodeTarHeader({ name: part, size })), times: 1 },
    ...runs.map(([text, times]) => ({ bytes: base64(utf8(text)), times })),
    { bytes: base64(Uint8Array.of(0)), times: paddingOf(size) },
  ];
  return { at: span.start, remove: span.end - span.start, insert };
}
