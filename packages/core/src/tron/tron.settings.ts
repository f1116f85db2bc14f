import type { PaymentsOptions } from "@lucid/contract";
import { z } from "zod";
import { isLoopback } from "../ground/index.ts";

/** A node of somebody else is reached through TLS only; one on this computer also without. */
function isEndpoint(text: string): boolean {
  if (text === "") return true;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || url.username !== "" || url.password !== "" || url.pathname !== "/" || url.search !== "" || url.hash !== "")
    return false;
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return url.protocol === "https:" || (url.protocol === "http:" && (host === "localhost" || isLoopback(host)));
}

export const tronSettings = {
  tron_network: z
    .enum(["off", "devnet", "nile", "shasta", "mainnet"])
    .default("off")
    .describe("TRON network that payments go through; off, and there are none"),
  tron_url: z
    .string()
    .refine(isEndpoint, "must be https://host or, on this computer, http://127.0.0.1:port, without a path, name or password")
    .default("")
    .describe("full node of that network; TronGrid's where nothing is said, and a devnet's must be"),
  tron_day_limit_usdt: z
    .number()
    .int()
    .min(0)
    .max(1_000_000_000)
    .default(10_000)
    .describe("USDT that one account may send from this node in a day"),
  tron_day_limit_trx: z
    .number()
    .int()
    .min(0)
    .max(1_000_000_000)
    .default(100_000)
    .describe("TRX that one account may send from this node in a day"),
};
export type TronSettings = z.infer<z.ZodObject<typeof tronSettings>>;

/** TronGrid's hosts (developers.tron.network, "Networks"). */
const TRONGRID = {
  nile: "https://nile.trongrid.io",
  shasta: "https://api.shasta.trongrid.io",
  mainnet: "https://api.trongrid.io",
} as const;

/** What is missing, in words; undefined where the settings fit together. */
export const tronSettingsFault = ({ tron_network, tron_url }: TronSettings): string | undefined =>
  tron_network === "devnet" && tron_url === "" ? "tron_network devnet needs tron_url: `lucid devnet` prints it" : undefined;

/** The full node that is asked; undefined where payments are off. */
export function endpointOf({ tron_network, tron_url }: TronSettings): string | undefined {
  if (tron_network === "off") return undefined;
  if (tron_url !== "") return new URL(tron_url).origin;
  return tron_network === "devnet" ? undefined : TRONGRID[tron_network];
}

/** Both coins have six decimals. */
const UNITS = 1_000_000n;
export const dayLimitsOf = ({ tron_day_limit_usdt, tron_day_limit_trx }: TronSettings): PaymentsOptions["day_limits"] => ({
  sun: (BigInt(tron_day_limit_trx) * UNITS).toString(),
  micro_usdt: (BigInt(tron_day_limit_usdt) * UNITS).toString(),
});
