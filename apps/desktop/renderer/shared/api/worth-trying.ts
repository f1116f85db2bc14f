import { connection } from "./connection.ts";

/**
 * Waits before something is tried again, and no longer than makes sense: the browser found a network, the page came
 * into sight, the stream of events is back, or `signal` ended it all.
 */
export async function untilWorthTrying(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const done = new AbortController();
  const wake = () => resolve();
  const timer = setTimeout(wake, ms);
  window.addEventListener("online", wake, { signal: done.signal });
  document.addEventListener("visibilitychange", () => document.hidden || wake(), { signal: done.signal });
  signal.addEventListener("abort", wake, { signal: done.signal });
  const unfollow = connection.subscribe((now, before) => {
    if (now.state === "live" && before.state !== "live") wake();
  });
  if (!signal.aborted) await promise;
  clearTimeout(timer);
  unfollow();
  done.abort();
}
