import type { Keystore } from "../keystore/keystore.ts";
import { Refusal } from "../refusal.ts";
import type { WalletRow } from "./wallet-repository.ts";

/** A wallet that can sign: its key is in the keystore, or on a device. @throws Refusal WATCH_ONLY */
export function requireSigner(wallet: WalletRow, keystore: Pick<Keystore, "has">): WalletRow {
  if (wallet.kind !== "hardware" && !keystore.has(wallet.wallet_id)) throw new Refusal("WATCH_ONLY");
  return wallet;
}
