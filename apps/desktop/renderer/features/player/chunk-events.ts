import { countEvents } from "./activity.ts";
import type { Mark } from "./opener.protocol.ts";
import { isOfProgram, keepMost } from "./program-events.ts";
import { typingBursts } from "./typing-bursts.ts";

/** Events that count as activity and are no marks of their own. */
const INPUT = new Set(["key", "button", "motion", "program_key", "program_button", "program_motion"]);
/** The recorder's sign of life is nothing that happened. */
const HEARTBEAT = "heartbeat";
/** Marks of one chunk that are kept; a program could make thousands. */
const MAX_MARKS = 200;

export interface RecordedEvent {
  readonly t: number;
  readonly type: string;
}

const isEvent = (value: unknown): value is RecordedEvent =>
  typeof value === "object" &&
  value !== null &&
  "t" in value &&
  typeof value.t === "number" &&
  "type" in value &&
  typeof value.type === "string";

/** The events in lines of JSON, without the recorder's signs of life. @throws SyntaxError */
export function parseEvents(lines: Uint8Array): RecordedEvent[] {
  return new TextDecoder()
    .decode(lines)
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as unknown)
    .filter(isEvent)
    .filter(({ type }) => type !== HEARTBEAT);
}

const toMark = ({ t, type, ...fields }: RecordedEvent): Mark => ({ t, type, fields });

/** What the events of a chunk say of its time: when people did something, and what is worth a mark. */
export function tellEvents(
  events: readonly RecordedEvent[],
  { startMs, endMs }: { readonly startMs: number; readonly endMs: number },
): { readonly activity: Uint16Array; readonly marks: readonly Mark[] } {
  return {
    activity: countEvents(
      events.filter((event) => !isOfProgram(event)).map((event) => event.t),
      startMs,
      endMs,
    ),
    marks: keepMost([...events.filter((event) => !INPUT.has(event.type)).map(toMark), ...typingBursts(events)], MAX_MARKS),
  };
}
