import type { Gap, GapCode } from "@lucid/proof";
import type { StallCause } from "../screen/capture.protocol.ts";

/** Why a take ended, as the gap before the next one says it. */
export type Interruption = Pick<Gap, "kind" | "reason">;

/** The format's limit of a gap's reason. */
const MAX_REASON = 500;

/** A reason begins with its code, for programs; the rest is for people (docs/formats, chunk entry). */
const lost = (code: GapCode, text: string): Interruption => ({
  kind: "recorder_lost",
  reason: `${code}: ${text}`.slice(0, MAX_REASON).toWellFormed(),
});

const STALLS: Record<StallCause, Interruption> = {
  encoder: lost("encoder-stalled", "The encoder took no picture"),
  display: lost("display-silent", "No picture came from the display"),
  recorder: lost("recorder-stopped", "The recorder did not run"),
};

export const stalled = (cause: StallCause): Interruption => STALLS[cause];

export const recorderEnded = (detail: string): Interruption => lost("recorder-ended", detail);

export const recorderStuck: Interruption = lost("recorder-stuck", "The recorder handed over nothing and was started again");

export const tooSlow: Interruption = lost("overload", "The machine was too slow: recording restarted with lighter settings");

/** `stepMs` is how far the machine's clock was set forward, or back where it is negative. */
export function clockSet(stepMs: number): Interruption {
  const seconds = (Math.abs(stepMs) / 1_000).toFixed(1);
  return stepMs > 0
    ? lost("clock-set", `The machine's clock was set forward by ${seconds} s, or the machine slept; recording went on`)
    : lost("clock-set", `The machine's clock was set back by ${seconds} s; the record's times go on from before`);
}
