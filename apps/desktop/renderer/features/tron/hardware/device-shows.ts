import type { I18n } from "@lingui/core";
import type { OrderedTransfer } from "@lucid/contract";

/** What the device shows of what it is to sign, said before it is asked (`handleSign` of app-tron): it shows less than the page of some. */
export function deviceShows(
  i18n: I18n,
  { asset, network, staking }: Pick<OrderedTransfer, "asset" | "network" | "staking">,
): string {
  const kind = staking?.kind;
  if (kind === "delegate" && staking?.lock_hours !== undefined)
    return i18n.t(
      "This page has read what is to be signed: it says this. The device shows that it is locked, and not for how long.",
    );
  if (kind === "withdraw" || kind === "claim")
    return i18n.t(
      "This page has read what is to be signed: it says this. The device shows what is done and for which address, and no amount: the network says how much it is.",
    );
  if (kind === "vote")
    return i18n.t(
      "This page has read what is to be signed: it says this. The device shows it again; some devices shorten the addresses of the candidates.",
    );
  if (kind === undefined && asset === "USDT" && network !== "mainnet")
    return i18n.t(
      "This page has read what is to be signed: it says this. The device does not know the token of a test network: it shows a contract and a long number, and asks for the setting “Custom contracts”.",
    );
  return i18n.t("This page has read what is to be signed: it says this. The device shows it again.");
}
