/** What goes wrong in a simulated network. */
export interface ChainFaults {
  readonly minDelayMs: number;
  readonly maxDelayMs: number;
  /** Probabilities for each message. */
  readonly loss: number;
  readonly duplication: number;
  /** Probability of the sender's death at each write and each message. */
  readonly death: number;
  /** Probability, each half second and for each node, of a session that is recorded and anchored. */
  readonly traffic: number;
  /** Whether a message from one node gets to another. */
  readonly isConnected: (from: number, to: number) => boolean;
}

export const noFaults: ChainFaults = {
  minDelayMs: 20,
  maxDelayMs: 200,
  loss: 0,
  duplication: 0,
  death: 0,
  traffic: 0,
  isConnected: () => true,
};
