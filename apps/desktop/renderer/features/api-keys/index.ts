export { apiKeyReducers } from "./api-key-reducers.ts";
export { ApiKeysCard } from "./api-keys-card.tsx";
