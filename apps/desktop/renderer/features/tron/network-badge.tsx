import { useLingui } from "@lingui/react";
import type { TronNetwork } from "@lucid/contract";
import { Badge } from "../../shared/ui/index.ts";

/** Which network it is: beside every amount, and of all but the main one that it is no money. */
export function NetworkBadge({ network }: { readonly network: TronNetwork }) {
  const { i18n } = useLingui();
  const names = {
    devnet: i18n.t("Local devnet: worth nothing"),
    nile: i18n.t("Nile test network: worth nothing"),
    shasta: i18n.t("Shasta test network: worth nothing"),
    mainnet: i18n.t("TRON main network"),
  } as const satisfies Record<TronNetwork, string>;
  return <Badge tone={network === "mainnet" ? "quiet" : "warning"}>{names[network]}</Badge>;
}
