import type { FromPayments, ToPayments } from "@lucid/contract";
import type { Run } from "@lucid/foundation";

/** How the host runs the process that holds TRON keys. The engine knows its messages, and nothing of what is behind them. */
export interface PaymentsPort {
  /** Starts one life of it; what it says goes to `heard`. It has none of this process's environment, arguments or files. */
  start(heard: (message: FromPayments) => void): PaymentsProcess;
}

/** One life of the process of payments. `exited` says in words how it ended. */
export interface PaymentsProcess extends Run<string> {
  /** What is said after the end is lost. */
  send(message: ToPayments): void;
}
