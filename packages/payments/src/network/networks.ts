import type { TronNetwork, UsdtContracts } from "@lucid/contract";
import type { NodeClient } from "./create-node-client.ts";
import { objectOf, textOf } from "./exact-json.ts";

/**
 * What tells a public network from another: the last four bytes of its first block's id, which wallets know as its chain id
 * (developers.tron.network, "Networks"), and the contract of USDT there.
 */
const PUBLIC = {
  mainnet: { chainId: "2b6653dc", usdt: "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t" },
  shasta: { chainId: "94a9059e", usdt: "TG3XXyExBkPp9nzdajDZsozEu4BkaSJozs" },
  nile: { chainId: "cd8690dc", usdt: "TXYZopYRdj2D9XRtbG411XZZ3kM5VkAeBf" },
} as const satisfies {
  readonly [Network in keyof UsdtContracts]: { readonly chainId: string; readonly usdt: UsdtContracts[Network] };
};

export type Identified = { readonly kind: "right"; readonly usdt: string } | { readonly kind: "wrong"; readonly detail: string };

/** Finds out whether a node belongs to the network that is set. @throws NetworkError */
export async function identifyNetwork(client: NodeClient, network: TronNetwork): Promise<Identified> {
  const genesis = textOf((await client.ask("/wallet/getblock", { id_or_num: "0", detail: false }))["blockID"]);
  const chainId = genesis.slice(-8);
  const found = Object.entries(PUBLIC).find(([, known]) => known.chainId === chainId);
  if (network !== "devnet") {
    if (PUBLIC[network].chainId === chainId) return { kind: "right", usdt: PUBLIC[network].usdt };
    return { kind: "wrong", detail: found ? `the node belongs to ${found[0]}` : "the node belongs to a network of its own" };
  }
  if (found) return { kind: "wrong", detail: `the node belongs to ${found[0]}` };
  const usdt = textOf(objectOf(await client.ask("/devnet/status"))["usdt"]);
  return usdt === "" ? { kind: "wrong", detail: "the node is no devnet of Lucid" } : { kind: "right", usdt };
}
