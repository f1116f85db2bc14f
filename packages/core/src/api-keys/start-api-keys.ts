import { UserId } from "@lucid/contract";
import type { AuditLog } from "../audit/index.ts";
import type { Area } from "../calls/index.ts";
import type { Ground } from "../ground/index.ts";
import type { Accounts } from "../people/index.ts";
import { type ApiKeyRow, apiKeyTables, createApiKeyRepository } from "./api-key-repository.ts";
import { registerApiKeyMetrics } from "./api-keys.metrics.ts";
import { createApiKeys, type OwnersFactors } from "./create-api-keys.ts";
import { createApiKeysService, showApiKey } from "./create-api-keys-service.ts";
import type { Tokens } from "./join-tokens.ts";

/** Streams of a key that expired end within this time; a call with it is refused at once. */
const PRUNE_MS = 60_000;

export interface ApiKeysAreaDeps {
  readonly accounts: Pick<Accounts, "find" | "onRightsChanged">;
  readonly audit: Pick<AuditLog, "record">;
  readonly factors: OwnersFactors;
}

export interface ApiKeysArea extends Area {
  readonly tokens: Tokens;
  /** Open keys whose time is over by then. Steady time. */
  ending(until: number): readonly Pick<ApiKeyRow, "key_id" | "user_id" | "created_at" | "expires_at">[];
}

/** Keys with which programs call in the name of an account. */
export function startApiKeys(
  { db, time, randomness, metrics, every }: Pick<Ground, "db" | "time" | "randomness" | "metrics" | "every">,
  deps: ApiKeysAreaDeps,
): ApiKeysArea {
  db.attach(apiKeyTables);
  const repository = createApiKeyRepository(db);
  const running = new DisposableStack();
  const keys = running.use(createApiKeys({ ...deps, db: db.write, time: time.steady, randomness, repository }));
  running.use(every(PRUNE_MS, () => keys.prune()));
  registerApiKeyMetrics(metrics, { open: () => repository.countOpen(), checks: keys.checks });

  return {
    tokens: { verifyAccess: (token, from) => keys.verify(token, from), onEnded: (listener) => keys.onEnded(listener) },
    ending: (until) => repository.ending(until),
    ownData: (userId) => [{ name: "api_keys", entries: keys.list(userId).map((row) => showApiKey(row, time.steady)) }],
    services: { apiKeys: createApiKeysService(keys, time.steady) },
    events: {
      api_keys: (userId, { principal }) =>
        principal?.userId === userId ? { type: "api_keys", user_id: UserId.parse(userId) } : undefined,
    },
    [Symbol.asyncDispose]: async () => running.dispose(),
  };
}
