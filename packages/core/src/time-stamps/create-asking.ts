import { type Clock, describeFailure } from "@lucid/foundation";
import type { Logger } from "pino";
import type { SteadyTime } from "../ground/index.ts";
import { hostOf } from "../outgoing/index.ts";
import type { Asked } from "./ask-authority.ts";
import type { AuthorityRow, StampRow, TimeStampRepository } from "./time-stamp-repository.ts";
import type { TimeStampsMetrics } from "./time-stamps.metrics.ts";
import type { TimeStampsSettings } from "./time-stamps.settings.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** After failures in a row; the last of them from then on. An authority that has trouble is not to get more of it. */
const PAUSES_MS = [5 * MINUTE_MS, 15 * MINUTE_MS, HOUR_MS] as const;

/** A block that is to be stamped. Height 0 is the genesis, of which nothing is asked. */
interface FinalBlock {
  readonly height: number;
  readonly hash: string;
}

export interface AskingDeps {
  readonly clock: Pick<Clock, "now">;
  readonly steady: SteadyTime;
  readonly log: Logger;
  readonly metrics: TimeStampsMetrics;
  readonly repository: TimeStampRepository;
  readonly chain: { readonly network: string; finalized(): FinalBlock; transactionsUpTo(height: number): number };
  readonly settings: TimeStampsSettings;
  readonly ask: (url: string, digest: string, closing: AbortSignal) => Promise<Asked>;
}

/** Asks the authorities of the settings over the newest final block: each at most hourly by itself, and one round at a time. */
export function createAsking({ clock, steady, log, metrics, repository, chain, settings, ask }: AskingDeps) {
  const closing = new AbortController();
  let round: Promise<void> | undefined;

  /** Whether there is more to stamp than what this authority has stamped. */
  function hasNews(url: string, final: FinalBlock): boolean {
    const newest = repository.newest(chain.network, url);
    return chain.transactionsUpTo(final.height) > chain.transactionsUpTo(newest?.height ?? 0);
  }

  const isDue = (url: string, final: FinalBlock): boolean =>
    steady.now() >= (repository.find(url)?.next_at ?? 0) && hasNews(url, final);

  function afterwards(url: string, asked: Asked): AuthorityRow {
    const now = steady.now();
    const { last_success = null, last_failure = null, failures = 0 } = repository.find(url) ?? {};
    if (asked.ok) return { url, last_success: now, last_failure, fault: null, failures: 0, next_at: now + HOUR_MS };
    const pause = PAUSES_MS[Math.min(failures, PAUSES_MS.length - 1)] ?? HOUR_MS;
    return { url, last_success, last_failure: now, fault: asked.fault, failures: failures + 1, next_at: now + pause };
  }

  async function askOne(url: string, { height, hash }: FinalBlock): Promise<void> {
    const asked = await ask(url, hash, closing.signal);
    if (closing.signal.aborted) return;
    metrics.asked.inc({ outcome: asked.ok ? "ok" : asked.fault });
    if (!asked.ok)
      log.warn({ host: hostOf(new URL(url)), fault: asked.fault, height }, "a time-stamp authority gave no token that counts");
    repository.note(afterwards(url, asked), asked.ok ? stampOf(url, { height, hash }, asked) : undefined);
  }

  const stampOf = (authority: string, { height, hash }: FinalBlock, { token, facts }: Asked & { ok: true }): StampRow => ({
    ...{ network: chain.network, authority, height, hash, token: Buffer.from(token) },
    ...{ stamped_at: facts.atMs, accuracy_ms: facts.accuracyMs, ahead_ms: Math.round(facts.atMs - clock.now()) },
    ...{ signer: facts.signer.name, certificate: facts.signer.sha256 },
  });

  function begin(urls: readonly string[], final: FinalBlock): Promise<void> {
    const going = Promise.all(urls.map((url) => askOne(url, final)))
      .then(() => undefined)
      .finally(() => {
        round = undefined;
      });
    round = going;
    return going;
  }

  return {
    /** Begins to ask those whose time has come, unless somebody is being asked. */
    look(): void {
      if (round !== undefined || closing.signal.aborted) return;
      const final = chain.finalized();
      const due = final.height === 0 ? [] : settings.time_authorities.filter((url) => isDue(url, final));
      if (due.length === 0) return;
      begin(due, final).catch((error: unknown) =>
        log.error({ failure: describeFailure(error) }, "time-stamp authorities could not be asked"),
      );
    },
    /** Asks all of them now, and waits for what comes. False where there is no block to ask about. */
    async askAll(): Promise<boolean> {
      while (round !== undefined) await round.catch(() => undefined);
      const final = chain.finalized();
      if (final.height === 0) return false;
      await begin(settings.time_authorities, final);
      return true;
    },
    /** Ends what is under way: it is asked again by the next start. */
    async [Symbol.asyncDispose](): Promise<void> {
      closing.abort();
      await round?.catch(() => undefined);
    },
  };
}
export type Asking = ReturnType<typeof createAsking>;
