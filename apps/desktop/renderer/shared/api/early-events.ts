import type { NodeEvent } from "@lucid/contract";
import type { Api } from "./api.ts";

export interface OpenEvents {
  readonly events: AsyncIterable<NodeEvent>;
  /** When it was there, by `performance.now`: what was asked later is as new as the stream. */
  readonly openedMs: number;
}

/** A stream of the node's events that was opened before the window that follows it was loaded. */
export interface EarlyEvents {
  /** Resolves with its first event. */
  readonly opened: Promise<OpenEvents>;
  end(): void;
}

/** One that no window takes ends by itself. */
const UNTAKEN_MS = 20_000;

let waiting: { readonly api: Api; readonly early: EarlyEvents; readonly untaken: ReturnType<typeof setTimeout> } | undefined;

/**
 * Opens the stream while the code of the page is still on its way. Far from the node, what the page asks then is newer than the stream,
 * and need not be asked twice.
 */
export function openEventsEarly(api: Api): void {
  const ending = new AbortController();
  const early: EarlyEvents = { opened: open(api, ending.signal), end: () => ending.abort() };
  // Whoever takes it hears of it.
  early.opened.catch(() => undefined);
  waiting = { api, early, untaken: setTimeout(() => takeEarlyEvents(api)?.end(), UNTAKEN_MS) };
}

/** The stream that was opened early, once; undefined where there is none. */
export function takeEarlyEvents(api: Api): EarlyEvents | undefined {
  if (waiting?.api !== api) return undefined;
  const { early, untaken } = waiting;
  waiting = undefined;
  clearTimeout(untaken);
  return early;
}

async function open(api: Api, signal: AbortSignal): Promise<OpenEvents> {
  const stream = await api.client.node.events(undefined, { signal });
  const iterator = stream[Symbol.asyncIterator]();
  const first = await iterator.next();
  const openedMs = performance.now();
  async function* events(): AsyncGenerator<NodeEvent, void, void> {
    for (let next = first; !next.done; next = await iterator.next()) yield next.value;
  }
  return { events: events(), openedMs };
}
