import { createFairPool, type Randomness } from "@lucid/foundation";
import { type LoginTerms, loginText } from "@lucid/identity";
import { networkOf } from "../ground/index.ts";
import type { LoginClock } from "./create-logins.ts";
import { CHALLENGE_MS, CHALLENGES, CHALLENGES_PER_ADDRESS, CHALLENGES_PER_CALLER } from "./limits.ts";
import type { Origin } from "./logins.ts";

interface OpenChallenge {
  readonly id: string;
  readonly address: string;
  readonly caller: string;
  readonly message: string;
  readonly nonce: string;
  readonly expiresAtMs: number;
}

export interface Challenges {
  issue(address: string, caller: Origin): OpenChallenge;
  /** The challenge, which is spent by asking; undefined when it is unknown, spent or expired. */
  take(id: string): OpenChallenge | undefined;
  readonly size: number;
}

export interface ChallengeOptions {
  readonly networkId: string;
}

/** Who is asking, as far as limits go. */
export const callerKey = (caller: Origin): string =>
  caller.circuit === undefined ? networkOf(caller.ip) : `circuit:${caller.circuit}`;

/** Login challenges live in memory: after a restart one simply asks again. */
export function createChallenges(deps: { clock: LoginClock; randomness: Randomness }, options: ChallengeOptions): Challenges {
  const open = new Map<string, OpenChallenge>();
  // Whoever is new gets in, and a caller pushes out his own before those of others.
  const room = createFairPool<string>({ max: CHALLENGES, maxOfKey: CHALLENGES_PER_CALLER });

  function drop(id: string | undefined): void {
    if (id === undefined) return;
    open.delete(id);
    room.remove(id);
  }

  /** All live equally long, so the first ones inserted are the first to expire. */
  function dropExpired(): void {
    const now = deps.clock.now();
    for (const challenge of open.values()) {
      if (challenge.expiresAtMs > now) return;
      drop(challenge.id);
    }
  }

  function dropOldest(address: string, caller: string): void {
    const same = [...open.values()].filter((challenge) => challenge.caller === caller && challenge.address === address);
    if (same.length >= CHALLENGES_PER_ADDRESS) drop(same[0]?.id);
  }

  return {
    issue(address, from) {
      dropExpired();
      const caller = callerKey(from);
      dropOldest(address, caller);
      const now = deps.clock.now();
      const issuedAtMs = deps.clock.toWall(now);
      const nonce = Buffer.from(deps.randomness.bytes(16)).toString("hex");
      const times = { issuedAtMs, expiresAtMs: issuedAtMs + CHALLENGE_MS };
      const terms: LoginTerms = { domain: from.host, network: options.networkId, address, nonce, ...times };
      const expiresAtMs = now + CHALLENGE_MS;
      const challenge = { id: deps.randomness.uuid(), address, caller, message: loginText(terms), nonce, expiresAtMs };
      open.set(challenge.id, challenge);
      drop(room.add(caller, challenge.id));
      return challenge;
    },
    take(id) {
      const challenge = open.get(id);
      drop(id);
      return challenge && challenge.expiresAtMs > deps.clock.now() ? challenge : undefined;
    },
    get size() {
      return open.size;
    },
  };
}
