import { z } from "zod";

/** A bound of a text's letters, of a list's entries, or of a number itself. */
const bound = { limit: z.number(), of: z.enum(["letters", "entries", "number"]) };

/** The rule that a field of a request breaks, for whoever words it. */
export const FieldRule = z.discriminatedUnion("code", [
  z.object({ code: z.literal("at-least"), ...bound }),
  z.object({ code: z.literal("at-most"), ...bound }),
  /** `expected` is the kind of value: `string`, `number`, `int`, `boolean`, `array`, `object` … */
  z.object({ code: z.literal("kind"), expected: z.string() }),
  /** The text is not written as such a field is. */
  z.object({ code: z.literal("form") }),
  z.object({ code: z.literal("choice"), values: z.array(z.string()) }),
  z.object({ code: z.literal("unknown-field"), fields: z.array(z.string()) }),
]);
export type FieldRule = z.infer<typeof FieldRule>;

/** What is wrong with one field. `message` is English; `rule` is there where the rule has a code. */
export const FieldIssue = z.object({ path: z.string(), message: z.string(), rule: FieldRule.optional() });
export type FieldIssue = z.infer<typeof FieldIssue>;
