import { connection } from "./connection.ts";

/** Whoever comes back to the page sees it caught up within this, or is told that the node is not reached. */
const CAUGHT_UP_MS = 1_000;

/**
 * Waits while nobody sees the page. All tabs of a browser have six connections to a node together (HTTP/1.1), and a stream
 * keeps one for itself: with one for each tab, seen or not, the sixth would leave none to load the seventh.
 */
export async function untilSeen(signal: AbortSignal): Promise<void> {
  if (!document.hidden || signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const done = new AbortController();
  document.addEventListener("visibilitychange", () => document.hidden || resolve(), { signal: done.signal });
  signal.addEventListener("abort", () => resolve(), { signal: done.signal });
  if (connection.getState().state === "live") connection.setState({ state: "connecting" });
  await promise;
  done.abort();
  setTimeout(() => {
    if (signal.aborted || document.hidden || connection.getState().state !== "connecting") return;
    connection.setState({ state: "down" });
  }, CAUGHT_UP_MS);
}
