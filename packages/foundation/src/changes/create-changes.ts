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
  /**
   * Changes since this call, in the order of their first one since the last read. Ends when the signal aborts or the
   * reader returns, whether it has read anything or not.
   */
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
    follow(signal) {
      const waiting = new Map<string, Change>();
      let ended = signal.aborted;
      let wake = Promise.withResolvers<void>();
      const subscribed = subscribe((change) => {
        const key = `${change.topic} ${change.id}`;
        if (!waiting.has(key)) waiting.set(key, change);
        wake.resolve();
      });
      function end(): void {
        ended = true;
        subscribed[Symbol.dispose]();
        signal.removeEventListener("abort", end);
        wake.resolve();
      }
      if (ended) end();
      else signal.addEventListener("abort", end, { once: true });

      async function* read(): AsyncGenerator<Change, void, void> {
        while (!ended) {
          for (const [key, change] of waiting) {
            waiting.delete(key);
            yield change;
          }
          if (waiting.size > 0 || ended) continue;
          wake = Promise.withResolvers<void>();
          await wake.promise;
        }
      }

      // A generator that nobody began to read would not hear of its own end.
      const changes = read();
      const finish = changes.return.bind(changes);
      return Object.assign(changes, {
        return(value: void | PromiseLike<void>) {
          end();
          return finish(value);
        },
      });
    },
  };
}
