import type { Mark } from "./opener.protocol.ts";

/** A pause as long as this ends a burst. */
const PAUSE_MS = 3_000;

interface KeyEvent {
  readonly t: number;
  readonly type: string;
  readonly pressed?: unknown;
}

interface Burst {
  readonly t: number;
  readonly keys: number;
  readonly until: number;
}

const toMark = ({ t, keys, until }: Burst): Mark => ({ t, type: "typing", fields: { keys, until } });

function burstOf({ t, type, fields: { keys, until } }: Mark): Burst | undefined {
  return type === "typing" && typeof keys === "number" && typeof until === "number" ? { t, keys, until } : undefined;
}

/**
 * Keys of people put together into bursts of typing, each a mark with how many keys went down and until when. What was typed stays in
 * the chunk's events. `events` ascend by time.
 */
export function typingBursts(events: readonly KeyEvent[]): Mark[] {
  const keys = events.filter(({ type, pressed }) => type === "key" && pressed === true);
  return joinBursts(keys.map(({ t }) => toMark({ t, keys: 1, until: t })));
}

/** One mark for a burst that went on in the next chunk. `marks` ascend by time. */
export function joinBursts(marks: readonly Mark[]): Mark[] {
  const joined: Mark[] = [];
  let last: { readonly at: number; readonly burst: Burst } | undefined;
  for (const mark of marks) {
    const burst = burstOf(mark);
    if (burst && last && mark.t - last.burst.until < PAUSE_MS) {
      const keys = last.burst.keys + burst.keys;
      joined[last.at] = toMark({ ...last.burst, keys, until: burst.until });
      last = { at: last.at, burst: { ...last.burst, keys, until: burst.until } };
      continue;
    }
    joined.push(mark);
    if (burst) last = { at: joined.length - 1, burst };
  }
  return joined;
}
