import type { ApiKeysArea } from "../../api-keys/index.ts";
import type { SteadyTime } from "../../ground/index.ts";
import type { Announce, Source } from "./source.ts";

/** So long before a key ends its owner is told. One that never lasted longer ends as it was meant to. */
const AHEAD_MS = 7 * 86_400_000;

export interface ApiKeysSourceDeps {
  readonly announce: Announce;
  readonly apiKeys: Pick<ApiKeysArea, "ending">;
  readonly steady: SteadyTime;
}

/** API keys that are about to end: to their owners. */
export const createApiKeysSource = ({ announce, apiKeys, steady }: ApiKeysSourceDeps): Source => ({
  look() {
    for (const { key_id, user_id, created_at, expires_at } of apiKeys.ending(steady.now() + AHEAD_MS)) {
      if (expires_at - created_at <= AHEAD_MS) continue;
      announce({
        key: `api_key.expires_soon ${key_id}`,
        kind: "api_key.expires_soon",
        to: { account: user_id },
        link: "/settings",
        data: { key_id, at: new Date(steady.toWall(expires_at)).toISOString() },
      });
    }
  },
});
