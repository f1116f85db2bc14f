import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, it, onTestFinished } from "vitest";
import { createKeptCache } from "./kept-cache.ts";

const queryKey = ["chain", "info"];

/** A screen that shows one answer, each of which the test gives. */
function showOne() {
  const cache = new QueryClient();
  const asked: { readonly signal: AbortSignal; readonly answer: (text: string) => void }[] = [];
  const observer = new QueryObserver<string>(cache, {
    queryKey,
    queryFn: ({ signal }) => new Promise((answer) => asked.push({ signal, answer })),
  });
  onTestFinished(observer.subscribe(() => undefined));
  return { kept: createKeptCache(cache), asked, observer };
}

it("lets a question through that is under way when events come, and asks once more behind it", async () => {
  const { kept, asked, observer } = showOne();
  await expect.poll(() => asked.length).toBe(1);
  for (let event = 0; event < 3; event += 1) void kept.invalidateQueries({ queryKey: ["chain"] });
  expect(asked).toHaveLength(1);
  asked[0]?.answer("block 1");
  await expect.poll(() => asked.length).toBe(2);
  expect(asked[0]?.signal.aborted).toBe(false);
  expect(observer.getCurrentResult().data).toBe("block 1");
  asked[1]?.answer("block 4");
  await expect.poll(() => observer.getCurrentResult().data).toBe("block 4");
  expect(asked).toHaveLength(2);
});

it("does not ask behind a question whose answer knows all that the events told", async () => {
  const { kept, asked, observer } = showOne();
  await expect.poll(() => asked.length).toBe(1);
  const isOlderThan = (block: string) => () => (observer.getCurrentResult().data ?? "") < block;
  for (const block of ["block 1", "block 2"]) void kept.invalidateQueries({ queryKey, predicate: isOlderThan(block) });
  asked[0]?.answer("block 2");
  await expect.poll(() => observer.getCurrentResult().data).toBe("block 2");
  void kept.invalidateQueries({ queryKey, predicate: isOlderThan("block 3") });
  await expect.poll(() => asked.length).toBe(2);
  for (const block of ["block 3", "block 4"]) void kept.invalidateQueries({ queryKey, predicate: isOlderThan(block) });
  asked[1]?.answer("block 3");
  await expect.poll(() => asked.length).toBe(3);
  expect(observer.getCurrentResult().data).toBe("block 3");
});

it("asks at once where nothing is under way", async () => {
  const { kept, asked, observer } = showOne();
  await expect.poll(() => asked.length).toBe(1);
  asked[0]?.answer("block 1");
  await expect.poll(() => observer.getCurrentResult().data).toBe("block 1");
  void kept.invalidateQueries({ queryKey });
  await expect.poll(() => asked.length).toBe(2);
  asked[1]?.answer("block 2");
  await expect.poll(() => observer.getCurrentResult().data).toBe("block 2");
});

it("asks again behind a question that fails", async () => {
  const cache = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const ends: ((how: Error) => void)[] = [];
  const observer = new QueryObserver(cache, { queryKey, queryFn: () => new Promise((_, reject) => ends.push(reject)) });
  onTestFinished(observer.subscribe(() => undefined));
  await expect.poll(() => ends.length).toBe(1);
  void createKeptCache(cache).invalidateQueries({ queryKey });
  ends[0]?.(new Error("no answer"));
  await expect.poll(() => ends.length).toBe(2);
});
