import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { FromPayments, PaymentsCalls, PaymentsMethod, PaymentsOptions } from "@lucid/contract";
import { type Clock, holdLock, openDatabase, type Randomness } from "@lucid/foundation";
import { createAccounts } from "./accounts/create-accounts.ts";
import { createBookRepository } from "./books/book-repository.ts";
import { createBooks } from "./books/create-books.ts";
import { createInvoices } from "./invoices/create-invoices.ts";
import { createInvoiceRepository } from "./invoices/invoice-repository.ts";
import { openKeystore } from "./keystore/keystore.ts";
import { createUnlockedKeys } from "./keystore/unlocked-keys.ts";
import { createNodeClient } from "./network/create-node-client.ts";
import { watchNetwork } from "./network/watch-network.ts";
import { createCorrectionRepository } from "./payouts/corrections.ts";
import { createPayouts } from "./payouts/create-payouts.ts";
import { createLedger } from "./payouts/ledger.ts";
import { createPayoutRepository } from "./payouts/payout-repository.ts";
import { createPayoutSettings } from "./payouts/payout-wallet.ts";
import { createStatementRepository } from "./payouts/statements.ts";
import { createScheduleRepository } from "./schedules/schedule-repository.ts";
import { createStaking } from "./staking/create-staking.ts";
import { MIGRATIONS } from "./store/migrations.ts";
import { createTransfers } from "./transfers/create-transfers.ts";
import { createTransferRepository } from "./transfers/transfer-repository.ts";
import { createOwners } from "./wallets/create-owners.ts";
import { createWallets } from "./wallets/create-wallets.ts";
import { createWalletRepository } from "./wallets/wallet-repository.ts";

/** A process of before that is about to end still has the folder. */
const LOCK_TIMEOUT_MS = 5_000;

export interface PaymentsDeps {
  readonly clock: Clock;
  readonly randomness: Randomness;
  /** Tells the engine something that it did not ask for. */
  readonly say: (message: FromPayments) => void;
}

/** Everything that concerns TRON: its own database and keystore, and the only connection to its network. */
export interface Payments extends Disposable {
  /** Another way to the full node from now on. */
  reachThrough(socks: PaymentsOptions["socks"]): void;
  readonly calls: {
    readonly [Method in PaymentsMethod]: (input: PaymentsCalls[Method]["input"]) => Promise<PaymentsCalls[Method]["output"]>;
  };
}

/** @throws where the folder cannot be used, or another process uses it. */
export function startPayments({ clock, randomness, say }: PaymentsDeps, options: PaymentsOptions): Payments {
  using starting = new DisposableStack();
  const file = (name: string): string => join(options.folder, name);
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  starting.use(holdLock(file("payments.lock"), { timeoutMs: LOCK_TIMEOUT_MS }));
  const database = starting.use(openDatabase({ path: file("payments.db"), migrations: MIGRATIONS, synchronous: "full" }));
  const repository = createWalletRepository(database);
  const ordered = createTransferRepository(database);
  const keystore = openKeystore(file("keystore.json"), randomness, options.keystore_cost);
  const unlocked = starting.use(createUnlockedKeys(clock, (walletId) => wallets.locked(walletId)));
  const wallets = createWallets({
    ...{ clock, randomness, repository, keystore, unlocked },
    onChange(user_id, wallet_id, wallet) {
      say({ type: "wallet", user_id, wallet_id, wallet });
      // One that was unlocked may be what a transfer waits for; one that is gone, too.
      goOn();
    },
  });
  const client = starting.use(createNodeClient(clock, options.endpoint, options.socks));
  const network = starting.use(
    watchNetwork({
      ...{ clock, client, network: options.network },
      onView(view) {
        say({ type: "network", view });
        goOn();
      },
    }),
  );
  const accounts = createAccounts({ client, network, wallets: repository }, options.network);
  const transfers = starting.use(
    createTransfers(
      {
        ...{ clock, randomness, client, network, keystore, unlocked, wallets: repository },
        transfers: ordered,
        onChange(user_id, transfer) {
          say({ type: "transfer", user_id, transfer });
          // Ordered, or signed by a device: the next step is taken at once.
          if (transfer.state === "requested" || transfer.state === "signed") void transfers.goOn();
        },
        onPayout: () => void payouts.goOn(),
      },
      options,
    ),
  );
  const staking = createStaking(
    {
      ...{ clock, randomness, client, network, keystore, wallets: repository, transfers: ordered },
      onOrder: transfers.tell,
    },
    options,
  );
  const ledger = createLedger(database);
  const invoiceRows = createInvoiceRepository(database, ledger);
  const books = createBooks(
    {
      ...{ clock, client, network, transfers: ordered, received: invoiceRows, books: createBookRepository(database) },
      takeIn: () => invoices.goOn(),
      takeInAgain: (address, from) => invoices.readAgain(address, from),
      onChange() {
        say({ type: "payouts", payee: null });
        void payouts.goOn();
      },
    },
    options,
  );
  const payouts = createPayouts(
    {
      ...{ books, walletDifferences: books.differences },
      ...{ clock, randomness, client, network, keystore, unlocked, wallets: repository, transfers: ordered, ledger },
      settings: createPayoutSettings(database),
      corrections: createCorrectionRepository(database, ledger),
      statements: createStatementRepository(database),
      schedules: createScheduleRepository(database),
      payouts: createPayoutRepository(database, { ledger, transfers: ordered }),
      received: invoiceRows,
      sign: transfers.sign,
      onBegun: () => void transfers.goOn(),
      onRefund: (transactionId, place) => invoices.refunded(transactionId, place),
      onChange(payee) {
        say({ type: "payouts", payee });
        void payouts.goOn();
      },
    },
    options,
  );
  const invoices = starting.use(
    createInvoices(
      {
        ...{ clock, randomness, client, network, wallets: repository, invoices: invoiceRows },
        onChange: (invoice_id, payer) => say({ type: "invoices", invoice_id, payer }),
        onOwed: (payee) => say({ type: "payouts", payee }),
      },
      options,
    ),
  );
  function goOn(): void {
    void invoices.goOn();
    void transfers.goOn();
    void payouts.goOn();
    void books.goOn();
  }
  const owners = createOwners({ wallets: repository, transfers: ordered, remove: wallets.calls.removeWallet });
  goOn();
  const running = starting.move();
  return {
    reachThrough(socks) {
      client.reachThrough(socks);
      void network.look();
    },
    calls: {
      network: () => network.look(),
      ...wallets.calls,
      ...accounts,
      ...transfers.calls,
      ...staking,
      ...payouts.calls,
      ...invoices.calls,
      ...books.calls,
      ...owners,
    },
    [Symbol.dispose]: () => running.dispose(),
  };
}
