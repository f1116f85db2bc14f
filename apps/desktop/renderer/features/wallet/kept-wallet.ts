import { TronAddress } from "@lucid/contract";
import { z } from "zod";
import { createStore } from "zustand/vanilla";

const KEPT_AS = "lucid.wallet";
/** Address of the wallet whose words were not rehearsed. Earlier versions asked for them before they kept a wallet. */
const UNREHEARSED_AS = "lucid.wallet.unrehearsed";
const Kept = z.object({ address: TronAddress });

export interface KeptWallet {
  /** Address of the wallet that this browser keeps under a passphrase, if any. */
  readonly address: string | undefined;
  /** Whether nobody has shown yet that its words are on paper: lost with this browser's data until then. */
  readonly needsBackup: boolean;
}

/** The encrypted wallet file of this browser, as text. */
export const keptFile = {
  read: () => localStorage.getItem(KEPT_AS),
  /** Takes the place of an earlier one. `rehearsed`: its words were typed just now. */
  write(text: string, { rehearsed }: { readonly rehearsed: boolean }): void {
    localStorage.setItem(KEPT_AS, text);
    if (rehearsed) localStorage.removeItem(UNREHEARSED_AS);
    else localStorage.setItem(UNREHEARSED_AS, keptAddress() ?? "");
    keptWallet.setState(readKept());
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

function readKept(): KeptWallet {
  const address = keptAddress();
  return { address, needsBackup: address !== undefined && localStorage.getItem(UNREHEARSED_AS) === address };
}

export const keptWallet = createStore<KeptWallet>(readKept);

// Another tab made, backed up or forgot one.
globalThis.addEventListener("storage", ({ key }) => {
  if (key === null || key.startsWith(KEPT_AS)) keptWallet.setState(readKept());
});

/** The words of the kept wallet were typed from the paper. */
export function markRehearsed(): void {
  localStorage.removeItem(UNREHEARSED_AS);
  keptWallet.setState(readKept());
}

/** Removes the wallet from this browser. Only the recovery phrase brings it back. */
export function forgetKeptWallet(): void {
  localStorage.removeItem(KEPT_AS);
  localStorage.removeItem(UNREHEARSED_AS);
  keptWallet.setState(readKept());
}
