import { walletOfPhrase } from "../phrase-wallet.ts";
import { holdWallet } from "../vault.ts";

/** The wallet of BIP-39's first test phrase. */
export const testWallet = walletOfPhrase(
  "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about",
);

/** As if the person had unlocked it. */
export const holdTestWallet = (): void => holdWallet(testWallet);
