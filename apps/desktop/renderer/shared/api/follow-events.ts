import type { Query, QueryClient } from "@tanstack/react-query";
import type { Api } from "./api.ts";
import { applyEvent, type EventReducers } from "./apply-event.ts";
import { wasAskedBefore } from "./ask-times.ts";
import { connection, setByBeat } from "./connection.ts";
import { type OpenEvents, takeEarlyEvents } from "./early-events.ts";
import { createKeptCache, type KeptCache } from "./kept-cache.ts";
import { untilSeen } from "./until-seen.ts";
import { untilWorthTrying } from "./worth-trying.ts";

/** A stream that is silent for this long is taken for dead: the node sends a beat every 5 s. */
const SILENCE_MS = 12_000;
/** First and longest wait before the next attempt: a node that is back is seen within 2 s. */
const RETRY_MS = { first: 300, most: 1_000 } as const;
/**
 * What is shown counts as current again once no answer came for this long: one call that never ends must not hide that the node answers.
 * A busy computer takes many seconds for all of them, one after the other, and until then what is shown is of before.
 */
const CATCH_UP_MS = 15_000;

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until none of what was asked for again was answered for a while. Each counts once: what is asked every few seconds anyway is no news. */
function untilNoAnswer(cache: QueryClient, asked: Iterable<Query>): { readonly passed: Promise<void>; readonly end: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const waiting = new Set(asked);
  let timer = setTimeout(resolve, CATCH_UP_MS);
  const unsubscribe = cache.getQueryCache().subscribe((event) => {
    if (event.type !== "updated" || !["success", "error"].includes(event.action.type) || !waiting.delete(event.query)) return;
    clearTimeout(timer);
    timer = setTimeout(resolve, CATCH_UP_MS);
  });
  const end = (): void => {
    clearTimeout(timer);
    unsubscribe();
  };
  return { passed: promise, end };
}

/**
 * Asks again for what is shown and was asked before the stream was there: what changed while nobody listened is not in it. Then it is
 * current.
 */
async function catchUp(cache: QueryClient, openedMs: number, signal: AbortSignal): Promise<void> {
  const old = { predicate: wasAskedBefore(openedMs) };
  const silence = untilNoAnswer(cache, cache.getQueryCache().findAll({ ...old, type: "active" }));
  // The cache tells the screens of an answer in a task of its own, behind which this one comes.
  const shown = cache.invalidateQueries(old).then(() => after(0));
  await Promise.race([shown, silence.passed]);
  silence.end();
  if (!signal.aborted) connection.setState({ state: "live" });
}

interface Following {
  readonly api: Api;
  readonly cache: QueryClient;
  readonly kept: KeptCache;
  readonly reducers: EventReducers;
}

/** The stream that was opened early, or one that begins now. */
async function openEvents(api: Api, signal: AbortSignal): Promise<OpenEvents> {
  const early = takeEarlyEvents(api);
  if (early) {
    signal.addEventListener("abort", early.end, { once: true });
    // One that could not be opened then may be now.
    const opened = await early.opened.catch(() => undefined);
    signal.throwIfAborted();
    if (opened) return opened;
  }
  const events = await api.client.node.events(undefined, { signal });
  return { events, openedMs: performance.now() };
}

/** Follows one stream to its end, or until nobody sees the page: then it returns true. */
async function followOnce(following: Following, signal: AbortSignal): Promise<boolean> {
  const { api, cache, kept, reducers } = following;
  const silence = new AbortController();
  const unseen = new AbortController();
  const ended = new AbortController();
  let timer = setTimeout(() => silence.abort(), SILENCE_MS);
  // A network that went takes the node with it, or not when it is this computer: the next attempt shows which.
  window.addEventListener("offline", () => silence.abort(), { signal: ended.signal });
  document.addEventListener("visibilitychange", () => document.hidden && unseen.abort(), { signal: ended.signal });
  try {
    const { events, openedMs } = await openEvents(api, AbortSignal.any([signal, silence.signal, unseen.signal]));
    connection.setState({ lastEventMs: Date.now() });
    void catchUp(cache, openedMs, ended.signal);
    for await (const event of events) {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE_MS);
      connection.setState({ lastEventMs: Date.now() });
      if (event.type === "beat") setByBeat(event.timestamp);
      applyEvent(reducers, event, { cache: kept, queries: api.queries });
    }
    return false;
  } catch (error) {
    if (unseen.signal.aborted) return true;
    throw error;
  } finally {
    clearTimeout(timer);
    ended.abort();
  }
}

/** Keeps the query cache current through one stream of the node until `signal` ends it; reconnects when it breaks. */
export async function followEvents(api: Api, cache: QueryClient, reducers: EventReducers, signal: AbortSignal): Promise<void> {
  const following = { api, cache, kept: createKeptCache(cache), reducers };
  let waitMs: number = RETRY_MS.first;
  while (!signal.aborted) {
    await untilSeen(signal);
    const startedMs = Date.now();
    try {
      if (await followOnce(following, signal)) continue;
    } catch (error) {
      if (!signal.aborted) console.info("The stream of events broke", error);
    }
    if (signal.aborted) return;
    connection.setState({ state: "down" });
    if (Date.now() - startedMs > RETRY_MS.most) waitMs = RETRY_MS.first;
    // Spread, so that the windows of a node that restarts do not all come back in the same moment; never longer than said above.
    await untilWorthTrying(waitMs * (0.6 + 0.4 * Math.random()), signal);
    waitMs = Math.min(waitMs * 2, RETRY_MS.most);
  }
}
