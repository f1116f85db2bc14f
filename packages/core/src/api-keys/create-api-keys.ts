import { createHash } from "node:crypto";
import { API_KEY_PREFIX, apiKeyErrors, commonErrors, KeyScope, MAX_API_KEYS, type Permission } from "@lucid/contract";
import { isDatabaseTrouble, type Randomness, type WriteDb } from "@lucid/foundation";
import type { AuditLog } from "../audit/index.ts";
import type { CallOrigin, Principal, TokenOutcome } from "../calls/index.ts";
import { createRangeCheck, isAddressRange, readAddress, type SteadyTime } from "../ground/index.ts";
import { type AccountRow, type Accounts, permissionsOf } from "../people/index.ts";
import type { ApiKeyRepository, ApiKeyRow, KeyEnd } from "./api-key-repository.ts";

const DAY_MS = 86_400_000;
/** A use is written down at most this often, so that a call seldom writes to the disk. */
const USE_MS = 60_000;
/** Ended keys stay in their owner's list this long. */
const HISTORY_MS = 90 * DAY_MS;

/** 256 bits in base64url. */
const SECRET_BYTES = 32;
const FORM = new RegExp(`^${API_KEY_PREFIX}[A-Za-z0-9_-]{43}$`);
/** Letters of a key that are kept, prefix included: 36 of its 256 bits. */
const SHOWN_LETTERS = API_KEY_PREFIX.length + 6;

/** What keys need to know of their owners' logins. */
export interface OwnersFactors {
  owesSecondFactor(account: Pick<AccountRow, "user_id" | "role">): boolean;
  onFactorChanged(listener: (userId: string) => void): Disposable;
}

export interface ApiKeysDeps {
  readonly db: WriteDb;
  readonly time: SteadyTime;
  readonly randomness: Randomness;
  readonly repository: ApiKeyRepository;
  readonly accounts: Pick<Accounts, "find" | "onRightsChanged">;
  readonly audit: Pick<AuditLog, "record">;
  readonly factors: OwnersFactors;
}

export interface NewKey {
  readonly name: string;
  readonly scopes: readonly Permission[];
  readonly expires_in_days: number;
  readonly addresses: readonly string[];
}

export type KeyCheck = TokenOutcome["kind"] | Extract<TokenOutcome, { kind: "refused" }>["reason"];

/** API keys of programs. Only the SHA-256 of a key is kept; its scopes hold as far as its owner's role does. */
export function createApiKeys(deps: ApiKeysDeps) {
  const { repository, accounts, time } = deps;
  const listeners = new Set<(keyId: string) => void>();
  const checks = new Map<KeyCheck, number>();

  function tell(keyId: string): void {
    for (const listener of listeners) listener(keyId);
  }

  function end(keyId: string, reason: KeyEnd): boolean {
    if (!repository.end(keyId, reason, time.now())) return false;
    tell(keyId);
    return true;
  }

  /** What nobody asked for is an entry of its own in the audit log. */
  function endByItself(keyId: string, reason: KeyEnd, actorId?: string): void {
    const row = repository.find(keyId);
    if (!row || !end(keyId, reason)) return;
    deps.audit.record({ action: "apiKeys.ended", outcome: reason, user_id: actorId ?? row.user_id, target: keyId });
  }

  const following = new DisposableStack();
  const rights = accounts.onRightsChanged(({ userId, actorId }) => {
    const status = accounts.find(userId)?.status;
    for (const keyId of repository.openOf(userId)) {
      if (status !== "active") endByItself(keyId, "owner_suspended", actorId);
      // What is open was let in with the rights of before.
      else tell(keyId);
    }
    // Names and addresses of keys are of the person, who is gone.
    if (status === "deleted") repository.removeOf(userId);
  });
  following.use(rights);
  // What is open was let in before it was owed.
  following.use(deps.factors.onFactorChanged((userId) => repository.openOf(userId).forEach(tell)));

  function judge(token: string, from: CallOrigin): TokenOutcome {
    const row = FORM.test(token) ? repository.findByHash(digestOf(token)) : undefined;
    if (!row) return { kind: "refused", reason: "malformed" };
    if (row.end_reason === "expired" || row.expires_at <= time.now()) return { kind: "refused", reason: "expired" };
    const owner = accounts.find(row.user_id);
    if (row.ended_at !== null || owner?.status !== "active" || owner.tron_address === null)
      return { kind: "refused", reason: "ended" };
    const principal = principalOf(row, owner, owner.tron_address);
    if (!isFrom(row.addresses, from)) return { kind: "refused", reason: "address", principal };
    noteUse(row, from);
    return { kind: "valid", principal: { ...principal, mustEnrol: deps.factors.owesSecondFactor(owner) } };
  }

  /** A full disk must not keep programs out. */
  function noteUse(row: ApiKeyRow, { ip, circuit }: CallOrigin): void {
    const now = time.now();
    const from = circuit === undefined ? ip : "onion";
    if (row.last_used_at !== null && now - row.last_used_at < USE_MS && row.last_used_from === from) return;
    try {
      repository.used(row.key_id, from, now);
    } catch (error) {
      if (!isDatabaseTrouble(error)) throw error;
    }
  }

  const create = deps.db.transaction((owner: Principal, key: NewKey): { row: ApiKeyRow; secret: string } => {
    const lacking = key.scopes.filter((scope) => !owner.permissions.has(scope));
    if (lacking.length > 0) throw apiKeyErrors.SCOPE_NOT_HELD({ scopes: lacking });
    const wrong = key.addresses.findIndex((address) => !isAddressRange(address));
    if (wrong >= 0) {
      const issue = { path: `addresses.${wrong}`, message: "is no address and no range", rule: { code: "form" as const } };
      throw commonErrors.INVALID_REQUEST({ issues: [issue] });
    }
    const now = time.now();
    for (const keyId of repository.due(now)) endByItself(keyId, "expired");
    if (repository.openOf(owner.userId).length >= MAX_API_KEYS) throw apiKeyErrors.API_KEY_LIMIT({ limit: MAX_API_KEYS });
    const secret = `${API_KEY_PREFIX}${Buffer.from(deps.randomness.bytes(SECRET_BYTES)).toString("base64url")}`;
    const row: ApiKeyRow = {
      key_id: deps.randomness.uuid(),
      user_id: owner.userId,
      begins_with: secret.slice(0, SHOWN_LETTERS),
      name: key.name.toWellFormed(),
      scopes: [...new Set(key.scopes)],
      addresses: [...new Set(key.addresses)],
      created_at: now,
      expires_at: now + key.expires_in_days * DAY_MS,
      last_used_at: null,
      last_used_from: null,
      ended_at: null,
      end_reason: null,
    };
    repository.insert(row, digestOf(secret));
    return { row, secret };
  });

  return {
    checks: checks as ReadonlyMap<KeyCheck, number>,
    /** The secret leaves the node with this answer and is not kept. @throws SCOPE_NOT_HELD, API_KEY_LIMIT, INVALID_REQUEST. */
    create: (owner: Principal, key: NewKey) => create(owner, key),
    list: (userId: string): ApiKeyRow[] => repository.ofUser(userId),
    /** False when the account has no such open key. */
    revoke: (owner: Principal, keyId: string): boolean =>
      repository.find(keyId)?.user_id === owner.userId && end(keyId, "revoked"),
    verify(token: string, from: CallOrigin): TokenOutcome {
      const outcome = judge(token, from);
      const check = outcome.kind === "valid" ? outcome.kind : outcome.reason;
      checks.set(check, (checks.get(check) ?? 0) + 1);
      return outcome;
    },
    /** Calls back with the id of each key that ends, or whose owner has other rights: what is open with it ends. */
    onEnded(listener: (keyId: string) => void): Disposable {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
    /** Ends what has expired, and forgets what ended long ago. */
    prune(): void {
      const now = time.now();
      for (const keyId of repository.due(now)) endByItself(keyId, "expired");
      repository.forgetBefore(now - HISTORY_MS);
    },
    [Symbol.dispose]: () => following.dispose(),
  };
}
export type ApiKeys = ReturnType<typeof createApiKeys>;

const digestOf = (token: string): Buffer => createHash("sha256").update(token).digest();

function principalOf(row: ApiKeyRow, owner: AccountRow, tronAddress: string): Principal {
  const held = permissionsOf(owner);
  return {
    userId: owner.user_id,
    tronAddress,
    role: owner.role,
    adminLabel: owner.admin_label,
    permissions: new Set(row.scopes.filter((scope) => held.has(scope) && KeyScope.safeParse(scope).success)),
    kycStatus: owner.kyc_status,
    loginSessionId: row.key_id,
    apiKeyId: row.key_id,
    tokenId: row.key_id,
    tokenExpiresAtMs: row.expires_at,
    provenAtMs: undefined,
  };
}

/** Nobody behind the onion service has an address of its own; a window of the application is this computer. */
function isFrom(ranges: readonly string[], { ip, circuit }: CallOrigin): boolean {
  if (ranges.length === 0) return true;
  const address = readAddress(ip === "local" ? "127.0.0.1" : ip);
  return address !== undefined && circuit === undefined && createRangeCheck(ranges)(address);
}
