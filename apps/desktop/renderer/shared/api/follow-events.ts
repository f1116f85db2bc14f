import type { NodeEvent } from "@lucid/contract";
import type { QueryClient } from "@tanstack/react-query";
import type { Api } from "./api.ts";
import { applyEvent, type EventReducers } from "./apply-event.ts";
import { connection } from "./connection.ts";

/** A stream that is silent for this long is taken for dead: the node sends a beat far more often. */
const SILENCE_MS = 45_000;
/** First and longest wait before the next attempt to connect. */
const RETRY_MS = { first: 500, most: 10_000 } as const;

async function followOnce(api: Api, cache: QueryClient, reducers: EventReducers, signal: AbortSignal): Promise<void> {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), SILENCE_MS);
  try {
    const events = await api.client.node.events(undefined, { signal: AbortSignal.any([signal, silence.signal]) });
    connection.setState({ state: "live", lastEventMs: Date.now() });
    // What changed while nobody listened is not in the stream.
    void cache.invalidateQueries();
    for await (const event of events as AsyncIterable<NodeEvent>) {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE_MS);
      connection.setState({ state: "live", lastEventMs: Date.now() });
      applyEvent(reducers, event, { cache, queries: api.queries });
    }
  } finally {
    clearTimeout(timer);
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });

/** Keeps the query cache current through one stream of the node until `signal` ends it; reconnects when it breaks. */
export async function followEvents(api: Api, cache: QueryClient, reducers: EventReducers, signal: AbortSignal): Promise<void> {
  let waitMs: number = RETRY_MS.first;
  while (!signal.aborted) {
    const startedMs = Date.now();
    try {
      await followOnce(api, cache, reducers, signal);
    } catch (error) {
      if (!signal.aborted) console.info("The stream of events broke", error);
    }
    if (signal.aborted) return;
    connection.setState({ state: "down" });
    if (Date.now() - startedMs > RETRY_MS.most) waitMs = RETRY_MS.first;
    // Spread, so that the windows of a node that restarts do not all come back in the same moment.
    await pause(waitMs * (0.75 + Math.random() / 2), signal);
    waitMs = Math.min(waitMs * 2, RETRY_MS.most);
  }
}
