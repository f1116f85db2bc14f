/** Something is not as it was. What it is now has to be asked of whoever keeps it. */
export interface Change {
  /** What kind of thing changed, for example `session`. */
  readonly topic: string;
  /** Which one; empty where there is only one. */
  readonly id: string;
}

/** The one way to hear of changes. A slow reader gets each changed thing once, never a growing queue. */
export interface Changes {
  publish(change: Change): void;
  /** Calls back at once, for what is cheap and does not wait. */
  on(topic: string, listener: (id: string) => void): Disposable;
  /** Changes in the order of their first one since the last read; ends when the signal aborts. */
  follow(signal: AbortSignal): AsyncGenerator<Change, void, void>;
}

export function createChanges(): Changes {
  const followers = new Set<(change: Change) => void>();

  function subscribe(follower: (change: Change) => void): Disposable {
    followers.add(follower);
    return { [Symbol.dispose]: () => void followers.delete(follower) };
  }

  return {
    publish(change) {
      for (const follower of followers) follower(change);
    },
    on: (topic, listener) =>
      subscribe((change) => {
        if (change.topic === topic) listener(change.id);
      }),
    async *follow(signal) {
      const waiting = new Map<string, Change>();
      let wake = Promise.withResolvers<void>();
      using _subscribed = subscribe((change) => {
        const key = `${change.topic} ${change.id}`;
        if (!waiting.has(key)) waiting.set(key, change);
        wake.resolve();
      });
      const stop = (): void => wake.resolve();
      signal.addEventListener("abort", stop, { once: true });
      try {
        while (!signal.aborted) {
          for (const [key, change] of waiting) {
            waiting.delete(key);
            yield change;
          }
          if (waiting.size > 0) continue;
          wake = Promise.withResolvers<void>();
          if (waiting.size > 0 || signal.aborted) continue;
          await wake.promise;
        }
      } finally {
        signal.removeEventListener("abort", stop);
      }
    },
  };
}
