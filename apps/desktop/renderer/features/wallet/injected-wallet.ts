import { PageFaultError } from "../../shared/api/page-fault.ts";
import type { PageWallet } from "./vault.ts";

interface TronWebLike {
  readonly defaultAddress?: { readonly base58?: string | false };
  readonly trx: { signMessageV2(text: string): Promise<string> };
}

interface TronProvider {
  request(call: { method: string }): Promise<unknown>;
  readonly tronWeb?: TronWebLike | false;
}

declare global {
  interface Window {
    /** TIP-1193 provider of a TRON wallet. */
    readonly tron?: TronProvider;
    readonly tronLink?: TronProvider;
    readonly tronWeb?: TronWebLike | false;
  }
}

interface Found {
  readonly provider: TronProvider;
  readonly method: string;
}

function find(): Found | undefined {
  if (window.tron) return { provider: window.tron, method: "eth_requestAccounts" };
  if (window.tronLink) return { provider: window.tronLink, method: "tron_requestAccounts" };
  return undefined;
}

/** Whether a wallet extension has put itself into this page. */
export const hasInjectedWallet = (): boolean => find() !== undefined;

/** Asks the extension for its account. Rejects when the person refuses or the extension stays locked. */
export async function openInjectedWallet(): Promise<PageWallet> {
  const found = find();
  if (!found) throw new PageFaultError("no-wallet-extension");
  await found.provider.request({ method: found.method });
  const tronWeb = found.provider.tronWeb || window.tronWeb;
  const address = tronWeb ? tronWeb.defaultAddress?.base58 : undefined;
  if (!tronWeb || !address) throw new PageFaultError("extension-locked");
  return {
    kind: "injected",
    address,
    sign: async (text) => (await tronWeb.trx.signMessageV2(text)).replace(/^0x/, ""),
  };
}
