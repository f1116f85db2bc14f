import { describe, expect, it } from "vitest";
import { createChunkLoader } from "./chunk-loader.ts";
import type { OpenOutcome } from "./opener.protocol.ts";

const outcome = (index: number): OpenOutcome => ({ kind: "bad", index, trouble: "no-video", detail: "" });

/** A loader whose work ends when the test says so. */
function controlled(options = { keep: 2, atOnce: 2 }) {
  const started: number[] = [];
  const stopped: number[] = [];
  const open = new Map<number, PromiseWithResolvers<OpenOutcome>>();
  const loader = createChunkLoader(
    {
      open(index, signal) {
        started.push(index);
        const work = Promise.withResolvers<OpenOutcome>();
        open.set(index, work);
        signal.addEventListener("abort", () => {
          stopped.push(index);
          work.reject(signal.reason as Error);
        });
        return work.promise;
      },
    },
    options,
  );
  const finish = async (index: number): Promise<void> => {
    open.get(index)?.resolve(outcome(index));
    await settle();
  };
  return { loader, started, stopped, open, finish };
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
const signal = (): AbortSignal => new AbortController().signal;

describe("the chunk loader", () => {
  it("opens a chunk once for all who want it", async () => {
    const { loader, started, finish } = controlled();
    const both = Promise.all([loader.load(3, signal()), loader.load(3, signal())]);
    await settle();
    await finish(3);
    expect(await both).toEqual([outcome(3), outcome(3)]);
    expect(await loader.load(3, signal())).toEqual(outcome(3));
    expect(started).toEqual([3]);
  });

  it("stops the work when the last one who wanted it has given up", async () => {
    const { loader, stopped } = controlled();
    const [first, second] = [new AbortController(), new AbortController()];
    const calls = [loader.load(1, first.signal), loader.load(1, second.signal)];
    await settle();
    first.abort(new Error("elsewhere"));
    await expect(calls[0]).rejects.toThrow("elsewhere");
    expect(stopped).toEqual([]);
    second.abort(new Error("elsewhere"));
    await expect(calls[1]).rejects.toThrow("elsewhere");
    expect(stopped).toEqual([1]);
  });

  it("does not begin what was given up while it waited for its turn", async () => {
    const { loader, started, finish } = controlled({ keep: 4, atOnce: 1 });
    const gone = new AbortController();
    const calls = [loader.load(0, signal()), loader.load(1, gone.signal), loader.load(2, signal())];
    await settle();
    gone.abort(new Error("elsewhere"));
    await expect(calls[1]).rejects.toThrow("elsewhere");
    await finish(0);
    await finish(2);
    expect(await calls[2]).toEqual(outcome(2));
    expect(started).toEqual([0, 2]);
  });

  it("keeps no more than it may, and forgets what was used longest ago", async () => {
    const { loader, started, finish } = controlled();
    for (const index of [0, 1]) {
      const call = loader.load(index, signal());
      await settle();
      await finish(index);
      await call;
    }
    await loader.load(0, signal());
    const third = loader.load(2, signal());
    await settle();
    await finish(2);
    await third;
    await loader.load(0, signal());
    expect(started).toEqual([0, 1, 2]);
    const again = loader.load(1, signal());
    await settle();
    await finish(1);
    await again;
    expect(started).toEqual([0, 1, 2, 1]);
  });

  it("tries anew after a chunk could not be fetched", async () => {
    const { loader, open, finish } = controlled();
    const failing = loader.load(5, signal());
    await settle();
    open.get(5)?.reject(new Error("offline"));
    await expect(failing).rejects.toThrow("offline");
    const again = loader.load(5, signal());
    await settle();
    await finish(5);
    expect(await again).toEqual(outcome(5));
  });

  it("ends everything when it is closed", async () => {
    const { loader, stopped } = controlled();
    const call = loader.load(0, signal());
    await settle();
    loader[Symbol.dispose]();
    await expect(call).rejects.toThrow("The player was closed");
    expect(stopped).toEqual([0]);
  });
});
