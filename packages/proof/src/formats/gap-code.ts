import type { Gap } from "./chunk-entry.ts";

/**
 * What a reason begins with, before a colon, where this project's recorder wrote it. Nothing is accepted or refused
 * by it: a reason is free text, and another recorder may write what it wants.
 */
const GAP_CODES = [
  "encoder-stalled",
  "display-silent",
  "recorder-stopped",
  "recorder-ended",
  "recorder-stuck",
  "overload",
  "clock-set",
] as const;
export type GapCode = (typeof GAP_CODES)[number];

/** Only a lost recorder has a code; a pause has the words of who paused. */
export function gapCodeOf({ kind, reason }: { readonly kind: string; readonly reason: Gap["reason"] }): GapCode | undefined {
  return kind === "recorder_lost" ? GAP_CODES.find((code) => reason.startsWith(`${code}: `)) : undefined;
}
