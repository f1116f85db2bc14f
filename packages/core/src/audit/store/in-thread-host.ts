import type { AuditHost } from "./audit-store.ts";
import { openAuditStore, type StoreOptions } from "./open-audit-store.ts";

/** A store that is asked as if it were in another thread. */
export function openInThreadHost(options: StoreOptions): AuditHost {
  const store = openAuditStore(options);
  return {
    ask: async (name, ask) => await Promise.resolve(store[name](ask as never)),
    [Symbol.asyncDispose]: async () => store[Symbol.dispose](),
  };
}
