import type { Area } from "../calls/index.ts";
import type { RateLimiter } from "./rate-limiter.ts";

/** Failures of one subject, and the locks that follow from them: each fifth failure, for twice as long each time. */
export interface Lockouts {
  /** Milliseconds until logins are welcome; undefined when they are. */
  lockedFor(subject: string): number | undefined | Promise<number | undefined>;
  /** Counts one failure; milliseconds of the lock when this one set it. */
  fail(subject: string): number | undefined | Promise<number | undefined>;
  succeed(subject: string): void | Promise<void>;
}

/** An access token of a wallet's login, as the other nodes know it. */
export interface Pass {
  /** Public key of the node at which the login is. */
  readonly node: string;
  readonly loginId: string;
  readonly tokenId: string;
}

/** What a node does with its own logins when another one asks. */
export interface OwnLogins {
  isOpen(loginId: string): boolean;
  endLogin(loginId: string): void;
  endWallets(which: WalletsToEnd): void;
}

/** Logins of wallets, but `except`, that were opened before a moment of the steady time. */
export interface WalletsToEnd {
  readonly isMeant: (address: string) => boolean;
  readonly except: string | undefined;
  readonly openedBefore: number;
}

export interface EndOutcome {
  /** Nodes that have not confirmed it in time. They do as soon as they are there, and take part in nothing before. */
  readonly waiting: number;
}

/** The logins of the owner's other nodes, as far as this one takes part in them. */
export interface LoginsElsewhere {
  /** Key of the access tokens of all nodes of the owner. */
  readonly tokenKey: Uint8Array;
  /** From now on this node answers for its own logins. */
  serve(own: OwnLogins): void;
  /** Lets the other nodes take a token for `lifeMs`, as long as its login is open. */
  publish(pass: Omit<Pass, "node">, lifeMs: number): void;
  /** A login of this node is over. */
  withdraw(loginId: string): void;
  /** Resolves when what was published and withdrawn until now has got there, or will not: then no other node takes it. */
  flushed(): Promise<void>;
  /**
   * How long a token of another node is still good, in milliseconds; undefined when it is not.
   * @throws SHARED_STORE_AWAY when that cannot be known now.
   */
  ask(pass: Pass, address: string): Promise<number | undefined>;
  /** Ends a login of another node. This one takes its tokens no more from now on, whatever happens. */
  endLogin(pass: Pick<Pass, "node" | "loginId">): Promise<EndOutcome>;
  /** Ends the logins of a wallet on all other nodes, but `except`. */
  endWallet(address: string, except?: string): Promise<EndOutcome>;
  /** Calls back with the id of each login of another node that was let in here and is over. */
  onEnded(listener: (loginId: string) => void): Disposable;
}

/** What this node tells the owner's others. */
export interface Notice {
  /** The same name is the same thing, whoever tells of it. */
  readonly name: string;
  readonly text: string;
  /** For how long whoever comes later is told. */
  readonly lifeMs: number;
  /** Name of a notice that is no longer true with this one. */
  readonly instead?: string;
}

/** What all nodes of the owner tell each other. Who keeps it can lose it, and neither read nor make it. */
export interface Notices {
  /** From now on `own`, one of several, is asked and told at each beat. Resolves when that was done once, or cannot be done for now. */
  serve(own: OwnNotices): Promise<void>;
}

export interface OwnNotices {
  /** What is true here, asked at each beat: it is told again where the store has lost it, or when its text is another one. */
  told(): readonly Notice[];
  /** Everything that is told now, by name: called again when it is something else. */
  hear(texts: ReadonlyMap<string, string>): void;
}

/**
 * What several nodes of one owner have in common. It only ever adds refusals to what a node decides by itself; the one thing it
 * lets in are tokens of the other nodes, and those only while it is there.
 */
export interface SharedStore extends Area {
  readonly limiter: RateLimiter;
  /** Failures with the wallet, of all nodes together; undefined where a node is alone and its own count is all there is. */
  readonly lockouts: Lockouts | undefined;
  readonly logins: LoginsElsewhere | undefined;
  readonly notices: Notices | undefined;
  /** Before a login or a new session: waits a moment for a store that is away. @throws SHARED_STORE_AWAY. */
  admitNew(): Promise<void>;
}
