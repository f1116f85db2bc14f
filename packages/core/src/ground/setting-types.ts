import { z } from "zod";

/** How values of settings are written as flags, variables and in the file: what is refused is told in words that follow "--port is 7x: ". */
export function settingCount(least: number, most: number) {
  const error = `must be a whole number from ${least} to ${most}`;
  const written = z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)], { error });
  return written.pipe(z.number(error).int(error).min(least, error).max(most, error));
}
export const settingPort = settingCount(0, 65_535);
export const settingFlag = z.union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")], {
  error: "must be true or false",
});
export const settingWord = <const Word extends string>(...words: readonly Word[]) =>
  z.enum(words, { error: `must be one of ${words.join(", ")}` });
/** In a flag or variable the entries stand between commas. */
export const settingList = z.union([z.array(z.string()), z.string().transform((text) => text.split(",").filter(Boolean))]);
