/** What a store that runs in a worker of its own is made of: without metrics and supervisor, which half of its start would go to. */
export { coverSecrets, isSecretName, REDACTED } from "../cover-secrets.ts";
export { readSha256 } from "../read-sha256.ts";
export * from "../sqlite/open-database.ts";
export { serveStore } from "./serve-store.ts";
