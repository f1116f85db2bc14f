import type { PaymentsOptions } from "@lucid/contract";
import { z } from "zod";
import { isLoopback, settingCount, settingList, settingWord } from "../ground/index.ts";
import { isOnion } from "../tor/index.ts";

/** Both coins have six decimals. */
const UNITS = 1_000_000n;

/** A node of somebody else is reached through TLS only; one on this computer, or an onion service, also without. */
function isEndpoint(text: string): boolean {
  if (text === "") return true;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || url.username !== "" || url.password !== "" || url.pathname !== "/" || url.search !== "" || url.hash !== "")
    return false;
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return url.protocol === "https:" || (url.protocol === "http:" && (host === "localhost" || isLoopback(host) || isOnion(host)));
}

/** `name=2.50`: what is sold, and for how many USDT. */
const PRICE = /^([^=,]{0,79}[^=,\s])=(\d{1,7})(?:\.(\d{1,6}))?$/;

export interface Price {
  readonly name: string;
  readonly micro_usdt: bigint;
}

/** @returns undefined where an entry is no price, or two have one name. */
function readPrices(entries: readonly string[]): readonly Price[] | undefined {
  const prices = entries.flatMap((entry) => {
    const [, name = "", whole = "0", part = ""] = PRICE.exec(entry.trim()) ?? [];
    const micro_usdt = BigInt(whole) * UNITS + BigInt(part.padEnd(6, "0"));
    return name === "" || micro_usdt === 0n ? [] : [{ name: name.trim(), micro_usdt }];
  });
  const isWhole = prices.length === entries.length && new Set(prices.map(({ name }) => name)).size === prices.length;
  return isWhole ? prices : undefined;
}

export const tronSettings = {
  tron_network: settingWord("off", "devnet", "nile", "shasta", "mainnet")
    .default("off")
    .describe("TRON network that payments go through; off, and there are none"),
  tron_url: z
    .string()
    .refine(
      isEndpoint,
      "must be https://host, http://host.onion or, on this computer, http://127.0.0.1:port, without a path, name or password",
    )
    .default("")
    .describe("full node of that network; TronGrid's where nothing is said, and a devnet's must be"),
  tron_day_limit_usdt: settingCount(0, 1_000_000_000)
    .default(10_000)
    .describe("USDT that one account may send from this node in a day"),
  tron_day_limit_trx: settingCount(0, 1_000_000_000)
    .default(100_000)
    .describe("TRX that one account may send from this node in a day"),
  staking_least_trx: settingCount(1, 1_000_000_000)
    .default(1_000)
    .describe("TRX that are staked at once at least; the network itself takes 1"),
  staking_most_trx: settingCount(1, 1_000_000_000).default(1_000_000).describe("TRX that are staked at once at most"),
  staking_hold_days: settingCount(0, 365)
    .default(3)
    .describe("days after which this node unstakes what it has staked; the network pays it out 14 days after that"),
  payout_fee_micro_usdt: settingCount(0, 10_000_000)
    .default(100_000)
    .describe("fee of a payout, taken from its amount, in millionths of a USDT"),
  payout_threshold_usdt: settingCount(1, 10_000)
    .default(10)
    .describe("USDT that are owed to somebody before they are paid by themselves, every hour"),
  payout_day_usdt: settingCount(0, 100_000).default(10_000).describe("USDT that this node pays out in a day"),
  payout_hour_usdt: settingCount(1, 100_000).default(1_000).describe("USDT after which no other payout begins within the hour"),
  payout_batch: settingCount(1, 100).default(10).describe("payouts that are made together"),
  payout_cost_percent: settingCount(1, 100)
    .default(2)
    .describe("what the network may cost for a payout, in hundredths of its amount"),
  payout_trx_micro_usdt: settingCount(1, 1_000_000_000)
    .default(300_000)
    .describe("what a TRX is taken for where the network's cost is compared with an amount, in millionths of a USDT"),
  invoice_prices: settingList
    .refine((entries) => readPrices(entries) !== undefined, "must be names with prices in USDT, such as Session=2.50,Day=10")
    .default([])
    .describe("what people may buy by invoice, and for how many USDT each"),
  invoice_expiry_s: settingCount(120, 604_800)
    .default(300)
    .describe("seconds that an invoice can be paid in, by the time of TRON's blocks"),
  invoice_share_percent: settingCount(0, 80)
    .default(80)
    .describe("share of the price of an invoice that is owed to who is named in it, in hundredths"),
  session_price: z
    .string()
    .max(80)
    .default("")
    .describe("name in invoice_prices of what a session costs: it starts once it is paid; empty, and it costs nothing"),
  session_payee: z
    .union([z.literal(""), z.uuid()], { error: "must be the id of an account, or empty" })
    .default("")
    .describe("id of the account to which the share of each paid session is owed, such as who operates this node"),
};
export type TronSettings = z.infer<z.ZodObject<typeof tronSettings>>;

/** TronGrid's hosts (developers.tron.network, "Networks"). */
const TRONGRID = {
  nile: "https://nile.trongrid.io",
  shasta: "https://api.shasta.trongrid.io",
  mainnet: "https://api.trongrid.io",
} as const;

/** What is missing, in words; undefined where the settings fit together. */
export function tronSettingsFault(settings: TronSettings): string | undefined {
  const { tron_network, tron_url, session_price, staking_least_trx, staking_most_trx } = settings;
  if (staking_least_trx > staking_most_trx) return "staking_least_trx is more than staking_most_trx";
  if (tron_network === "devnet" && tron_url === "") return "tron_network devnet needs tron_url: `lucid devnet` prints it";
  if (session_price === "") return undefined;
  if (tron_network === "off") return "session_price needs payments: tron_network is off";
  return sessionPriceOf(settings) ? undefined : `session_price ${JSON.stringify(session_price)} is no name in invoice_prices`;
}

/** The full node that is asked; undefined where payments are off. */
export function endpointOf({ tron_network, tron_url }: TronSettings): string | undefined {
  if (tron_network === "off") return undefined;
  if (tron_url !== "") return new URL(tron_url).origin;
  return tron_network === "devnet" ? undefined : TRONGRID[tron_network];
}

export const dayLimitsOf = ({ tron_day_limit_usdt, tron_day_limit_trx }: TronSettings): PaymentsOptions["day_limits"] => ({
  sun: (BigInt(tron_day_limit_trx) * UNITS).toString(),
  micro_usdt: (BigInt(tron_day_limit_usdt) * UNITS).toString(),
});

/** What this node asks for when something is staked, beyond what the network does. */
export const stakingRulesOf = (settings: TronSettings): PaymentsOptions["staking_rules"] => ({
  least: (BigInt(settings.staking_least_trx) * UNITS).toString(),
  most: (BigInt(settings.staking_most_trx) * UNITS).toString(),
  hold_days: settings.staking_hold_days,
});

const ofUsdt = (usdt: number): string => (BigInt(usdt) * UNITS).toString();
/** The rules of payouts: what the settings say, and what is the same everywhere. */
export const payoutRulesOf = (settings: TronSettings): PaymentsOptions["payout_rules"] => ({
  ...{ least: ofUsdt(1), most: ofUsdt(10_000), v0_most: ofUsdt(1_000), approve_from: ofUsdt(5_000), payee_day: 10 },
  threshold: ofUsdt(settings.payout_threshold_usdt),
  fee: String(settings.payout_fee_micro_usdt),
  day_total: ofUsdt(settings.payout_day_usdt),
  hour_total: ofUsdt(settings.payout_hour_usdt),
  batch: settings.payout_batch,
  cost_permille: settings.payout_cost_percent * 10,
  trx_price: String(settings.payout_trx_micro_usdt),
});

/** So many unpaid ones are enough for a person; each keeps an amount that nobody else can be asked for. */
const PAYER_OPEN = 5;
export const invoiceRulesOf = ({ invoice_expiry_s, invoice_share_percent }: TronSettings): PaymentsOptions["invoice_rules"] => ({
  ...{ expiry_s: invoice_expiry_s, share_permille: invoice_share_percent * 10, payer_open: PAYER_OPEN },
});

/** What is sold, as the settings have it. */
export const pricesOf = ({ invoice_prices }: Pick<TronSettings, "invoice_prices">): readonly Price[] =>
  readPrices(invoice_prices) ?? [];

/** What a session costs; undefined where nothing. */
export const sessionPriceOf = ({
  invoice_prices,
  session_price,
}: Pick<TronSettings, "invoice_prices" | "session_price">): Price | undefined =>
  session_price === "" ? undefined : pricesOf({ invoice_prices }).find(({ name }) => name === session_price);
