/** A signal that Ctrl-C aborts. The second Ctrl-C ends the process as it always does. */
export function stopOnInterrupt(): { readonly signal: AbortSignal } & Disposable {
  const stop = new AbortController();
  const onInterrupt = (): void => stop.abort(new Error("interrupted"));
  process.once("SIGINT", onInterrupt);
  return { signal: stop.signal, [Symbol.dispose]: () => void process.off("SIGINT", onInterrupt) };
}
