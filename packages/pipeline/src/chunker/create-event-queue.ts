import type { SessionEvent } from "./session-event.ts";

export interface EventQueue {
  /** False when the event would lead over `maxBytes` and was dropped. */
  add(event: SessionEvent, maxBytes: number): boolean;
  /** Takes the lines of all events before `endMs` by ascending time; one of them says how many were dropped, if any. */
  take(endMs: number): Uint8Array[];
  readonly bytes: number;
  readonly dropped: number;
}

interface Line {
  readonly t: number;
  readonly bytes: Buffer;
}

/** Room kept for the line that reports dropped events. */
const REPORT_BYTES = 128;

/** Holds events as JSON lines until the chunk of their time closes. */
export function createEventQueue(): EventQueue {
  let lines: Line[] = [];
  let bytes = 0;
  let dropped = 0;
  let unreported: { t: number; count: number } | undefined;

  const toLine = (event: SessionEvent): Line => ({ t: event.t, bytes: Buffer.from(`${JSON.stringify(event)}\n`) });

  return {
    add(event, maxBytes) {
      const line = toLine(event);
      if (bytes + line.bytes.length + REPORT_BYTES > maxBytes) {
        dropped += 1;
        unreported = { t: unreported?.t ?? event.t, count: (unreported?.count ?? 0) + 1 };
        return false;
      }
      lines.push(line);
      bytes += line.bytes.length;
      return true;
    },
    take(endMs) {
      if (unreported) {
        const line = toLine({ t: unreported.t, type: "events_dropped", count: unreported.count });
        lines.push(line);
        bytes += line.bytes.length;
        unreported = undefined;
      }
      lines = lines.toSorted((a, b) => a.t - b.t);
      const later = lines.findIndex((line) => line.t >= endMs);
      const taken = lines.splice(0, later < 0 ? lines.length : later).map((line) => line.bytes);
      bytes -= taken.reduce((sum, line) => sum + line.length, 0);
      return taken;
    },
    get bytes() {
      return bytes;
    },
    get dropped() {
      return dropped;
    },
  };
}
