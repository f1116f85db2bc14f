import { type Contract, commonErrors, PERMISSIONS, type Permission, type Role } from "@lucid/contract";
import type { Area, BulkService, Principal, Services } from "../../calls/index.ts";
import { OPERATIONS } from "../operations.ts";
import type { TokenVerifier } from "../services.ts";

type Work = (input: never, caller: never) => unknown;
export type Overrides = { readonly [Part in keyof Contract]?: Readonly<Record<string, Work>> };

/** Services whose every function says that it was reached, by refusing with its own name; `overrides` do something. */
function fakeServices(overrides: Overrides = {}): Services {
  const services: Record<string, Record<string, Work>> = {};
  for (const { name } of OPERATIONS) {
    const [part = "", procedure = ""] = name.split(".");
    services[part] ??= {};
    services[part][procedure] = () => {
      throw commonErrors.UNAVAILABLE(undefined, { message: `reached ${name}` });
    };
  }
  for (const [part, works] of Object.entries(overrides)) Object.assign(services[part] ?? {}, works);
  return services as unknown as Services;
}

/** One area that stands for all but the gateway's own. */
export function fakeArea(overrides: Overrides = {}, bulk: Partial<BulkService> = {}): Pick<Area, "services" | "bulk"> {
  const { gateway: _own, ...services } = fakeServices(overrides);
  return { services, bulk: fakeBulk(bulk) };
}

const refuse = (what: string) => () => Promise.reject(commonErrors.UNAVAILABLE(undefined, { message: `reached ${what}` }));

const fakeBulk = (overrides: Partial<BulkService> = {}): BulkService => ({
  openChunk: refuse("chunk"),
  openBundle: refuse("bundle"),
  followRecording: refuse("tail"),
  redeemViewerTicket: refuse("viewer"),
  openAuditExport: refuse("audit export"),
  openAccountExport: refuse("account export"),
  addCheckpoint: refuse("witness"),
  ...overrides,
});

export const principalWith = (role: Role, permissions: readonly Permission[]): Principal => ({
  userId: `0198c0de-0000-4000-8000-00000000${role.length.toString().padStart(4, "0")}`,
  tronAddress: "TJRyWwFs9wTFGZg3JbrVriFbNfCug5tDeC",
  role,
  adminLabel: role === "ADMIN" ? "admin" : null,
  permissions: new Set(permissions),
  kycStatus: "verified",
  loginSessionId: `0198c0de-0000-4000-8000-10000000${role.length.toString().padStart(4, "0")}`,
  tokenId: "0198c0de-0000-4000-8000-000000000003",
  tokenExpiresAtMs: Date.UTC(2030, 0, 1),
  provenAtMs: 0,
});

export const owner = principalWith("SUPER_ADMIN", PERMISSIONS);
export const nobody = principalWith("USER", []);

/** Tokens of the tests by name. Any other token is malformed. */
export const TOKENS: Readonly<Record<string, Principal>> = {
  owner,
  nobody,
  unenrolled: { ...owner, mustEnrol: true },
  stale: { ...owner, provenAtMs: undefined },
  chain: principalWith("AUDITOR", ["view_blockchain_info"]),
};

export const fakeTokens: Pick<TokenVerifier, "verifyAccess" | "isFresh"> = {
  isFresh: ({ provenAtMs }) => provenAtMs !== undefined,
  verifyAccess(token) {
    if (token === "expired") return { kind: "refused", reason: "expired" };
    const principal = TOKENS[token];
    return principal ? { kind: "valid", principal } : { kind: "refused", reason: "malformed" };
  },
};
