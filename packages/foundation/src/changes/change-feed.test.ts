import { describe, expect, it } from "vitest";
import { createChangeFeed } from "./change-feed.ts";

describe("change feed", () => {
  it("hands out every key once, however often it changed before it was read", async () => {
    const feed = createChangeFeed<string>();
    const gone = new AbortController();
    const keys = feed.follow(gone.signal);
    const first = keys.next();
    for (const key of ["a", "b", "a", "c", "a"]) feed.publish(key);
    expect([(await first).value, (await keys.next()).value, (await keys.next()).value]).toEqual(["a", "b", "c"]);
    gone.abort();
    expect((await keys.next()).done).toBe(true);
  });

  it("wakes a follower that sleeps, and ends it when its signal aborts", async () => {
    const feed = createChangeFeed<number>();
    const gone = new AbortController();
    const seen: number[] = [];
    const reading = (async () => {
      for await (const key of feed.follow(gone.signal)) seen.push(key);
    })();
    for (const key of [1, 2, 3]) {
      await Promise.resolve();
      feed.publish(key);
    }
    await new Promise((resolve) => setImmediate(resolve));
    gone.abort();
    await reading;
    expect(seen).toEqual([1, 2, 3]);
  });

  it("forgets a follower that stopped reading", async () => {
    const feed = createChangeFeed<string>();
    const keys = feed.follow(new AbortController().signal);
    const first = keys.next();
    feed.publish("a");
    await first;
    await keys.return();
    feed.publish("b");
    expect((await keys.next()).done).toBe(true);
  });
});
