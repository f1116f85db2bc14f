import { describe, expect, it } from "vitest";
import type { BlockRange } from "./network-port.ts";
import { createSync } from "./sync.ts";

type Tree = Parameters<typeof createSync>[0];

/** A tree that knows these hashes, and what peers are asked. */
function syncWith(...known: readonly string[]) {
  const asked: (BlockRange & { readonly peer: string })[] = [];
  const at = { height: 5 } as Tree["head"];
  const tree: Tree = { head: at, final: { ...at, height: 2 }, get: (hash) => (known.includes(hash) ? at : undefined) };
  const port = { request: (peer: string, range: BlockRange) => void asked.push({ peer, ...range }) };
  const isUnderWay = (hash: string): boolean => hash === "under way";
  return { sync: createSync(tree, port, { timeoutMs: 1_000, isUnderWay }), asked };
}

describe("a branch that a peer speaks of", () => {
  it("is asked for once, and waited for no longer than an answer may take", () => {
    const { sync, asked } = syncWith("known");
    sync.want("one", { hash: "known", height: 9 }, 0);
    sync.want("one", { hash: "old", height: 2 }, 0);
    sync.want("one", { hash: "under way", height: 9 }, 0);
    expect([sync.isIdle(0), asked]).toEqual([true, []]);
    sync.want("one", { hash: "tip", height: 9 }, 10);
    sync.want("other", { hash: "another", height: 9 }, 20);
    expect([sync.isIdle(1_009), sync.isIdle(1_010)]).toEqual([false, true]);
    sync.want("other", { hash: "another", height: 4 }, 1_010);
    expect(asked).toEqual([
      { peer: "one", tip: "tip", from: 6 },
      { peer: "other", tip: "another", from: 4 },
    ]);
  });

  it("is followed back to what is known, then up", () => {
    const { sync, asked } = syncWith();
    const from = () => asked.at(-1)?.from ?? -1;
    sync.want("one", { hash: "tip", height: 9 }, 0);
    sync.answered({ tip: "other", from: 6 }, undefined, 1);
    sync.answered({ tip: "tip", from: 6 }, { meets: false, last: 9 }, 1);
    expect(from()).toBe(5);
    sync.answered({ tip: "tip", from: 5 }, { meets: false, last: 9 }, 2);
    expect(from()).toBe(3);
    sync.answered({ tip: "tip", from: 3 }, { meets: true, last: 4 }, 3);
    expect(from()).toBe(5);
    sync.answered({ tip: "tip", from: 5 }, undefined, 4);
    expect(sync.isIdle(4)).toBe(true);
  });

  it("is left where it does not meet the final block", () => {
    const { sync, asked } = syncWith();
    sync.want("one", { hash: "tip", height: 3 }, 0);
    sync.answered({ tip: "tip", from: 3 }, { meets: false, last: 3 }, 1);
    expect([sync.isIdle(1), asked.length]).toEqual([true, 1]);
  });

  it("is asked for from others who spoke of one meanwhile, where a peer has nothing or what is refused", () => {
    const { sync, asked } = syncWith("known");
    sync.want("liar", { hash: "tip", height: 9 }, 0);
    sync.want("liar", { hash: "other tip", height: 9 }, 0);
    sync.want("late", { hash: "known", height: 4 }, 0);
    sync.want("second", { hash: "tip", height: 9 }, 0);
    sync.want("third", { hash: "longer", height: 12 }, 0);
    sync.answered({ tip: "tip", from: 6 }, undefined, 1);
    sync.answered({ tip: "tip", from: 6 }, undefined, 2);
    sync.answered({ tip: "longer", from: 6 }, undefined, 3);
    expect(asked.map(({ peer, tip }) => [peer, tip])).toEqual([
      ["liar", "tip"],
      ["second", "tip"],
      ["third", "longer"],
    ]);
    expect(sync.isIdle(3)).toBe(true);
  });
});
