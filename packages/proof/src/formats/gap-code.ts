import type { CodedGap, Gap } from "./chunk-entry.ts";

/**
 * Codes that this project's recorder gives. Nothing is accepted or refused by them: another recorder may have others.
 * In version 1 a reason begins with one and a colon, in version 2 it is a field.
 */
const GAP_CODES = [
  "encoder-stalled",
  "display-silent",
  "recorder-stopped",
  "recorder-ended",
  "recorder-stuck",
  "overload",
  "clock-set",
  "machine-slept",
  "storage-blocked",
] as const;
export type GapCode = (typeof GAP_CODES)[number];

/** Only a lost recorder has a code; a pause has the words of who paused. */
export function gapCodeOf({ kind, reason }: { readonly kind: string; readonly reason: Gap["reason"] }): GapCode | undefined {
  return kind === "recorder_lost" ? GAP_CODES.find((code) => reason.startsWith(`${code}: `)) : undefined;
}

const WORDS: Readonly<Record<GapCode, string>> = {
  "encoder-stalled": "The encoder took no picture",
  "display-silent": "No picture came from the display",
  "recorder-stopped": "The recorder did not run",
  "recorder-ended": "The recorder ended and was started again",
  "recorder-stuck": "The recorder handed over nothing and was started again",
  overload: "The machine was too slow: recording restarted with lighter settings",
  "clock-set": "The machine's clock was set, or the machine slept; recording went on",
  "machine-slept": "The machine slept",
  "storage-blocked": "The chunk store took no chunks",
};

const NUMBERS = /(?:(?:^| )\([a-z][a-z0-9_]{0,31} -?\d{1,15}\))+$/;

/**
 * A reason as `plainGap` gives it, taken apart: what was said, and the numbers behind it. They are what the clock did
 * (`slept_ms`, `step_ms`), and how often each further reason came, by its code with `_` for `-`.
 */
export function partsOfReason(reason: string): { readonly said: string; readonly numbers: ReadonlyMap<string, number> } {
  const [tail = ""] = NUMBERS.exec(reason) ?? [];
  const pairs = [...tail.matchAll(/\((\w+) (-?\d+)\)/g)];
  return {
    said: reason.slice(0, reason.length - tail.length),
    numbers: new Map(pairs.map(([, name = "", value]) => [name, Number(value)])),
  };
}

/** A gap of either version as one of version 1: its reason begins with the code where it has one. */
export function plainGap(gap: Gap | CodedGap): Gap {
  if ("reason" in gap) return gap;
  const { kind, code, data, note, from_ms, to_ms } = gap;
  const numbers = Object.entries(data ?? {}).map(([name, value]) => `(${name} ${value})`);
  const said = GAP_CODES.some((known) => known === code) ? [WORDS[code as GapCode], note] : [note];
  const reason = [...said, ...numbers].filter(Boolean).join(" ");
  return { kind, reason: code === null ? reason : `${code}: ${reason}`, from_ms, to_ms };
}
