import type { Area } from "../calls/index.ts";
import type { Ground } from "../ground/index.ts";
import { createKeysService, type KeysDeps } from "./create-keys-service.ts";
import { createKeyExchangeRepository, keyTables } from "./key-exchange-repository.ts";

/** The keys of this node that can be others, exchanged while it runs. */
export function startKeys(ground: Ground, deps: KeysDeps): Area {
  ground.db.attach(keyTables);
  const exchanges = createKeyExchangeRepository(ground.db);
  return {
    services: { keys: createKeysService({ ...ground, ...deps, exchanges }) },
    events: {
      keys: (_key, { principal }) => (principal?.permissions.has("manage_system_config") === true ? { type: "keys" } : undefined),
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
}
