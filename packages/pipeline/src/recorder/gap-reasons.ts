import type { CodedGap, GapCode } from "@lucid/proof";
import type { StallCause } from "../screen/capture.protocol.ts";

/** Why a take ended, as the gap before the next one says it. */
export type Interruption = Pick<CodedGap, "kind" | "code" | "data" | "note">;

/** The format's limit of a gap's note. */
const MAX_NOTE = 500;

const lost = (code: GapCode, data: CodedGap["data"] = null): Interruption => ({ kind: "recorder_lost", code, data, note: "" });

const STALLS: Record<StallCause, Interruption> = {
  encoder: lost("encoder-stalled"),
  display: lost("display-silent"),
  recorder: lost("recorder-stopped"),
};

/** Somebody paused, and said why. */
export const pausedFor = (reason: string): Interruption => ({
  kind: "paused",
  code: null,
  data: null,
  note: reason.slice(0, MAX_NOTE).toWellFormed(),
});

export const stalled = (cause: StallCause): Interruption => STALLS[cause];

export const recorderEnded: Interruption = lost("recorder-ended");

export const recorderStuck: Interruption = lost("recorder-stuck");

export const tooSlow: Interruption = lost("overload");

export const storageBlocked: Interruption = lost("storage-blocked");

/** `stepMs` is how far the machine's clock was set forward, or back where it is negative. */
export const clockSet = (stepMs: number): Interruption => lost("clock-set", { step_ms: Math.round(stepMs) });
