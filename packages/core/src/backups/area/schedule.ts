/** What the schedule knows of a backup that was tried. Unix milliseconds. */
export interface Tried {
  readonly started_at: number;
  readonly ended_at: number | null;
  readonly state: "running" | "made" | "failed" | "removed";
}

/** After one that failed the next is tried so much later. */
const AGAIN_MS = 3_600_000;
/** A moment so far ahead is of a clock that was set wrong. */
const AHEAD_MS = 60_000;

/** Whether a backup is dated by a clock that was set wrong then. */
export const isAhead = ({ started_at }: Tried, now: number): boolean => started_at > now + AHEAD_MS;

/** The last moment up to `now` at which it was that time of day, and the next one after it. By the machine's time zone. */
export function momentsOf(at: string, now: number): { readonly last: number; readonly next: number } {
  const [hour = 0, minute = 0] = at.split(":").map(Number);
  const day = (offset: number): number => {
    const moment = new Date(now);
    moment.setDate(moment.getDate() + offset);
    return moment.setHours(hour, minute, 0, 0);
  };
  const today = day(0);
  return today <= now ? { last: today, next: day(1) } : { last: day(-1), next: today };
}

/**
 * Whether a backup is to be made now: when none was begun since the last moment for it, also where the machine slept or was off then.
 * A failed one is tried again after an hour. `tried` is newest first.
 */
export function isDue(at: string, now: number, tried: readonly Tried[]): boolean {
  if (at === "") return false;
  const [newest] = tried.filter((one) => !isAhead(one, now));
  if (newest === undefined || newest.started_at < momentsOf(at, now).last) return newest?.state !== "running";
  return newest.state === "failed" && newest.ended_at !== null && now - newest.ended_at >= AGAIN_MS;
}
