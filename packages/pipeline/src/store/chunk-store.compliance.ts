import { buffer } from "node:stream/consumers";
import { expect, it } from "vitest";
import type { ChunkStore } from "./chunk-store.ts";

const ONE = "0198a5c2-6d1e-7c3f-8a4b-5e6f708192a3";
const TWO = "0198a5c2-6d1e-7c3f-8a4b-000000000002";
const bytes = (text: string) => new Uint8Array(Buffer.from(text));

/** What every chunk store does. Call inside `describe`; `open` returns an empty store. */
export function chunkStoreCompliance(open: () => Promise<ChunkStore>): void {
  it("returns what was stored", async () => {
    await using store = await open();
    await store.put(ONE, 0, bytes("first"));
    await store.put(ONE, 12, bytes("later"));
    await store.put(TWO, 0, bytes("other"));
    expect(Buffer.from((await store.get(ONE, 0)) ?? []).toString()).toBe("first");
    expect(await store.list(ONE)).toEqual([
      { index: 0, size: 5 },
      { index: 12, size: 5 },
    ]);
    expect((await store.sessions()).toSorted()).toEqual([TWO, ONE].toSorted());
  });

  it("knows nothing of chunks that were never stored", async () => {
    await using store = await open();
    expect(await store.get(ONE, 0)).toBeUndefined();
    expect(await store.openRead(ONE, 0)).toBeUndefined();
    expect(await store.list(ONE)).toEqual([]);
    expect(await store.sessions()).toEqual([]);
    expect(await store.remove(ONE)).toBe(0);
  });

  it("takes the same bytes again and refuses others", async () => {
    await using store = await open();
    await store.put(ONE, 3, bytes("same"));
    await store.put(ONE, 3, bytes("same"));
    await expect(store.put(ONE, 3, bytes("else"))).rejects.toMatchObject({
      code: "LUCID_PIPELINE_ERR_4504",
      details: { index: 3 },
    });
    expect(Buffer.from((await store.get(ONE, 3)) ?? []).toString()).toBe("same");
    expect(await store.usage()).toMatchObject({ chunks: 1, bytes: 4 });
  });

  it("lets one of two writers of an index win", async () => {
    await using store = await open();
    const writers = await Promise.allSettled([store.put(ONE, 0, bytes("aaaa")), store.put(ONE, 0, bytes("bbbb"))]);
    expect(writers.map((writer) => writer.status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  it("does not share its bytes with the caller", async () => {
    await using store = await open();
    const given = bytes("given");
    await store.put(ONE, 0, given);
    given.fill(0);
    (await store.get(ONE, 0))?.fill(0);
    expect(Buffer.from((await store.get(ONE, 0)) ?? []).toString()).toBe("given");
  });

  it("reads ranges as HTTP means them", async () => {
    await using store = await open();
    await store.put(ONE, 0, bytes("0123456789"));
    const read = async (start: number, end: number) => {
      const part = await store.openRead(ONE, 0, { start, end });
      expect(part?.size).toBe(10);
      return part && (await buffer(part.body)).toString();
    };
    expect(await read(2, 4)).toBe("234");
    expect(await read(8, 99)).toBe("89");
    expect(await read(10, 20)).toBe("");
    const whole = await store.openRead(ONE, 0);
    expect(whole && (await buffer(whole.body)).toString()).toBe("0123456789");
  });

  it("removes a session's chunks and counts them", async () => {
    await using store = await open();
    for (const index of [0, 1, 2]) await store.put(ONE, index, bytes(`chunk ${index}`));
    await store.put(TWO, 0, bytes("stays"));
    expect(await store.remove(ONE)).toBe(3);
    expect(await store.list(ONE)).toEqual([]);
    expect(await store.usage()).toMatchObject({ chunks: 1, bytes: 5 });
  });

  it("removes a session's chunks from an index on", async () => {
    await using store = await open();
    for (const index of [0, 1, 2]) await store.put(ONE, index, bytes(`chunk ${index}`));
    expect(await store.trim(ONE, 3)).toBe(0);
    expect(await store.trim(ONE, 1)).toBe(2);
    expect(await store.list(ONE)).toEqual([{ index: 0, size: 7 }]);
    expect(await store.usage()).toMatchObject({ chunks: 1, bytes: 7 });
    expect(await store.trim(ONE, 0)).toBe(1);
    expect(await store.sessions()).toEqual([]);
    expect(await store.trim(TWO, 0)).toBe(0);
  });

  it("stores nothing for a caller that has given up already", async () => {
    await using store = await open();
    await expect(store.put(ONE, 0, bytes("late"), AbortSignal.abort(new Error("given up")))).rejects.toThrow("given up");
    expect(await store.list(ONE)).toEqual([]);
  });
}
