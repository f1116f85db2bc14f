import type { Permission } from "@lucid/contract";
import type { Caller } from "../../calls/index.ts";

/** Somebody with a login on this node. */
export const testCaller = (userId: string, permissions: readonly Permission[]): Caller => ({
  principal: {
    userId,
    tronAddress: "TGzz8gjYiYRqpfmDwnLxfgPuLVNmpCswVp",
    role: "USER",
    adminLabel: null,
    permissions: new Set(permissions),
    kycStatus: "none",
    loginSessionId: "login",
    tokenId: "token",
    tokenExpiresAtMs: Number.MAX_SAFE_INTEGER,
    provenAtMs: 0,
  },
  ip: "local",
  host: "local",
  requestId: "request",
  door: "http",
  signal: new AbortController().signal,
  identify: () => undefined,
});
