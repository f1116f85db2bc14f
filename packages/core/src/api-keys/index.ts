export { joinTokens } from "./join-tokens.ts";
export { type ApiKeysArea, startApiKeys } from "./start-api-keys.ts";
