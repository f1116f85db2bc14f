import { createStore } from "zustand/vanilla";

const KEPT_AS = "lucid.lock-after";

/** Minutes that a wallet stays open after it was unlocked. 0: until the last tab is closed. */
export const LOCK_TIMES = [15, 60, 480, 0] as const;
export type LockTime = (typeof LOCK_TIMES)[number];
const USUAL: LockTime = 60;

const read = (): LockTime => LOCK_TIMES.find((minutes) => String(minutes) === localStorage.getItem(KEPT_AS)) ?? USUAL;

export const lockTime = createStore<{ readonly minutes: LockTime }>(() => ({ minutes: read() }));

export function chooseLockTime(minutes: LockTime): void {
  localStorage.setItem(KEPT_AS, String(minutes));
  lockTime.setState({ minutes });
}

/** When a wallet that is unlocked now locks by itself, unix ms; undefined: never, while a tab is open. */
export function lockedFrom(): number | undefined {
  const { minutes } = lockTime.getState();
  return minutes === 0 ? undefined : Date.now() + minutes * 60_000;
}

globalThis.addEventListener("storage", ({ key }) => {
  if (key === KEPT_AS) lockTime.setState({ minutes: read() });
});
