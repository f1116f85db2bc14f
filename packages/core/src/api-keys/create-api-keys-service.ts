import { type ApiKey, ApiKeyId, commonErrors } from "@lucid/contract";
import { requirePrincipal, type Services } from "../calls/index.ts";
import type { SteadyTime } from "../ground/index.ts";
import type { ApiKeyRow } from "./api-key-repository.ts";
import type { ApiKeys } from "./create-api-keys.ts";

/** The part of the contract about API keys. */
export function createApiKeysService(keys: ApiKeys, steady: Pick<SteadyTime, "toWall">): Services["apiKeys"] {
  const shown = (row: ApiKeyRow): ApiKey => showApiKey(row, steady);

  return {
    list: (_input, caller) => ({ keys: keys.list(requirePrincipal(caller).userId).map(shown) }),
    create(input, caller) {
      const { row, secret } = keys.create(requirePrincipal(caller), input);
      caller.identify({ target: row.key_id });
      return { key: shown(row), secret };
    },
    revoke(input, caller) {
      if (!keys.revoke(requirePrincipal(caller), input.key_id)) throw commonErrors.NOT_FOUND();
      return { message: "The key has ended" };
    },
  };
}

/** A key as its owner sees it. */
export function showApiKey({ user_id: _owner, ...row }: ApiKeyRow, { toWall }: Pick<SteadyTime, "toWall">): ApiKey {
  const isoTime = (ms: number): string => new Date(toWall(ms)).toISOString();
  const isoOrNull = (ms: number | null): string | null => (ms === null ? null : isoTime(ms));

  return {
    ...row,
    key_id: ApiKeyId.parse(row.key_id),
    scopes: [...row.scopes],
    addresses: [...row.addresses],
    created_at: isoTime(row.created_at),
    expires_at: isoTime(row.expires_at),
    last_used_at: isoOrNull(row.last_used_at),
    ended_at: isoOrNull(row.ended_at),
  };
}
