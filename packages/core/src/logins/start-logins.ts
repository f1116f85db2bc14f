import { type Role, UserId } from "@lucid/contract";
import type { AuditLog } from "../audit/index.ts";
import type { Area } from "../calls/index.ts";
import type { Ground } from "../ground/index.ts";
import type { Invitations } from "../invitations/index.ts";
import type { SharedStore } from "../shared-store/index.ts";
import { createLogins, type LoginMail, type LoginsOptions } from "./create-logins.ts";
import { createLoginsService } from "./create-logins-service.ts";
import { loginTables } from "./login-repository.ts";
import type { LoginAccounts, Logins } from "./logins.ts";
import { createSharedLockout } from "./shared-lockout.ts";

/** How often ended logins and used tokens are forgotten. */
const PRUNE_MS = 3_600_000;

export interface LoginsAreaDeps {
  readonly audit: Pick<AuditLog, "record">;
  readonly accounts: LoginAccounts;
  /** Whether an account of this role may log in now. @throws LOCKED_DOWN. */
  readonly admit: (role: Role) => void;
  readonly invitations: Pick<Invitations, "redeem">;
  readonly mail: LoginMail;
  readonly shared: Pick<SharedStore, "lockouts" | "logins">;
}

export interface LoginsArea
  extends Area,
    Pick<
      Logins,
      | "loggedIn"
      | "newcomer"
      | "setupNeeded"
      | "issueSetupCode"
      | "checkSetupCode"
      | "isFresh"
      | "onEnded"
      | "owesSecondFactor"
      | "onFactorChanged"
      | "openOf"
      | "openCount"
      | "useTokenKey"
    > {
  /** Whether the key of the tokens follows from the owner key of several nodes. */
  readonly sharesTokenKey: boolean;
  /** @throws SHARED_STORE_AWAY. */
  verifyAccess(token: string): ReturnType<Logins["verifyAnywhere"]>;
  /** Ends every login of an account, at the owner's other nodes as well; answers how many ended at this one. */
  endAllOf(userId: string, actorId: string): number | Promise<number>;
}

/** Who is logged in, and how one gets in. */
export async function startLogins(
  ground: Ground,
  { audit, accounts, admit, invitations, mail, shared }: LoginsAreaDeps,
  options: LoginsOptions,
): Promise<LoginsArea> {
  const { db, time, randomness, log, metrics } = ground;
  // No step of the machine's clock ends a login, or keeps one from ending.
  const clock = { ...ground.clock, ...time.steady };
  db.attach(loginTables);
  const { logins: elsewhere } = shared;
  const tokenKey = elsewhere?.tokenKey ?? (await ground.secret("token.key"));
  const node = ground.keys.publicKey;
  const factorKey = await ground.secret("second-factor.key");
  await using starting = new AsyncDisposableStack();
  const logins = starting.use(
    createLogins(
      {
        db: db.write,
        clock,
        randomness,
        log,
        metrics,
        audit,
        accounts,
        admit,
        invitations,
        mail,
        elsewhere,
        node,
        tokenKey,
        factorKey,
      },
      options,
    ),
  );
  starting.use(ground.every(PRUNE_MS, () => logins.prune()));
  const running = starting.move();

  return {
    services: {
      logins: createLoginsService({
        logins,
        accounts,
        elsewhere,
        attempt: createSharedLockout({ clock: ground.clock, lockouts: shared.lockouts }),
      }),
    },
    events: {
      logins: (userId, { principal }) =>
        principal?.userId === userId || principal?.permissions.has("view_all_users")
          ? { type: "logins", user_id: UserId.parse(userId) }
          : undefined,
    },
    loggedIn: () => logins.loggedIn(),
    newcomer: (userId) => logins.newcomer(userId),
    ownData(userId) {
      const account = accounts.find(userId);
      const factor = account ? [logins.secondFactor.tell({ userId, role: account.role })] : [];
      return [
        { name: "logins", entries: logins.history(userId) },
        { name: "passkeys", entries: logins.passkeys.list({ userId }) },
        { name: "second_factor", entries: factor },
      ];
    },
    setupNeeded: () => logins.setupNeeded(),
    issueSetupCode: () => logins.issueSetupCode(),
    checkSetupCode: (code) => logins.checkSetupCode(code),
    verifyAccess: (token) => logins.verifyAnywhere(token),
    isFresh: (principal) => logins.isFresh(principal),
    onEnded: (listener) => logins.onEnded(listener),
    owesSecondFactor: (account) => logins.owesSecondFactor(account),
    onFactorChanged: (listener) => logins.onFactorChanged(listener),
    openOf: (userId) => logins.openOf(userId),
    openCount: () => logins.openCount(),
    useTokenKey: (key, how) => logins.useTokenKey(key, how),
    sharesTokenKey: elsewhere !== undefined,
    async endAllOf(userId, actorId) {
      const ended = logins.endAllOf(userId, actorId);
      const address = accounts.find(userId)?.tron_address ?? undefined;
      if (address !== undefined) await elsewhere?.endWallet(address);
      return ended;
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
