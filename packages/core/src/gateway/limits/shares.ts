/** What one key may have of something at once. */
export interface Shares {
  /** Takes one, until the returned value is disposed; undefined when the key has all it may. */
  take(key: string): Disposable | undefined;
}

export function createShares(maxOfKey: number): Shares {
  const taken = new Map<string, number>();
  return {
    take(key) {
      const before = taken.get(key) ?? 0;
      if (before >= maxOfKey) return undefined;
      taken.set(key, before + 1);
      let isOver = false;
      return {
        [Symbol.dispose]() {
          if (isOver) return;
          isOver = true;
          const left = (taken.get(key) ?? 1) - 1;
          if (left === 0) taken.delete(key);
          else taken.set(key, left);
        },
      };
    },
  };
}
