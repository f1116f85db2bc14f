import type { Message } from "../protobuf/message.ts";
import type { Address } from "../text/address.ts";

export type ResourceCode = "BANDWIDTH" | "ENERGY";
export const RESOURCES: readonly ResourceCode[] = ["BANDWIDTH", "ENERGY"];

/** What was used of a resource, and when. It comes back over its window (ResourceProcessor of java-tron). */
export interface Usage {
  readonly used: bigint;
  /** Slot of three seconds since genesis in which `used` was true. */
  readonly slot: bigint;
  /** Slots, times 1000: the window of 24 hours, or the rest of one that came back with an undelegated resource. */
  readonly window: bigint;
}

export interface Vote {
  readonly address: Address;
  readonly count: bigint;
}
export interface Unfreezing {
  readonly type: ResourceCode;
  readonly amount: bigint;
  readonly expireTime: bigint;
}
export interface Key {
  readonly address: Address;
  readonly weight: bigint;
}
export interface Permission {
  readonly type: "Owner" | "Witness" | "Active";
  readonly id: number;
  readonly name: string;
  readonly threshold: bigint;
  /** 32 bytes in hex, a bit for each contract type; active permissions only. */
  readonly operations: string;
  readonly keys: readonly Key[];
}
export type PerResource<T> = Readonly<Record<ResourceCode, T>>;

/** Amounts in sun, times in milliseconds since 1970. */
export interface Account {
  readonly type: "Normal" | "Contract";
  readonly name: string;
  readonly balance: bigint;
  readonly createTime: bigint;
  readonly latestOperationTime: bigint;
  readonly allowance: bigint;
  readonly latestWithdrawTime: bigint;
  readonly isWitness: boolean;
  readonly votes: readonly Vote[];
  readonly freeNet: Omit<Usage, "window">;
  readonly usage: PerResource<Usage>;
  readonly frozen: PerResource<bigint>;
  readonly unfreezing: readonly Unfreezing[];
  readonly delegatedOut: PerResource<bigint>;
  readonly delegatedIn: PerResource<bigint>;
  readonly owner: Permission;
  readonly witness?: Permission;
  readonly actives: readonly Permission[];
}

export interface Contract {
  readonly origin: Address;
  /** SmartContract as it was deployed, without its bytecode's constructor effects. */
  readonly message: Message;
  readonly codeHash: string;
}

export interface Witness {
  readonly url: string;
  readonly votes: bigint;
  readonly brokerage: number;
  readonly totalProduced: number;
  readonly totalMissed: number;
  readonly latestBlock: number;
  readonly latestSlot: number;
  readonly isJobs: boolean;
}

export interface Delegation {
  readonly amount: PerResource<bigint>;
  readonly expireTime: PerResource<bigint>;
}

/** Old and new votes of one account, until the next maintenance counts them. */
export interface VoteChange {
  readonly before: readonly Vote[];
  readonly after: readonly Vote[];
}

/** From which cycle on an account's rewards are not taken yet, and the votes it had in its last finished one (MortgageService). */
export interface RewardMark {
  readonly begin: bigint;
  readonly end: bigint;
  readonly votes?: readonly Vote[];
}

/** Everything that a block can change. Keys are hex texts; the parts of a key are joined by a slash. */
export interface Tables {
  account: Account;
  contract: Contract;
  /** By code hash. */
  code: Uint8Array;
  /** By account and slot of 64 hex digits; 64 hex digits. A slot of zeros is absent. */
  storage: string;
  witness: Witness;
  /** By owner, receiver and `locked` or `free`. */
  delegation: Delegation;
  delegatedTo: readonly Address[];
  delegatedFrom: readonly Address[];
  voteChange: VoteChange;
  rewardMark: RewardMark;
  /** By cycle and witness: sun that its voters share. */
  cycleReward: bigint;
  /** By cycle and witness: sun for one vote since the first cycle, times 10^18. */
  cycleVi: bigint;
  cycleBrokerage: number;
  /** Numbers of the whole network: DynamicPropertiesStore of java-tron. */
  property: bigint;
  list: readonly string[];
}
export type TableName = keyof Tables;
