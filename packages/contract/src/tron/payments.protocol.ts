import type { z } from "zod";
import type { TronBlock, TronNetwork } from "./tron.schema.ts";

/** What the process of payments is told before anything else: it has neither arguments nor an environment. */
export interface PaymentsOptions {
  /** Its own folder: database and keystore. Absolute; made when it is not there. */
  readonly folder: string;
  readonly network: TronNetwork;
  /** The full node with its solidity paths and, where it has them, `/v1`: `https:`, or `http:` of this machine. */
  readonly endpoint: string;
}

/** How the network is, as the process last saw it. */
export interface NetworkView {
  readonly state: "starting" | "ready" | "unreachable" | "wrong-network";
  readonly head: z.infer<typeof TronBlock> | null;
  readonly solid: z.infer<typeof TronBlock> | null;
  readonly last_success: string | null;
  readonly detail: string;
}

/** What can be asked of the process: one input, one answer. Amounts are strings of whole units. */
export interface PaymentsCalls {
  readonly network: { readonly input: Record<string, never>; readonly output: NetworkView };
}
export type PaymentsMethod = keyof PaymentsCalls;

/** From the engine. Everything is data that can be cloned, and none of it is a secret in the clear. */
export type ToPayments =
  | { readonly type: "start"; readonly options: PaymentsOptions }
  | {
      readonly [Method in PaymentsMethod]: {
        readonly type: "call";
        readonly call: number;
        readonly method: Method;
        readonly input: PaymentsCalls[Method]["input"];
      };
    }[PaymentsMethod]
  | { readonly type: "stop" };

/** From the process of payments. */
export type FromPayments =
  | { readonly type: "ready" }
  | { readonly type: "network"; readonly view: NetworkView }
  | { readonly type: "answer"; readonly call: number; readonly output: PaymentsCalls[PaymentsMethod]["output"] }
  /** A broken promise of the environment: the words are for the log. */
  | { readonly type: "failed"; readonly call: number; readonly message: string };
