import { z } from "zod";

// Control characters, halves of characters, and marks that turn the direction of writing (Unicode UAX 9, explicit formatting):
// a text with them reads as something else than it is, in the page, on a terminal and in a log.
const LINE = /^[^\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]*$/u;
const LINES = /^(?:[^\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]|[\t\n\r])*$/u;

/**
 * One line that a person writes: a name, a label, a reason. Between `min` and `max` characters without the spaces around it;
 * some signs, most emoji among them, count as two (UTF-16), as they do in what is signed.
 */
export const writtenLine = (min: number, max: number) =>
  z
    .string()
    .trim()
    .min(min)
    .max(max)
    .refine((text) => text.length <= max, `must have at most ${max} characters, of which some signs count as two`)
    .regex(LINE, "must be one line, without control characters and marks that turn the direction of writing");

/** A text of several lines that a person writes. */
export const writtenText = (min: number, max: number) =>
  z.string().min(min).max(max).regex(LINES, "must not hold control characters and marks that turn the direction of writing");

/** What a program says of itself, as one line that can be shown. */
export const shownLine = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, "\ufffd");
