import type { BundleFacts } from "../verdict.ts";
import { spanInWords, timeInWords } from "./words.ts";

/** The verdict on a bundle that holds, in one sentence that claims no more than its figures. */
export function headlineOf(facts: BundleFacts): string {
  const { time, range, bounds } = facts;
  const since = `Unaltered since the block dated ${timeInWords(bounds.upper.atMs)}`;
  if (facts.includedCount === 0) return `${since}: the list of its chunks. The recording itself is not in this file.`;
  if (range !== null) {
    const part = `${since}: the part from ${timeInWords(range.fromMs)} to ${timeInWords(range.toMs)}`;
    return range.isComplete
      ? `${part}, without a hole as the node states it.`
      : `${part}, with ${spanInWords(range.includedMs)} of ${spanInWords(range.spanMs)} here.`;
  }
  const recorded = `${spanInWords(time.recordedMs)} of ${spanInWords(time.spanMs)}`;
  if (facts.includedCount < facts.chunkCount)
    return `${since}, and a part: ${spanInWords(time.includedMs)} are here, of a recording of ${recorded}.`;
  if (facts.isComplete) return `${since}, and complete as the node states it: recorded ${recorded}.`;
  const gaps = time.gapCount === 0 ? "" : `, with ${time.gapCount} ${time.gapCount === 1 ? "interruption" : "interruptions"}`;
  return `${since}, but not complete: recorded ${recorded}${gaps}${facts.isCutOff ? ", then it was cut off" : ""}.`;
}
