import { TronAddress } from "@lucid/contract";
import { z } from "zod";
import { createStore } from "zustand/vanilla";

const KEPT_AS = "lucid.wallet";
const Kept = z.object({ address: TronAddress });

/** The encrypted wallet file of this browser, as text. */
export const keptFile = {
  read: () => localStorage.getItem(KEPT_AS),
  write(text: string): void {
    localStorage.setItem(KEPT_AS, text);
    keptWallet.setState({ address: keptAddress() });
  },
};

/** The address that a kept file names. What names none counts as no file. */
function keptAddress(): string | undefined {
  try {
    return Kept.parse(JSON.parse(keptFile.read() ?? "")).address;
  } catch {
    return undefined;
  }
}

/** Address of the wallet that this browser keeps under a passphrase, if any. */
export const keptWallet = createStore<{ readonly address: string | undefined }>(() => ({ address: keptAddress() }));

/** Removes the wallet from this browser. Only the recovery phrase brings it back. */
export function forgetKeptWallet(): void {
  localStorage.removeItem(KEPT_AS);
  keptWallet.setState({ address: undefined });
}
