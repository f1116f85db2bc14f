import type { CodedGap, GapCode } from "@lucid/proof";
import type { StallCause } from "../screen/capture.protocol.ts";
import type { ClockStep } from "./create-record-clock.ts";

/** Why a take ended, as the gap before the next one says it. */
export type Interruption = Pick<CodedGap, "kind" | "code" | "data" | "note">;

/** The format's limits of a gap's note and of its numbers. */
const MAX_NOTE = 500;
const MAX_NUMBERS = 8;

const lost = (code: GapCode, data: CodedGap["data"] = null): Interruption => ({ kind: "recorder_lost", code, data, note: "" });

const STALLS: Record<StallCause, Interruption> = {
  encoder: lost("encoder-stalled"),
  display: lost("display-silent"),
  recorder: lost("recorder-stopped"),
};

const noteOf = (text: string): string => text.slice(0, MAX_NOTE).toWellFormed();

/** Somebody paused, and said why. */
export const pausedFor = (reason: string): Interruption => ({ kind: "paused", code: null, data: null, note: noteOf(reason) });

export const stalled = (cause: StallCause): Interruption => STALLS[cause];

export const recorderEnded: Interruption = lost("recorder-ended");

export const recorderStuck: Interruption = lost("recorder-stuck");

export const tooSlow: Interruption = lost("overload");

export const storageBlocked: Interruption = lost("storage-blocked");

/** The machine slept, or its clock was set, or both. */
export function clockStepped({ stepMs, sleptMs }: ClockStep): Interruption {
  const step = stepMs === 0 ? {} : { step_ms: Math.round(stepMs) };
  return sleptMs === 0 ? lost("clock-set", step) : lost("machine-slept", { slept_ms: Math.round(sleptMs), ...step });
}

/** Numbers that say by themselves what happened. */
const CLOCK_CODES: readonly (string | null)[] = ["clock-set", "machine-slept"];
const isOfClock = ({ code }: Interruption): boolean => CLOCK_CODES.includes(code);

/**
 * Several reasons of one gap as one: the first that kept pictures away gives kind and code, and each further one is a
 * number, how often it came. What the clock did is summed.
 */
export function joined(reasons: readonly [Interruption, ...Interruption[]]): Interruption {
  const first =
    reasons.find((reason) => !isOfClock(reason)) ?? reasons.find(({ code }) => code === "machine-slept") ?? reasons[0];
  const numbers = new Map<string, number>();
  for (const reason of reasons) {
    const named = Object.entries(reason.data ?? {});
    if (reason !== first && !isOfClock(reason)) named.push([nameOf(reason), 1]);
    for (const [name, value] of named) numbers.set(name, (numbers.get(name) ?? 0) + value);
  }
  // Those of the clock first: a number that has no room is one that says how often.
  const kept = [...numbers].toSorted(([one], [other]) => Number(other.endsWith("_ms")) - Number(one.endsWith("_ms")));
  const data = numbers.size === 0 ? null : Object.fromEntries(kept.slice(0, MAX_NUMBERS));
  const notes = new Set(reasons.map(({ note }) => note).filter(Boolean));
  return { kind: first.kind, code: first.code, data, note: noteOf([...notes].join("; ")) };
}

const nameOf = ({ kind, code }: Interruption): string => (code ?? kind).replaceAll("-", "_");
