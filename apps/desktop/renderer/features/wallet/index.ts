export { forgetKeptWallet, keptWallet } from "./browser-wallet.ts";
export { logIn, logOut } from "./log-in.ts";
export { requestIdentity, requestWallet, UnlockDialog } from "./unlock-dialog.tsx";
export { heldIdentity, lockVault, type PageWallet, vault } from "./vault.ts";
export { WalletChoice } from "./wallet-choice.tsx";
