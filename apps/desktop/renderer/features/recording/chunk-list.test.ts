import { type Chunk, paginate } from "@lucid/contract";
import { describe, expect, it } from "vitest";
import { createChunkList } from "./chunk-list.ts";

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

function setUp(total: () => number, limit: number) {
  const pages: number[] = [];
  const list = createChunkList(async (page, size) => {
    pages.push(page);
    const all = Array.from({ length: total() }, (_, index) => ({ index }) as Chunk);
    return { chunks: all.slice((page - 1) * size, page * size), pagination: paginate({ page, limit: size }, all.length) };
  }, limit);
  return { list, pages };
}

describe("the list of chunks", () => {
  it("is fetched page by page", async () => {
    const { list, pages } = setUp(() => 7, 3);
    list.growTo(7);
    await settle();
    expect(list.state.getState().chunks.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(pages).toEqual([1, 2, 3]);
  });

  it("asks only for the page that is not full yet when the session grows", async () => {
    let total = 4;
    const { list, pages } = setUp(() => total, 3);
    list.growTo(4);
    await settle();
    total = 5;
    list.growTo(5);
    await settle();
    expect(list.state.getState().chunks).toHaveLength(5);
    expect(pages).toEqual([1, 2, 2]);
    list.growTo(5);
    await settle();
    expect(pages).toHaveLength(3);
  });

  it("keeps what it has and says so when the node does not answer, and goes on later", async () => {
    let offline = false;
    const list = createChunkList(async (page, limit) => {
      if (offline) throw new Error("offline");
      const chunks = Array.from({ length: limit }, (_, at) => ({ index: (page - 1) * limit + at }) as Chunk);
      return { chunks, pagination: paginate({ page, limit }, 8) };
    }, 2);
    list.growTo(2);
    await settle();
    offline = true;
    list.growTo(4);
    await settle();
    expect(list.state.getState()).toMatchObject({ error: new Error("offline"), loading: false });
    expect(list.state.getState().chunks).toHaveLength(2);
    offline = false;
    list.growTo(4);
    await settle();
    expect(list.state.getState()).toMatchObject({ error: undefined });
    expect(list.state.getState().chunks).toHaveLength(4);
  });

  it("does not take a list with a hole", async () => {
    const list = createChunkList(
      async () => ({ chunks: [{ index: 1 } as Chunk], pagination: paginate({ page: 1, limit: 5 }, 1) }),
      5,
    );
    list.growTo(1);
    await settle();
    expect(list.state.getState().error).toMatchObject({ code: "chunk-list" });
  });
});
