/**
 * The record's time now, measured. A frame carries the time at which it left; how long it was under way is at most what has
 * passed since it was asked for. So the time is never told earlier than it is, and a picture never younger.
 */
export interface NodeClock {
  /** The first frame of a connection came, which was asked for at `askedAtMs` of the page's own clock. */
  connected(nowMs: number, askedAtMs: number): void;
  /** A frame came at `atMs` of the page's own clock. */
  heard(nowMs: number, atMs: number): void;
  /** Unix ms of the record at `atMs`; undefined before it was ever heard. */
  at(atMs: number): number | undefined;
}

export function createNodeClock(): NodeClock {
  let latest: number | undefined;
  return {
    connected(nowMs, askedAtMs) {
      latest = nowMs - askedAtMs;
    },
    heard(nowMs, atMs) {
      // The clocks drift: a frame cannot arrive before it left.
      latest = Math.max(latest ?? Number.NEGATIVE_INFINITY, nowMs - atMs);
    },
    at: (atMs) => latest && atMs + latest,
  };
}
