import type { Clock } from "@lucid/foundation";

/** Private keys that are in memory now. Each locks itself, and is overwritten then. */
export interface UnlockedKeys extends Disposable {
  /** Keeps a key for so long; one that is there already is overwritten. */
  keep(walletId: string, privateKey: Uint8Array, ms: number): void;
  /** Until when, by the machine's clock as seen from now; undefined for a wallet that is locked. */
  until(walletId: string): number | undefined;
  /** To sign with at once, and not to be kept; undefined for a wallet that is locked. */
  key(walletId: string): Uint8Array | undefined;
  /** @returns whether it was unlocked. */
  lock(walletId: string): boolean;
}

export function createUnlockedKeys(clock: Clock, onLocked: (walletId: string) => void): UnlockedKeys {
  const kept = new Map<string, { readonly key: Uint8Array; readonly endsAt: number; readonly timer: Disposable }>();

  function lock(walletId: string): boolean {
    const found = kept.get(walletId);
    if (!found) return false;
    kept.delete(walletId);
    found.timer[Symbol.dispose]();
    found.key.fill(0);
    return true;
  }

  return {
    keep(walletId, privateKey, ms) {
      lock(walletId);
      const timer = clock.after(ms, () => {
        if (lock(walletId)) onLocked(walletId);
      });
      kept.set(walletId, { key: privateKey, endsAt: clock.elapsed() + ms, timer });
    },
    until(walletId) {
      const found = kept.get(walletId);
      return found && clock.now() + (found.endsAt - clock.elapsed());
    },
    key: (walletId) => kept.get(walletId)?.key,
    lock,
    [Symbol.dispose]() {
      for (const walletId of [...kept.keys()]) lock(walletId);
    },
  };
}
