import { createHash } from "node:crypto";
import type { AuthResponse } from "@lucid/contract";
import { openDatabase, type Randomness, type WriteDb } from "@lucid/foundation";
import { createTestClock, silentLog, type TestClock } from "@lucid/foundation/testing";
import { createWallet, type Wallet, walletFromPhrase } from "@lucid/identity";
import { Registry } from "prom-client";
import type { AuditLine } from "../../audit/index.ts";
import type { Principal } from "../../calls/index.ts";
import { nodeMigrations } from "../../ground/index.ts";
import { type Accounts, type Management, type People, startPeople } from "../../people/index.ts";
import type { LoginsElsewhere } from "../../shared-store/index.ts";
import { createLogins, type LoginsOptions } from "../create-logins.ts";
import { loginTables } from "../login-repository.ts";
import type { Logins, Origin } from "../logins.ts";
import { noMail } from "./no-mail.ts";
import { nobodyInvited } from "./nobody-invited.ts";

const NETWORK = "ab".repeat(32);
export const here: Origin = { ip: "192.0.2.1", userAgent: "a browser", host: "127.0.0.1:8080" };
export const elsewhere: Origin = { ip: "198.51.100.7", userAgent: "another browser", host: "127.0.0.1:8080" };

/** How a refresh token comes. */
export const inBody = { isCookie: false };
export const asCookie = { isCookie: true };

/** The same bytes for the same seed. */
function createSeededRandomness(seed = "seed"): Randomness {
  let drawn = 0;
  const bytes = (length: number) => {
    drawn += 1;
    const block = (at: number) => createHash("sha256").update(`${seed} ${drawn} ${at}`).digest();
    return new Uint8Array(
      Buffer.concat(Array.from({ length: Math.ceil(length / 32) }, (_, at) => block(at))).subarray(0, length),
    );
  };
  return {
    bytes,
    uuid() {
      const hex = Buffer.from(bytes(16)).toString("hex");
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
    },
  };
}

export interface TestLogins extends Disposable {
  readonly logins: Logins;
  readonly people: People;
  readonly accounts: Accounts;
  readonly management: Management;
  readonly clock: TestClock;
  /** What followed from calls, as the audit log tells it. */
  readonly audited: AuditLine[];
  readonly metrics: Registry;
  readonly db: WriteDb;
  /** A second start on the same database. */
  restart(options?: Partial<LoginsOptions>): Logins;
}

export function openTestLogins(options: Partial<LoginsOptions> = {}, elsewhere?: LoginsElsewhere): TestLogins {
  const database = openDatabase({ path: ":memory:", migrations: nodeMigrations, synchronous: "normal" });
  database.attach(loginTables);
  const db = database.write;
  const clock = { ...createTestClock(), toWall: (ms: number) => ms };
  const randomness = createSeededRandomness();
  const audited: AuditLine[] = [];
  const audit = { record: (line: AuditLine) => void audited.push(line) };
  const metrics = new Registry();
  const never: Disposable = { [Symbol.dispose]: () => undefined };
  const ground = { db: database, clock, randomness, time: { steady: clock }, every: () => never };
  const { accounts, people, management } = startPeople(ground, { audit });
  const start = (changed: Partial<LoginsOptions> = {}, registry = new Registry()) =>
    createLogins(
      {
        db,
        clock,
        randomness,
        log: silentLog,
        metrics: registry,
        audit,
        accounts,
        admit: () => undefined,
        invitations: nobodyInvited,
        mail: noMail,
        elsewhere,
        node: "ab".repeat(32),
        tokenKey: new Uint8Array(32).fill(7),
        factorKey: new Uint8Array(32).fill(9),
      },
      { networkId: NETWORK, registration: "closed", origins: [], secondFactorRoles: [], ...options, ...changed },
    );
  const logins = start({}, metrics);
  const close = (): void => database[Symbol.dispose]();
  return { logins, people, accounts, management, clock, audited, metrics, db, restart: start, [Symbol.dispose]: close };
}

export const newWallet = (): Wallet => walletFromPhrase(createWallet().phrase);

export interface LogInOptions {
  readonly caller?: Origin;
  readonly setupCode?: string | undefined;
}

/** Challenge, signature, login. */
export function logIn(logins: Logins, wallet: Wallet, { caller = here, setupCode }: LogInOptions = {}): AuthResponse {
  const challenge = logins.challenge({ tron_address: wallet.address }, caller);
  const input = {
    challenge_id: challenge.challenge_id,
    tron_address: wallet.address,
    signature: wallet.signMessage(challenge.message),
    setup_code: setupCode,
  };
  return logins.login(input, caller);
}

/** Makes the owner of a fresh node. */
export function setUpOwner(
  logins: Logins,
  wallet = newWallet(),
): { wallet: Wallet; session: AuthResponse; principal: Principal } {
  const session = logIn(logins, wallet, { setupCode: logins.issueSetupCode() });
  return { wallet, session, principal: principalOf(logins, session) };
}

export function principalOf(logins: Logins, session: { readonly access_token: string }): Principal {
  const outcome = logins.verifyAccess(session.access_token);
  if (outcome.kind === "refused") throw new Error(`The token was refused: ${outcome.reason}`);
  return outcome.principal;
}
