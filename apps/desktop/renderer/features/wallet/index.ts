export { requestIdentity, requestWallet } from "./ask-for-wallet.ts";
export { BackupDialog, useNeedsBackup } from "./backup-dialog.tsx";
export { forgetKeptWallet, keptWallet } from "./kept-wallet.ts";
export { logIn } from "./log-in.ts";
export { logOut } from "./log-out.ts";
export { UnlockDialog } from "./unlock-dialog.tsx";
export { heldIdentity, lockVault, type PageWallet, vault } from "./vault.ts";
export { WalletChoice } from "./wallet-choice.tsx";
