import type { Clock, Randomness } from "@lucid/foundation";
import type { Machine } from "../evm/machine.ts";
import type { BlockContext } from "../kinds/kind.ts";
import { endBlock } from "../rewards/end-block.ts";
import { property } from "../state/account.ts";
import { type BaseState, type Change, createBaseState, createLayer, type StateReader } from "../state/state.ts";
import type { BlockRow, Store, TransactionRow } from "../store/store.ts";
import { execute } from "../transactions/execute.ts";
import { Refusal } from "../transactions/refusal.ts";
import { readTransactionBytes, type Transaction } from "../transactions/transaction.ts";
import { requireTimeAndPlace } from "./admission.ts";
import { sealBlock } from "./block.ts";
import { genesisState, type NetworkKeys, networkKeys } from "./genesis.ts";
import { SLOT_MS } from "./parameters.ts";
import { createSerial } from "./serial.ts";
import { solidNumber } from "./solid.ts";

export interface ChainOptions {
  /** Milliseconds between blocks; a multiple is skipped where nobody made one in time. */
  readonly blockTimeMs: number;
}
export interface ChainDeps {
  readonly clock: Clock;
  readonly randomness: Pick<Randomness, "bytes">;
  readonly store: Store;
  readonly machine: Machine;
}

/** A block that is not solid yet, and what its rows held before and after it. */
interface Unsolid {
  readonly number: number;
  readonly before: readonly Change[];
  readonly after: readonly Change[];
}
interface Pending {
  readonly context: BlockContext;
  readonly rows: TransactionRow[];
  readonly before: Map<string, Change>;
}
/** How many broadcast ids are remembered: TX_ID_CACHE_SIZE of java-tron. */
const REMEMBERED = 100_000;
const REMEMBERED_MS = 3_600_000;

export type Chain = ReturnType<typeof createChain>;

/** The chain of blocks: what is pending, the head's state and the solidified one. Everything that changes it runs one after the other. */
export function createChain({ clock, randomness, store, machine }: ChainDeps, { blockTimeMs }: ChainOptions) {
  const serial = createSerial();
  const head: BaseState = createBaseState();
  const solid: BaseState = createBaseState();
  const unsolid: Unsolid[] = [];
  /** Ids that were broadcast, and when. Java-tron answers for an hour that it knows them, taken or not (transactionIdCache). */
  const broadcast = new Map<string, number>();
  let pending: Pending | undefined;
  let isSolidHeld = false;
  /** Slots that the next block leaves out: a fork's blocks are others than those it replaces. */
  let skipped = 0;
  let offsetMs = store.meta<number>("offsetMs") ?? 0;
  const seed = store.meta<Uint8Array>("seed") ?? remember("seed", randomness.bytes(32));
  const keys: NetworkKeys = networkKeys(seed);
  let headRow: BlockRow = load() ?? begin();
  let solidRow: BlockRow = rowOf(solidNumber(head));
  settle();

  function remember<T>(name: string, value: T): T {
    store.setMeta(name, value);
    return value;
  }

  function load(): BlockRow | undefined {
    const newest = store.newest();
    if (!newest) return undefined;
    head.apply(store.state());
    solid.apply(store.state());
    for (const number of store.undoBlocks().toReversed()) {
      const before = store.undo(number);
      unsolid.unshift({ number, before, after: solid.apply(before) });
    }
    return newest;
  }

  function begin(): BlockRow {
    const timestamp = Math.floor(clock.now() / 1_000) * 1_000;
    const genesis = sealBlock({ number: 0, timestamp, parentHash: "0".repeat(64), transactions: [] }, undefined);
    const rows = [...genesisState(keys, BigInt(timestamp))];
    head.apply(rows);
    solid.apply(rows);
    store.append({ block: genesis, transactions: [], before: [], after: rows }, 0);
    return genesis;
  }

  function rowOf(number: number): BlockRow {
    const row = store.blockByNumber(number);
    if (!row) throw new Error(`The chain has lost its block ${number}`);
    return row;
  }

  /** The network's time: the machine's and what was added to it, never behind the head. */
  const now = (): number => Math.max(clock.now() + offsetMs, headRow.timestamp);

  function open(): Pending {
    if (pending) return pending;
    const passed = Math.max(1 + skipped, Math.floor((now() - headRow.timestamp) / blockTimeMs));
    skipped = 0;
    const number = headRow.number + 1;
    const producers = head.get("list", "producers") ?? [];
    const witness = producers[number % producers.length];
    if (witness === undefined) throw new Error("The network has no producers");
    const timestamp = BigInt(headRow.timestamp + passed * blockTimeMs);
    pending = { context: { number, timestamp, witness }, rows: [], before: new Map() };
    return pending;
  }

  function put({ before }: Pending, changes: Iterable<Change>): void {
    for (const change of head.apply(changes)) {
      const id = `${change.table}:${change.key}`;
      if (!before.has(id)) before.set(id, change);
    }
  }

  function close(): BlockRow {
    const block = open();
    pending = undefined;
    const { number, timestamp, witness } = block.context;
    const ending = createLayer(head);
    endBlock(ending, block.context, (timestamp - property(head, "genesisTime")) / SLOT_MS);
    put(block, ending.changes());
    const draft = {
      number,
      timestamp: Number(timestamp),
      parentHash: headRow.id,
      transactions: block.rows.map(({ bytes }) => bytes),
    };
    const row = sealBlock(
      draft,
      keys.witnesses.find(({ address }) => address === witness),
    );
    const before = [...block.before.values()];
    const after = before.map(({ table, key }): Change => ({ table, key, value: head.get(table, key) }));
    const solidAt = isSolidHeld ? solidRow.number : solidNumber(head);
    try {
      store.append({ block: row, transactions: block.rows, before, after }, solidAt);
    } catch (error) {
      // What could not be written did not happen: what was pending is lost, as with a node that dies.
      head.apply(before);
      throw error;
    }
    unsolid.push({ number, before, after });
    headRow = row;
    settle();
    return row;
  }

  /** Brings the solidified state to where it may be by now. */
  function settle(): void {
    if (isSolidHeld) return;
    const number = solidNumber(head);
    while (unsolid[0] && unsolid[0].number <= number) solid.apply(unsolid.shift()?.after ?? []);
    if (number !== solidRow.number) solidRow = rowOf(number);
  }

  function isKnown(id: string): boolean {
    return store.transaction(id) !== undefined || (pending?.rows.some((row) => row.id === id) ?? false);
  }

  /** @throws Refusal */
  function requireUnheard(id: string): void {
    const heardAt = broadcast.get(id);
    if (heardAt !== undefined && now() - heardAt < REMEMBERED_MS)
      throw new Refusal("DUP_TRANSACTION_ERROR", "Transaction already exists.");
    broadcast.delete(id);
    const [oldest] = broadcast.keys();
    if (broadcast.size >= REMEMBERED && oldest !== undefined) broadcast.delete(oldest);
    broadcast.set(id, now());
  }

  async function include(transaction: Transaction): Promise<void> {
    requireTimeAndPlace(transaction, headRow, (number) => store.blockByNumber(number)?.id);
    if (isKnown(transaction.id)) throw new Refusal("DUP_TRANSACTION_ERROR", "Dup transaction.");
    const block = open();
    const { changes, row } = await execute(head, transaction, block.context, machine);
    put(block, changes);
    block.rows.push(row);
  }

  /** What is no longer possible on the other branch is lost, as on the real network. */
  async function includeAgain(transaction: Transaction): Promise<void> {
    try {
      await include(transaction);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }

  /** Takes the blocks after `number` and everything pending back. @returns their transactions, oldest first. */
  function rewind(number: number): readonly Uint8Array[] {
    const lost = unsolid.filter((block) => block.number > number).flatMap((block) => store.transactionsOf(block.number));
    const bytes = [...lost, ...(pending?.rows ?? [])].map((row) => row.bytes);
    if (pending) head.apply([...pending.before.values()]);
    pending = undefined;
    const restored = new Map<string, Change>();
    for (let last = unsolid.at(-1); last && last.number > number; last = unsolid.at(-1)) {
      unsolid.pop();
      head.apply(last.before);
      for (const change of last.before) restored.set(`${change.table}:${change.key}`, change);
    }
    store.cut(number, [...restored.values()]);
    headRow = rowOf(number);
    return bytes;
  }

  return {
    keys,
    now,
    head: (): BlockRow => headRow,
    solid: (): BlockRow => solidRow,
    state: (isSolid: boolean): StateReader => (isSolid ? solid : head),
    accounts: () => head.rows("account"),
    pending: (): readonly TransactionRow[] => pending?.rows ?? [],
    /**
     * Takes a transaction into the block that is being made: its effects are in force at once, its receipt with the block.
     * @throws Refusal, NotModelled
     */
    broadcast: (transaction: Transaction): Promise<void> =>
      serial(async () => {
        requireUnheard(transaction.id);
        await include(transaction);
      }),
    /** Runs what must not see the state change in between. */
    alone: serial,
    mine: (count: number): Promise<BlockRow> =>
      serial(() => {
        for (let made = 0; made < count; made += 1) close();
        return headRow;
      }),
    /** Lets time pass of which no block tells but the next. */
    advance: (ms: number): Promise<BlockRow> =>
      serial(() => {
        if (pending && pending.rows.length > 0) close();
        pending = undefined;
        offsetMs = remember("offsetMs", now() + ms - clock.now());
        return close();
      }),
    /**
     * A fork: the newest blocks give way to others, whose transactions are those of before that are still possible, or none.
     * @throws Refusal where a block would go that is solidified
     */
    fork: (blocks: number, keep: "all" | "none"): Promise<BlockRow> =>
      serial(async () => {
        const number = headRow.number - blocks;
        if (number < solidNumber(head))
          throw new Refusal(
            "OTHER_ERROR",
            `only ${headRow.number - solidNumber(head)} blocks can give way: the others are solidified`,
          );
        const lost = rewind(number);
        skipped = 1;
        // Who lost them all is another node, which never heard of them.
        if (keep === "none") broadcast.clear();
        for (const bytes of keep === "all" ? lost : []) await includeAgain(readTransactionBytes(bytes));
        return close();
      }),
    /** Keeps the solidified block where it is, or lets it go on. */
    holdSolid(isHeld: boolean): void {
      isSolidHeld = isHeld;
      settle();
    },
    burnt: (): bigint => property(head, "burnt"),
  };
}
