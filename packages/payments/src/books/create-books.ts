import type { PaymentsCalls, PayoutRules, TronNetwork, WalletComparison } from "@lucid/contract";
import type { Clock } from "@lucid/foundation";
import { askNetwork, needNetwork } from "../accounts/ask-network.ts";
import { readBalances } from "../accounts/read-balances.ts";
import type { AccountRow, InvoiceRepository } from "../invoices/invoice-repository.ts";
import type { NodeClient } from "../network/create-node-client.ts";
import { NetworkError } from "../network/network-error.ts";
import { readNewestBlock } from "../network/read-block.ts";
import type { NetworkWatch } from "../network/watch-network.ts";
import { approvalsOf } from "../payouts/payout-rules.ts";
import { Refusal } from "../refusal.ts";
import { blockOf, judge, readReceipt } from "../transfers/read-inclusion.ts";
import type { TransferRepository } from "../transfers/transfer-repository.ts";
import type { BookRepository } from "./book-repository.ts";
import { DOUBT_MS, isDue, judgeSample } from "./book-rules.ts";
import { comparisonOf, differenceWords } from "./show-book.ts";

/** A solidified block comes every three seconds, and three answers take less: so often it is tried to get them from one. */
const TRIES = 3;

type BookMethod = "explainDifference" | "approveExplanation";
export interface Books {
  readonly calls: {
    readonly [Method in BookMethod]: (input: PaymentsCalls[Method]["input"]) => Promise<PaymentsCalls[Method]["output"]>;
  };
  /** Compares what each wallet that money comes into holds with what is recorded of it. @throws Refusal NETWORK_AWAY */
  compare(): Promise<void>;
  /** Compares again where a comparison waits for another one. Never fails for the network's sake. */
  goOn(): Promise<void>;
  comparisons(): readonly WalletComparison[];
  /** What does not agree, in words; empty where all does. */
  differences(): readonly string[];
}

export interface BooksDeps {
  readonly clock: Clock;
  readonly client: NodeClient;
  readonly network: Pick<NetworkWatch, "view" | "usdt" | "look">;
  readonly books: BookRepository;
  readonly transfers: Pick<TransferRepository, "find" | "form">;
  readonly received: Pick<InvoiceRepository, "accounts" | "account">;
  /** Takes in what came, in all accounts, or once more in one of them, from a time on. */
  readonly takeIn: () => Promise<void>;
  readonly takeInAgain: (address: string, from: number) => Promise<void>;
  /** What a wallet holds agrees now, or does not any more. */
  readonly onChange: () => void;
}

/**
 * Whether wallets hold what is recorded: what a wallet holds in a solidified block, less what came in and more what went out until then, stays the
 * same to the last unit. It does not where a transfer was left out by the event server, or where somebody else moves what is there.
 */
export function createBooks(
  deps: BooksDeps,
  { network: name, payout_rules: rules }: { readonly network: TronNetwork; readonly payout_rules: PayoutRules },
): Books {
  const { clock, client, network, books, transfers, received, takeIn, takeInAgain, onChange } = deps;
  let comparing: Promise<void> | undefined;

  /** Balance and block of one solidified state; undefined where nodes that are apart answer. @throws NetworkError */
  async function readHeld(usdt: string, address: string) {
    for (let tried = 0; tried < TRIES; tried += 1) {
      const before = await readNewestBlock(client, "walletsolidity");
      const { microUsdt: held } = await readBalances(client, usdt, address);
      if ((await readNewestBlock(client, "walletsolidity")).id === before.id)
        return { held, block: before.number, block_at: before.timestampMs };
    }
    return undefined;
  }

  /** What transfers have taken that are solidified until a block and not known to be; undefined where it cannot be said. */
  async function readFlying(usdt: string, address: string, block: number): Promise<ReadonlyMap<string, bigint> | undefined> {
    const taken = new Map<string, bigint>();
    for (const transferId of books.flying(name, address)) {
      const [row, form] = [transfers.find(transferId), transfers.form(transferId)];
      if (!row || !form) continue;
      const receipt = await readReceipt(client, "walletsolidity", form.transaction_id);
      if (!receipt || blockOf(receipt) > block) continue;
      const transaction = await client.ask("/walletsolidity/gettransactionbyid", { value: form.transaction_id });
      const { kind } = judge(row, usdt, transaction, receipt);
      if (kind === "unclear") return undefined;
      taken.set(transferId, kind === "paid" ? BigInt(row.amount) : 0n);
    }
    return taken;
  }

  async function compareOne({ address }: AccountRow, usdt: string): Promise<void> {
    const read = await readHeld(usdt, address);
    if (!read) return;
    const { held, block, block_at } = read;
    await takeIn();
    const flying = await readFlying(usdt, address, block);
    if (!flying) return;
    const rest = (): bigint => {
      // What is known to be solidified by now is in the records.
      const still = new Set(books.flying(name, address));
      const taken = [...flying].reduce((sum, [id, amount]) => (still.has(id) ? sum + amount : sum), 0n);
      return held - books.recorded(name, address, block) + taken;
    };
    const before = books.find(name, address);
    if (before?.base !== undefined && rest() !== before.base) await takeInAgain(address, before.block_at - DOUBT_MS);
    // Where the event server was not read so far, or says what receipts do not, what came is not known.
    if ((received.account(name, address)?.read_block ?? 0) < block) return;
    // From here on nothing waits: what was recorded or explained meanwhile counts.
    const known = books.find(name, address);
    const book = judgeSample(known, { rest: rest(), block, block_at });
    if (book === known) return;
    books.set(name, { ...book, address, held, held_block: block, at: clock.now() });
    if (known === undefined || known.is_open !== book.is_open || known.doubt !== book.doubt) onChange();
  }

  async function compareAll(): Promise<void> {
    const usdt = await needNetwork(network);
    for (const account of received.accounts(name)) await askNetwork(() => compareOne(account, usdt));
  }
  function compare(): Promise<void> {
    return (comparing ??= compareAll().finally(() => {
      comparing = undefined;
    }));
  }

  function requireOpen(address: string, amount: string): void {
    const book = books.find(name, address);
    if (!book) throw new Refusal("WALLET_NOT_FOUND");
    if (!book.is_open || book.doubt?.toString() !== amount) throw new Refusal("DIFFERENCE_CHANGED");
  }
  function comparisons(): readonly WalletComparison[] {
    const compared = new Set(received.accounts(name).map(({ address }) => address));
    return books
      .list(name)
      .filter(({ address, is_open }) => is_open || compared.has(address))
      .map((book) => comparisonOf(book, books.explanation(name, book.address)));
  }

  return {
    compare,
    async goOn() {
      const { state, solid } = network.view();
      if (state !== "ready" || solid === null) return;
      const at = Date.parse(solid.time);
      if (!received.accounts(name).some(({ address }) => isDue(books.find(name, address), at))) return;
      try {
        await compare();
      } catch (error) {
        // The network is asked again with the next look; everything else ends the process, which goes on from what is stored.
        if (!(error instanceof NetworkError) && !(error instanceof Refusal)) throw error;
      }
    },
    comparisons,
    differences: () =>
      books
        .list(name)
        .filter(({ is_open }) => is_open)
        .map(differenceWords),
    calls: {
      async explainDifference({ actor, address, amount, reason }) {
        requireOpen(address, amount);
        const said = { amount, reason, explained_by: actor, explained_at: clock.now() };
        const size = BigInt(amount) < 0n ? -BigInt(amount) : BigInt(amount);
        const isMade = approvalsOf("kyc", size, 1, rules).needed === 0;
        if (!books.explain(name, address, said, isMade)) throw new Refusal("DIFFERENCE_CHANGED");
        onChange();
        return comparisons();
      },
      async approveExplanation({ actor, address, amount }) {
        requireOpen(address, amount);
        const said = books.explanation(name, address);
        if (said === undefined || said.made_at !== null || said.amount !== amount) throw new Refusal("DIFFERENCE_CHANGED");
        if (said.explained_by === actor) throw new Refusal("APPROVED_BY_ANOTHER");
        if (!books.approve(name, address, said.number, actor, clock.now())) throw new Refusal("DIFFERENCE_CHANGED");
        onChange();
        return comparisons();
      },
    },
  };
}
