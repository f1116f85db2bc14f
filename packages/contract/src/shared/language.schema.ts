import { z } from "zod";
import { LANGUAGES } from "./languages.ts";

export const Language = z.enum(Object.keys(LANGUAGES) as (keyof typeof LANGUAGES)[]);
export type Language = z.infer<typeof Language>;
