import { describe, expect, it } from "vitest";
import { createChanges } from "./create-changes.ts";

const session = (id: string) => ({ topic: "session", id });

describe("changes", () => {
  it("hand out every change once, however often it changed before it was read", async () => {
    const feed = createChanges();
    const gone = new AbortController();
    const keys = feed.follow(gone.signal);
    const first = keys.next();
    for (const id of ["a", "b", "a", "c", "a"]) feed.publish(session(id));
    expect([(await first).value, (await keys.next()).value, (await keys.next()).value]).toEqual(["a", "b", "c"].map(session));
    gone.abort();
    expect((await keys.next()).done).toBe(true);
  });

  it("wake a follower that sleeps, and end with it when its signal aborts", async () => {
    const feed = createChanges();
    const gone = new AbortController();
    const seen: string[] = [];
    const reading = (async () => {
      for await (const { id } of feed.follow(gone.signal)) seen.push(id);
    })();
    for (const id of ["1", "2", "3"]) {
      await Promise.resolve();
      feed.publish(session(id));
    }
    await new Promise((resolve) => setImmediate(resolve));
    gone.abort();
    await reading;
    expect(seen).toEqual(["1", "2", "3"]);
  });

  it("forget a follower that stopped reading", async () => {
    const feed = createChanges();
    const keys = feed.follow(new AbortController().signal);
    const first = keys.next();
    feed.publish(session("a"));
    await first;
    await keys.return();
    feed.publish(session("b"));
    expect((await keys.next()).done).toBe(true);
  });

  it("are kept from the call on, before anybody reads, and no longer once the reader has gone", async () => {
    const feed = createChanges();
    const read = feed.follow(new AbortController().signal);
    feed.publish(session("a"));
    expect(await read.next()).toEqual({ done: false, value: session("a") });
    const unread = feed.follow(new AbortController().signal);
    await unread.return();
    expect(await unread.next()).toEqual({ done: true, value: undefined });
  });

  it("let a reader go that waits for the next one", async () => {
    const read = createChanges().follow(new AbortController().signal);
    const next = read.next();
    await read.return();
    expect(await next).toEqual({ done: true, value: undefined });
  });

  it("keep things of one id apart by their topic, and tell listeners of theirs only", () => {
    const feed = createChanges();
    const heard: string[] = [];
    using _listening = feed.on("account", (id) => heard.push(id));
    feed.publish({ topic: "account", id: "1" });
    feed.publish({ topic: "session", id: "1" });
    expect(heard).toEqual(["1"]);
  });
});
