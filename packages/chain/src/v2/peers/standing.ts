/** What a peer did wrong. */
export type Fault = "rejected" | "malformed" | "flood" | "stalled" | "no_answer" | "wrong_answer";

/**
 * What each fault costs. Five rejected messages within a short time are a ban: the honest send none. What no honest node ever
 * sends is one at once; an answer that did not come may be the network's fault.
 */
const COSTS: Readonly<Record<Fault, number>> = {
  ...{ rejected: 20, malformed: 100, flood: 100, stalled: 35, no_answer: 10, wrong_answer: 50 },
};
const BAN_AT = 100;
/** Costs are forgotten at this pace, so that a rare fault never adds up. */
const FORGIVEN_PER_SECOND = 0.2;
const BAN_MS = 3_600_000;
/** What a machine that is far too busy does as well as one that stalls on purpose. */
const SLOW: ReadonlySet<Fault> = new Set(["stalled", "no_answer"]);
/** Slowness alone shuts out for a minute, and for twice as long each time again within a ban's length. */
const FIRST_SLOW_BAN_MS = 60_000;
/** A slow peer is given up to so many times the time of others. */
const MAX_PATIENCE = 8;
/** Peers remembered; who is least at fault is forgotten first. */
const MAX_PEERS = 1_024;

/** What a peer may use at once, and what it is given back each second. A busy network needs a tenth of it (consensus 13.3). */
export const BUDGETS = {
  bytes: { most: 16_777_216, perSecond: 2_097_152 },
  messages: { most: 4_000, perSecond: 400 },
  questions: { most: 128, perSecond: 16 },
  answered: { most: 67_108_864, perSecond: 8_388_608 },
} as const;
export type Budget = keyof typeof BUDGETS;

interface Account {
  cost: number;
  /** The part of the cost that no busy machine explains. */
  wrong: number;
  atMs: number;
  bannedUntilMs: number;
  /** How long the last ban for slowness was; 0 where there was none. */
  slowBanMs: number;
  patience: number;
  readonly left: Map<Budget, { amount: number; atMs: number }>;
}

/** What peers have done wrong so far, and what they may still ask of this node. By monotonic time. */
export interface Standing {
  /** Notes a fault. Returns for how many milliseconds it shuts the peer out: 0 when it does not. */
  blame(peer: string, fault: Fault): number;
  /** The peer has said what it had to say, in time. */
  praise(peer: string): void;
  /** How many times the time of others this peer is given: more with each time that it was slow, until it is in time again. */
  patience(peer: string): number;
  isBanned(peer: string): boolean;
  /** What gossip adds to its own score of the peer: never above 0. */
  score(peer: string): number;
  /** False when the peer has used more than it may. */
  spend(peer: string, budget: Budget, amount: number): boolean;
  readonly banned: number;
}

export function createStanding(elapsedMs: () => number): Standing {
  const accounts = new Map<string, Account>();

  function accountOf(peer: string): Account {
    const known = accounts.get(peer);
    if (known !== undefined) return known;
    if (accounts.size >= MAX_PEERS) forgetOne();
    const account: Account = {
      ...{ cost: 0, wrong: 0, atMs: elapsedMs(), bannedUntilMs: 0, slowBanMs: 0, patience: 1, left: new Map() },
    };
    accounts.set(peer, account);
    return account;
  }

  function forgetOne(): void {
    let least: string | undefined;
    let leastCost = Number.POSITIVE_INFINITY;
    for (const [peer, account] of accounts) {
      const cost = costNow(account) + (account.bannedUntilMs > elapsedMs() ? BAN_AT : 0);
      if (cost < leastCost) [least, leastCost] = [peer, cost];
    }
    if (least !== undefined) accounts.delete(least);
  }

  const forgiven = ({ atMs }: Account): number => ((elapsedMs() - atMs) / 1_000) * FORGIVEN_PER_SECOND;
  const costNow = (account: Account): number => Math.max(0, account.cost - forgiven(account));

  /** How long a ban is: an hour where the peer did anything but be slow. */
  function banOf(account: Account): number {
    if (account.wrong > 0) return BAN_MS;
    const isSoon = elapsedMs() - account.bannedUntilMs < BAN_MS;
    account.slowBanMs = isSoon && account.slowBanMs > 0 ? Math.min(BAN_MS, 2 * account.slowBanMs) : FIRST_SLOW_BAN_MS;
    return account.slowBanMs;
  }

  const isBanned = (peer: string): boolean => (accounts.get(peer)?.bannedUntilMs ?? 0) > elapsedMs();

  return {
    isBanned,
    get banned() {
      return [...accounts.keys()].filter(isBanned).length;
    },
    blame(peer, fault) {
      const account = accountOf(peer);
      const isSlow = SLOW.has(fault);
      account.wrong = Math.max(0, account.wrong - forgiven(account)) + (isSlow ? 0 : COSTS[fault]);
      account.cost = costNow(account) + COSTS[fault];
      account.atMs = elapsedMs();
      if (isSlow) account.patience = Math.min(MAX_PATIENCE, 2 * account.patience);
      if (account.cost < BAN_AT) return 0;
      const banMs = banOf(account);
      account.bannedUntilMs = elapsedMs() + banMs;
      [account.cost, account.wrong] = [0, 0];
      return banMs;
    },
    praise(peer) {
      const account = accounts.get(peer);
      if (account !== undefined) account.patience = 1;
    },
    patience: (peer) => accounts.get(peer)?.patience ?? 1,
    score(peer) {
      const account = accounts.get(peer);
      if (account === undefined) return 0;
      return isBanned(peer) ? -BAN_AT : 0 - costNow(account);
    },
    spend(peer, budget, amount) {
      const { most, perSecond } = BUDGETS[budget];
      const { left } = accountOf(peer);
      const { amount: before, atMs } = left.get(budget) ?? { amount: most, atMs: elapsedMs() };
      const now = Math.min(most, before + ((elapsedMs() - atMs) / 1_000) * perSecond) - amount;
      left.set(budget, { amount: Math.max(now, 0), atMs: elapsedMs() });
      return now >= 0;
    },
  };
}
