import { z } from "zod";

/** How values of settings are written as flags, variables and in the file. */
export const settingPort = z.coerce.number().int().min(0).max(65_535);
export const settingFlag = z.union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")]);
/** In a flag or variable the entries stand between commas. */
export const settingList = z.union([z.array(z.string()), z.string().transform((text) => text.split(",").filter(Boolean))]);
export const settingCount = (least: number, most: number) => z.coerce.number().int().min(least).max(most);
