import { z } from "zod";

export const loginsSettings = {
  registration: z.enum(["closed", "open"]).default("closed").describe("whether unknown wallets may make an account"),
};
