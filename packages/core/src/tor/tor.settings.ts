import { z } from "zod";
import { settingFlag } from "../ground/index.ts";

export const torSettings = {
  tor: settingFlag.default(false).describe("whether this node runs a tor of its own, and is reached by an onion service"),
  tor_defaults_file: z
    .string()
    .default("")
    .describe("file in torrc form that holds where the node says nothing itself: bridges, for example"),
};
export type TorSettings = Readonly<z.infer<z.ZodObject<typeof torSettings>>>;
