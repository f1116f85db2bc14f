/** Sleeping readers of changes. A slow one gets the newest state of each key, never a growing queue. */
export interface ChangeFeed<Key> {
  publish(key: Key): void;
  /** Keys in the order of their first change since the last read; ends when the signal aborts. */
  follow(signal: AbortSignal): AsyncGenerator<Key, void, void>;
}

export function createChangeFeed<Key>(): ChangeFeed<Key> {
  const followers = new Set<(key: Key) => void>();
  return {
    publish(key) {
      for (const follower of followers) follower(key);
    },
    async *follow(signal) {
      const waiting = new Set<Key>();
      let wake = Promise.withResolvers<void>();
      const follower = (key: Key): void => {
        waiting.add(key);
        wake.resolve();
      };
      const stop = (): void => wake.resolve();
      followers.add(follower);
      signal.addEventListener("abort", stop, { once: true });
      try {
        while (!signal.aborted) {
          for (const key of waiting) {
            waiting.delete(key);
            yield key;
          }
          if (waiting.size > 0) continue;
          wake = Promise.withResolvers<void>();
          if (waiting.size > 0 || signal.aborted) continue;
          await wake.promise;
        }
      } finally {
        followers.delete(follower);
        signal.removeEventListener("abort", stop);
      }
    },
  };
}
