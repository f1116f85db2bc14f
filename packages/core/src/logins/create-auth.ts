import type { Clock, Randomness, WriteDb } from "@lucid/foundation";
import type { Logger } from "pino";
import type { Registry } from "prom-client";
import { createAccess } from "./access.ts";
import { createAccounts, isoTime, toAccount } from "./accounts.ts";
import { createAuthMetrics } from "./auth.metrics.ts";
import type { Auth, AuthEvent } from "./auth.ts";
import { createChallenges } from "./challenges.ts";
import { createLockout } from "./lockout.ts";
import { createLoginDesk } from "./login-desk.ts";
import { createLogins } from "./logins.ts";
import { createPeople } from "./people.ts";
import { createSessionBook } from "./session-book.ts";
import { createSetupCode } from "./setup-code.ts";

export interface AuthDeps {
  /** node.db. */
  readonly db: WriteDb;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly log: Logger;
  readonly metrics: Registry;
  /** Key of the access tokens, at least 32 random bytes. */
  readonly tokenKey: Uint8Array;
  /** Called in order as things happen, within the same transaction where there is one: for the audit log. */
  readonly onEvent: (event: AuthEvent) => void;
}

export interface AuthOptions {
  /** Network id: the hash of the genesis. */
  readonly network: string;
  /** Whether a wallet nobody invited may make itself an account of role USER. */
  readonly registration: "open" | "closed";
}

/** Puts the login of one node together. @throws when the token key is too short. */
export function createAuth(deps: AuthDeps, options: AuthOptions): Auth {
  if (deps.tokenKey.length < 32) throw new Error("The token key must have at least 32 bytes");
  const accounts = createAccounts(deps.db);
  const logins = createLogins(deps.db);
  const lockout = createLockout(deps.db);
  const setupCode = createSetupCode(deps.db, deps.randomness);
  const challenges = createChallenges(deps, options);

  const record = (event: Omit<AuthEvent, "at_ms">): void => deps.onEvent({ ...event, at_ms: deps.clock.now() });
  const access = createAccess({ ...deps, accounts, logins });
  const metrics = createAuthMetrics(deps.metrics, {
    challenges: () => challenges.size,
    tokens: () => access.cachedTokens(),
    access: access.counts,
  });
  const book = createSessionBook({ ...deps, accounts, logins, access, record, metrics });
  const desk = createLoginDesk({ ...deps, accounts, lockout, setupCode, challenges, book, record, metrics }, options);
  const people = createPeople({ ...deps, accounts, access, book, record });

  return {
    setupNeeded: () => !accounts.ownerExists(),
    registration: () => options.registration,
    issueSetupCode: () => desk.issueSetupCode(),
    challenge(input, caller) {
      const open = challenges.issue(input.tron_address, caller);
      return { challenge_id: open.id, message: open.message, nonce: open.nonce, expires_at: isoTime(open.expiresAtMs) };
    },
    login: (input, caller) => desk.login(input, caller),
    refresh: (refreshToken) => book.refresh(refreshToken),
    logout: (principal, scope) => book.logout(principal, scope),
    verifyAccess: (token) => access.verify(token),
    listSessions: (principal) => book.list(principal),
    endSession: (principal, id) => book.endOne(principal, id),
    endOtherSessions: (principal) => book.endOthers(principal),
    ...people,
    getUser(userId) {
      const row = accounts.find(userId);
      return row && toAccount(row);
    },
    findUserByAddress(tronAddress) {
      const row = accounts.findByAddress(tronAddress);
      return row && toAccount(row);
    },
    prune() {
      book.prune();
      lockout.prune(deps.clock.now());
    },
    [Symbol.dispose]: () => access.forgetAll(),
  };
}
