export interface StreamHooks {
  opened(): void;
  ended(): void;
  /** The error that a listener may see. */
  failed(error: unknown): Error;
  /** What went wrong after nobody listened any more. */
  untidy(error: unknown): void;
}

/**
 * A stream that ends as soon as `signal` aborts, even while its source is waiting for something that may
 * never come. The source is told to clean up.
 */
export async function* endWith<Item>(
  source: AsyncIterator<Item>,
  signal: AbortSignal,
  hooks: StreamHooks,
): AsyncGenerator<Item, void> {
  // One promise for each item: of a race with one for all of them, that one would keep every item until the end.
  let stopWaiting = (): void => undefined;
  const onAbort = (): void => stopWaiting();
  signal.addEventListener("abort", onAbort, { once: true });
  hooks.opened();
  try {
    while (!signal.aborted) {
      const next = await new Promise<IteratorResult<Item> | undefined>((resolve, reject) => {
        stopWaiting = () => resolve(undefined);
        source.next().then(resolve, reject);
      });
      if (next === undefined || next.done) return;
      yield next.value;
    }
  } catch (error) {
    throw hooks.failed(error);
  } finally {
    hooks.ended();
    signal.removeEventListener("abort", onAbort);
    source.return?.().catch(hooks.untidy);
  }
}

export const isStream = (output: unknown): output is AsyncIterator<unknown> =>
  typeof output === "object" && output !== null && Symbol.asyncIterator in output;
