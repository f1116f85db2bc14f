import { commonErrors } from "@lucid/contract";
import type { Randomness } from "@lucid/foundation";
import { type LoginTerms, loginText } from "@lucid/identity";
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
export const callerKey = (caller: Origin): string => (caller.circuit === undefined ? caller.ip : `circuit:${caller.circuit}`);

/** Login challenges live in memory: after a restart one simply asks again. */
export function createChallenges(deps: { clock: LoginClock; randomness: Randomness }, options: ChallengeOptions): Challenges {
  const open = new Map<string, OpenChallenge>();

  /** All live equally long, so the first ones inserted are the first to expire. */
  function dropExpired(): void {
    const now = deps.clock.now();
    for (const challenge of open.values()) {
      if (challenge.expiresAtMs > now && open.size <= CHALLENGES) return;
      open.delete(challenge.id);
    }
  }

  function makeRoom(address: string, caller: string): void {
    const mine = [...open.values()].filter((challenge) => challenge.caller === caller);
    const same = mine.filter((challenge) => challenge.address === address);
    const [oldest] = same;
    if (oldest && same.length >= CHALLENGES_PER_ADDRESS) open.delete(oldest.id);
    else if (mine[0] && mine.length >= CHALLENGES_PER_CALLER) {
      throw commonErrors.RATE_LIMITED({ retry_after_s: Math.ceil((mine[0].expiresAtMs - deps.clock.now()) / 1_000) });
    }
  }

  return {
    issue(address, from) {
      dropExpired();
      const caller = callerKey(from);
      makeRoom(address, caller);
      const now = deps.clock.now();
      const issuedAtMs = deps.clock.toWall(now);
      const nonce = Buffer.from(deps.randomness.bytes(16)).toString("hex");
      const times = { issuedAtMs, expiresAtMs: issuedAtMs + CHALLENGE_MS };
      const terms: LoginTerms = { domain: from.host, network: options.networkId, address, nonce, ...times };
      const expiresAtMs = now + CHALLENGE_MS;
      const challenge = { id: deps.randomness.uuid(), address, caller, message: loginText(terms), nonce, expiresAtMs };
      open.set(challenge.id, challenge);
      dropExpired();
      return challenge;
    },
    take(id) {
      const challenge = open.get(id);
      open.delete(id);
      return challenge && challenge.expiresAtMs > deps.clock.now() ? challenge : undefined;
    },
    get size() {
      return open.size;
    },
  };
}
