import { createFairPool, type Randomness } from "@lucid/foundation";
import { type LoginTerms, loginText, stepUpText } from "@lucid/identity";
import { networkOf } from "../ground/index.ts";
import type { LoginClock } from "./create-logins.ts";
import { CHALLENGE_MS, CHALLENGES, CHALLENGES_PER_ADDRESS, CHALLENGES_PER_CALLER } from "./limits.ts";
import type { Origin } from "./logins.ts";

/** What a challenge was made for: its answer counts for nothing else. A step-up and a new passkey are of one login. */
export type Purpose =
  | "login"
  | `step-up ${string}`
  | "second-factor"
  | "passkey-login"
  | `passkey-step-up ${string}`
  | `passkey ${string}`;

export interface OpenChallenge {
  readonly id: string;
  readonly purpose: Purpose;
  /** The wallet that is to sign; undefined for a passkey, which says itself whose it is. */
  readonly address: string | undefined;
  readonly caller: string;
  /** What is signed: a text for a wallet, the challenge in base64url for a passkey. */
  readonly message: string;
  readonly nonce: string;
  readonly expiresAtMs: number;
  /** What came before a second factor, where it was no wallet. */
  readonly method?: "email";
}

export interface Challenges {
  issue(purpose: Purpose, address: string | undefined, caller: Origin): OpenChallenge;
  /** The challenge, which is spent by asking; undefined when it is unknown, spent, expired or for another purpose. */
  take(id: string, purpose: Purpose): OpenChallenge | undefined;
  /** Puts one back that was taken, for what still has to come, until its own end. */
  keep(challenge: OpenChallenge): void;
  readonly size: number;
}

export interface ChallengeOptions {
  readonly networkId: string;
}

/** Who is asking, as far as limits go. */
export const callerKey = (caller: Origin): string =>
  caller.circuit === undefined ? networkOf(caller.ip) : `circuit:${caller.circuit}`;

const textOf = (purpose: Purpose, terms: LoginTerms): string => (purpose === "login" ? loginText(terms) : stepUpText(terms));

/** Challenges live in memory: after a restart one simply asks again. */
export function createChallenges(deps: { clock: LoginClock; randomness: Randomness }, options: ChallengeOptions): Challenges {
  const open = new Map<string, OpenChallenge>();
  // Whoever is new gets in, and a caller pushes out his own before those of others.
  const room = createFairPool<string>({ max: CHALLENGES, maxOfKey: CHALLENGES_PER_CALLER });

  function drop(id: string | undefined): void {
    if (id === undefined) return;
    open.delete(id);
    room.remove(id);
  }

  /** All live equally long, so the first ones inserted are the first to expire, but for the few that were put back. */
  function dropExpired(): void {
    const now = deps.clock.now();
    for (const challenge of open.values()) {
      if (challenge.expiresAtMs > now) return;
      drop(challenge.id);
    }
  }

  function dropOldest(address: string | undefined, caller: string): void {
    const same = [...open.values()].filter((challenge) => challenge.caller === caller && challenge.address === address);
    if (same.length >= CHALLENGES_PER_ADDRESS) drop(same[0]?.id);
  }

  return {
    issue(purpose, address, from) {
      dropExpired();
      const caller = callerKey(from);
      dropOldest(address, caller);
      const now = deps.clock.now();
      const issuedAtMs = deps.clock.toWall(now);
      const bytes = Buffer.from(deps.randomness.bytes(16));
      const nonce = bytes.toString("hex");
      const times = { issuedAtMs, expiresAtMs: issuedAtMs + CHALLENGE_MS };
      const terms = { domain: from.host, network: options.networkId, nonce, ...times };
      const expiresAtMs = now + CHALLENGE_MS;
      const message = address === undefined ? bytes.toString("base64url") : textOf(purpose, { ...terms, address });
      const challenge = { id: deps.randomness.uuid(), purpose, address, caller, message, nonce, expiresAtMs };
      open.set(challenge.id, challenge);
      drop(room.add(caller, challenge.id));
      return challenge;
    },
    take(id, purpose) {
      const challenge = open.get(id);
      drop(id);
      return challenge?.purpose === purpose && challenge.expiresAtMs > deps.clock.now() ? challenge : undefined;
    },
    keep(challenge) {
      open.set(challenge.id, challenge);
      drop(room.add(challenge.caller, challenge.id));
    },
    get size() {
      return open.size;
    },
  };
}
