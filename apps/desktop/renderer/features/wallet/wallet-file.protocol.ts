import type { OpenedWallet, WalletFile } from "@lucid/identity";

/** One question for each worker. */
export type ToWalletFile =
  | { readonly type: "encrypt"; readonly phrase: string; readonly passphrase: string }
  | { readonly type: "decrypt"; readonly file: string | null; readonly passphrase: string };
export type FromWalletFile =
  | { readonly type: "progress"; readonly done: number }
  | { readonly type: "encrypted"; readonly file: WalletFile }
  | { readonly type: "decrypted"; readonly opened: OpenedWallet }
  | { readonly type: "broken"; readonly message: string };
