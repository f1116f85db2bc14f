import { contract, type NodeEvent } from "@lucid/contract";
import { implement } from "@orpc/server";
import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, it, onTestFinished, vi } from "vitest";
import { createTestApi } from "../testing/test-api.ts";
import type { EventReducers } from "./apply-event.ts";
import { watchAsking } from "./ask-times.ts";
import { connection } from "./connection.ts";
import { openEventsEarly } from "./early-events.ts";
import { followEvents } from "./follow-events.ts";

/** As the node's own. */
const BEAT_MS = 5_000;
const before = connection.getState();
const REDUCERS = new Proxy({}, { get: () => () => undefined }) as EventReducers;

/** A window's cache, a node whose stream says once that it is there, and a question that counts how often it is asked. */
function openWindow() {
  const streams: AbortSignal[] = [];
  let isThere = true;
  const events = implement(contract).node.events.handler(async function* ({ signal }): AsyncGenerator<NodeEvent, void, void> {
    if (signal) streams.push(signal);
    if (!isThere) throw new Error("The node is not there");
    const ended = new Promise((resolve) => signal?.addEventListener("abort", resolve));
    while (!signal?.aborted) {
      yield { type: "beat", timestamp: new Date().toISOString() };
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, BEAT_MS))]);
    }
  });
  const api = createTestApi({ node: { events } });
  const cache = new QueryClient();
  const ending = new AbortController();
  onTestFinished(() => {
    ending.abort();
    connection.setState(before, true);
  });
  const ask = (what: string) => {
    const queryFn = vi.fn<() => Promise<string>>(async () => what);
    onTestFinished(new QueryObserver(cache, { queryKey: [what], queryFn, staleTime: 60_000 }).subscribe(() => undefined));
    return queryFn;
  };
  const follow = (): void => void followEvents(api, cache, REDUCERS, ending.signal);
  return { api, cache, streams, ask, follow, setThere: (there: boolean) => void (isThere = there) };
}
const isLive = (): void => expect(connection.getState().state).toBe("live");
/** Its clock goes on by less than a measurable step between two calls. */
const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

it("asks once what is asked while the stream that was opened early is there, and again what was asked before it", async () => {
  const { api, cache, streams, ask, follow } = openWindow();
  watchAsking(cache);
  const old = ask("before");
  await vi.waitFor(() => expect(cache.getQueryData(["before"])).toBe("before"));
  await tick();
  openEventsEarly(api);
  await vi.waitFor(() => expect(streams).toHaveLength(1));
  await tick();
  const young = ask("after");
  await vi.waitFor(() => expect(cache.getQueryData(["after"])).toBe("after"));
  follow();
  await vi.waitFor(isLive);
  expect(old).toHaveBeenCalledTimes(2);
  expect(young).toHaveBeenCalledTimes(1);
  // The one stream is followed, and no second one.
  expect(streams).toHaveLength(1);
});

it("asks everything again when the stream begins behind the questions", async () => {
  const { cache, ask, follow } = openWindow();
  watchAsking(cache);
  const question = ask("what");
  await vi.waitFor(() => expect(cache.getQueryData(["what"])).toBe("what"));
  follow();
  await vi.waitFor(isLive);
  expect(question).toHaveBeenCalledTimes(2);
});

it("is not current before the last answer, however long a busy computer takes, and is where one never comes", async () => {
  const { cache, ask, follow } = openWindow();
  watchAsking(cache);
  const [quick, slow, never] = [ask("quick"), ask("slow"), ask("never")];
  await vi.waitFor(() => expect(cache.getQueryData(["never"])).toBe("never"));
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const later = (ms: number) => () => new Promise<string>((resolve) => setTimeout(() => resolve("anew"), ms));
  quick.mockImplementation(later(14_000));
  slow.mockImplementation(later(28_000));
  never.mockImplementation(() => new Promise(() => undefined));
  follow();
  await vi.advanceTimersByTimeAsync(27_000);
  expect(cache.getQueryData(["quick"])).toBe("anew");
  expect(connection.getState().state).not.toBe("live");
  await vi.advanceTimersByTimeAsync(2_000);
  expect(cache.getQueryData(["slow"])).toBe("anew");
  expect(connection.getState().state).not.toBe("live");
  await vi.advanceTimersByTimeAsync(15_000);
  isLive();
});

it("opens a stream of its own where the early one could not be opened", async () => {
  const { api, streams, follow, setThere } = openWindow();
  setThere(false);
  openEventsEarly(api);
  await vi.waitFor(() => expect(streams).toHaveLength(1));
  setThere(true);
  follow();
  await vi.waitFor(isLive);
  expect(streams).toHaveLength(2);
});
