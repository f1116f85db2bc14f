import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { endWith } from "./streams.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const hooks = {
  opened: () => undefined,
  ended: () => undefined,
  failed: (error: unknown) => error as Error,
  untidy: () => undefined,
};
const never = (): AbortSignal => new AbortController().signal;

describe("a stream that ends with a signal", () => {
  it("keeps nothing of what it has handed on", async () => {
    const handedOn: WeakRef<object>[] = [];
    async function* frames() {
      for (;;) {
        const frame = { bytes: new Uint8Array(1_000) };
        handedOn.push(new WeakRef(frame));
        yield frame;
      }
    }
    const stream = endWith(frames(), never(), hooks);
    for (let count = 0; count < 200; count += 1) await stream.next();
    // What a WeakRef was made of is kept until the turn is over.
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
    expect(handedOn.filter((frame) => frame.deref() !== undefined).length).toBeLessThan(10);
    await stream.return();
  });

  it("ends while its source is waiting, and tells the source", async () => {
    const over = new AbortController();
    const told = Promise.withResolvers<void>();
    const source: AsyncIterator<number> = {
      next: () => new Promise(() => undefined),
      return: () => {
        told.resolve();
        return Promise.resolve({ done: true, value: undefined });
      },
    };
    const waiting = endWith(source, over.signal, hooks).next();
    over.abort();
    expect(await waiting).toEqual({ done: true, value: undefined });
    await told.promise;
  });

  it("fails as its source fails", async () => {
    const source = { next: () => Promise.reject(new Error("lost")) };
    await expect(endWith(source, never(), hooks).next()).rejects.toThrow("lost");
  });
});
