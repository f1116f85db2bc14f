/** Everything that stays open for a login: event streams and viewers. They end with it. */
export interface LoginStreams {
  /** `end` is called once when the login ends, unless the returned value is disposed before. */
  track(loginSessionId: string | undefined, end: () => void): Disposable;
  endLogin(loginSessionId: string): void;
}

export function createLoginStreams(): LoginStreams {
  const open = new Map<string, Set<() => void>>();
  return {
    track(loginSessionId, end) {
      if (loginSessionId === undefined) return { [Symbol.dispose]: () => undefined };
      const own = (): void => end();
      const ends = open.get(loginSessionId) ?? new Set();
      open.set(loginSessionId, ends.add(own));
      return {
        [Symbol.dispose]() {
          ends.delete(own);
          if (ends.size === 0 && open.get(loginSessionId) === ends) open.delete(loginSessionId);
        },
      };
    },
    endLogin(loginSessionId) {
      const ends = open.get(loginSessionId);
      open.delete(loginSessionId);
      for (const end of ends ?? []) end();
    },
  };
}
