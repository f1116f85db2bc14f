import { createHash } from "node:crypto";
import type { AuthResponse } from "@lucid/contract";
import { openDatabase, type Randomness, type WriteDb } from "@lucid/foundation";
import { createTestClock, type TestClock } from "@lucid/foundation/testing";
import { createWallet, type Wallet, walletFromPhrase } from "@lucid/identity";
import { pino } from "pino";
import { Registry } from "prom-client";
import type { Principal } from "../../calls/index.ts";
import { nodeMigrations } from "../../ground/index.ts";
import type { Auth, AuthEvent, Origin } from "../auth.ts";
import { type AuthOptions, createAuth } from "../create-auth.ts";

const NETWORK = "ab".repeat(32);
export const here: Origin = { ip: "192.0.2.1", userAgent: "a browser", host: "127.0.0.1:8080" };
export const elsewhere: Origin = { ip: "198.51.100.7", userAgent: "another browser", host: "127.0.0.1:8080" };

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

export interface AuthWorld extends Disposable {
  readonly auth: Auth;
  readonly clock: TestClock;
  readonly events: AuthEvent[];
  readonly metrics: Registry;
  readonly db: WriteDb;
  /** A second start on the same database. */
  restart(options?: Partial<AuthOptions>): Auth;
}

export function createAuthWorld(options: Partial<AuthOptions> = {}): AuthWorld {
  const database = openDatabase({ path: ":memory:", migrations: nodeMigrations, synchronous: "normal" });
  const clock = createTestClock();
  const randomness = createSeededRandomness();
  const events: AuthEvent[] = [];
  const metrics = new Registry();
  const start = (changed: Partial<AuthOptions> = {}, registry = new Registry()) =>
    createAuth(
      {
        db: database.write,
        clock,
        randomness,
        log: pino({ level: "silent" }),
        metrics: registry,
        tokenKey: new Uint8Array(32).fill(7),
        onEvent: (event) => void events.push(event),
      },
      { network: NETWORK, registration: "closed", ...options, ...changed },
    );
  const auth = start({}, metrics);
  return { auth, clock, events, metrics, db: database.write, restart: start, [Symbol.dispose]: () => database[Symbol.dispose]() };
}

export const newWallet = (): Wallet => walletFromPhrase(createWallet().phrase);

export interface LogInOptions {
  readonly caller?: Origin;
  readonly setupCode?: string | undefined;
}

/** Challenge, signature, login. */
export function logIn(auth: Auth, wallet: Wallet, { caller = here, setupCode }: LogInOptions = {}): AuthResponse {
  const challenge = auth.challenge({ tron_address: wallet.address }, caller);
  const input = {
    challenge_id: challenge.challenge_id,
    tron_address: wallet.address,
    signature: wallet.signMessage(challenge.message),
    setup_code: setupCode,
  };
  return auth.login(input, caller);
}

/** Makes the owner of a fresh node. */
export function setUpOwner(auth: Auth, wallet = newWallet()): { wallet: Wallet; session: AuthResponse; principal: Principal } {
  const session = logIn(auth, wallet, { setupCode: auth.issueSetupCode() });
  return { wallet, session, principal: principalOf(auth, session) };
}

export function principalOf(auth: Auth, session: { readonly access_token: string }): Principal {
  const outcome = auth.verifyAccess(session.access_token);
  if (outcome.kind === "refused") throw new Error(`The token was refused: ${outcome.reason}`);
  return outcome.principal;
}
