import type { Topic } from "../../engine/network-port.ts";

/** What becomes of messages between the nodes of a simulation. */
export interface Links {
  readonly minDelayMs: number;
  readonly maxDelayMs: number;
  /** Probabilities for each message on each link. */
  readonly loss: number;
  readonly duplication: number;
  /** Probability of the sender's death at each write and each message. */
  readonly death: number;
  /** Whether messages get from one node to another. */
  readonly isConnected: (from: number, to: number, topic: Topic | "blocks by range") => boolean;
}

export const calmLinks: Links = {
  ...{ minDelayMs: 20, maxDelayMs: 200, loss: 0, duplication: 0, death: 0 },
  isConnected: () => true,
};
