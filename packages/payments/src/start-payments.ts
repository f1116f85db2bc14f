import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { FromPayments, PaymentsCalls, PaymentsMethod, PaymentsOptions } from "@lucid/contract";
import { type Clock, holdLock, openDatabase, type Randomness } from "@lucid/foundation";
import { createNodeClient } from "./network/create-node-client.ts";
import { watchNetwork } from "./network/watch-network.ts";

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
  readonly calls: {
    readonly [Method in PaymentsMethod]: (input: PaymentsCalls[Method]["input"]) => Promise<PaymentsCalls[Method]["output"]>;
  };
}

/** @throws where the folder cannot be used, or another process uses it. */
export function startPayments({ clock, say }: PaymentsDeps, options: PaymentsOptions): Payments {
  using starting = new DisposableStack();
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  starting.use(holdLock(join(options.folder, "payments.lock"), { timeoutMs: LOCK_TIMEOUT_MS }));
  starting.use(openDatabase({ path: join(options.folder, "payments.db"), migrations: [], synchronous: "full" }));
  const client = starting.use(createNodeClient(clock, options.endpoint));
  const network = starting.use(
    watchNetwork({ clock, client, network: options.network, onView: (view) => say({ type: "network", view }) }),
  );
  const running = starting.move();
  return {
    calls: { network: () => network.look() },
    [Symbol.dispose]: () => running.dispose(),
  };
}
