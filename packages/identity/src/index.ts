export * from "./age/account-identity.ts";
export * from "./age/data-key.ts";
export * from "./chunk/open-chunk.ts";
export * from "./chunk/read-records.ts";
export * from "./identity-error.ts";
export * from "./wallet/login-text.ts";
export { checkPhrase, type PhraseCheck } from "./wallet/phrase.ts";
export * from "./wallet/tron-wallet.ts";
export * from "./wallet/wallet-file.ts";
