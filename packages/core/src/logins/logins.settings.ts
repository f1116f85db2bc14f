import { z } from "zod";
import type { LoginsOptions } from "./create-logins.ts";

export const loginsSettings = {
  registration: z.enum(["closed", "open"]).default("closed").describe("whether unknown wallets may make an account"),
};

type LoginsSettings = z.infer<z.ZodObject<typeof loginsSettings>> & { readonly trusted_hosts: readonly string[] };

/** The options of the logins as the settings say. */
export const loginsOptions = (settings: LoginsSettings, { networkId }: Pick<LoginsOptions, "networkId">): LoginsOptions => ({
  networkId,
  registration: settings.registration,
  origins: settings.trusted_hosts.filter((name) => name.startsWith("https://")),
});
