import type { Mark } from "./opener.protocol.ts";

/** A pause as long as this ends a burst. */
const PAUSE_MS = 3_000;

interface KeyEvent {
  readonly t: number;
  readonly type: string;
  readonly pressed?: unknown;
}

/**
 * Keys of people put together into bursts of typing, each a mark with how many keys went down and until when. What was typed stays in
 * the chunk's events. `events` ascend by time.
 */
export function typingBursts(events: readonly KeyEvent[]): Mark[] {
  const bursts: { t: number; keys: number; until: number }[] = [];
  for (const { t, type, pressed } of events) {
    if (type !== "key" || pressed !== true) continue;
    const last = bursts.at(-1);
    if (last && t - last.until < PAUSE_MS) {
      last.keys += 1;
      last.until = t;
    } else bursts.push({ t, keys: 1, until: t });
  }
  return bursts.map(({ t, keys, until }) => ({ t, type: "typing", fields: { keys, seconds: (until - t) / 1_000 } }));
}
