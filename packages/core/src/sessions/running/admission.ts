import { sessionErrors } from "@lucid/contract";
import type { ChunkStore } from "@lucid/pipeline";

/** Free bytes below which no session starts: room for the chunks of all that run until somebody notices. */
const LEAST_FREE_BYTES = 256 * 1_048_576;

export interface AdmissionOptions {
  readonly maxSessions: number;
  readonly maxSessionsPerUser: number;
}

/** @throws SESSION_LIMIT_REACHED when one more of this account is too many. `open` names the accounts of all that are open. */
export function requirePlace(userId: string, open: readonly string[], options: AdmissionOptions): void {
  if (open.length >= options.maxSessions) throw sessionErrors.SESSION_LIMIT_REACHED({ limit: options.maxSessions });
  const own = open.filter((other) => other === userId).length;
  if (own >= options.maxSessionsPerUser) throw sessionErrors.SESSION_LIMIT_REACHED({ limit: options.maxSessionsPerUser });
}

/** @throws STORAGE_FULL. */
export async function requireRoom(store: Pick<ChunkStore, "usage">): Promise<void> {
  const { freeBytes } = await store.usage();
  if (freeBytes !== null && freeBytes < LEAST_FREE_BYTES) {
    throw sessionErrors.STORAGE_FULL({ free_bytes: freeBytes, needed_bytes: LEAST_FREE_BYTES });
  }
}
